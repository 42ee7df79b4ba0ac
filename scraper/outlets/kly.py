"""Liputan6.com, Bola.com and Fimela.com, of KLY (Emtek): server-rendered, WIB, all parts of an article in one document.

One template in three forms: desktop ``read-page``, mobile ``article-readpage`` and AMP. Channels were hosts of their
own until 2020 (hot.liputan6.com). Modified times before the publication are scheduled pieces.
"""

from scraper.outlet import Feed, Index, Outlet, Prune, Sitemap, Stop, Strike, css, meta, replace
from scraper.outlets._kly import Credits, layer

LIPUTAN6 = Outlet(
    name="liputan6",
    publisher="Liputan6.com",
    domains=("liputan6.com",),
    sources=(
        Sitemap("/sitemap.xml"),
        *(
            Feed(f"https://feed.liputan6.com/rss/{kanal}")
            for kanal in "news bisnis bola tekno regional saham crypto cek-fakta islami citizen6".split()
        ),
    ),
    article_url=r"/(?:[\w-]+/)?(?:read|amp|ucnews)/\d+/[^/]+",
    not_article=r"^/(?:photo|foto|video)/",
    body=css(".article-content-body", "[itemprop=articleBody]", ".text-detail", ".w-article-text"),
    fields={
        "byline": Credits(),
        "date_published": css(
            ".article-header__datetime", ".read-page--header--author__datetime", "p.datetime"
        ),
        "article_section": (css("#breadcrumb a", ".breadcrumb a"), meta("article:section2")),
        "keywords": (
            css(".tags--snippet__name", ".tags--topics--item__link", ".tags__list-item-link"),
            css(".fimela-tags--topics--item__link"),
            layer("tag", "|"),
        ),
    },
    boilerplate=(
        Prune("boost_video", ".read-page--boost-video, .py-4.banner", "embed", why="video of the day"),
        Strike(
            "campaign",
            r"^(?:\*\* ?#IngatPesanIbu|Yuk Diingat|Pakai Masker, Cuci Tangan\b.{0,80}|"
            r"Selalu Jaga Kesehatan, Jangan Sampai Tertular\b.{0,60})$",
            why="health campaign of 2020, put below every piece",
        ),
        Stop(
            "about_fact_check",
            r"^Tentang Cek Fakta(?: Liputan6\.com)?$",
            "promotion",
            links=None,
            why="what the fact-check desk says of itself, the same below every piece",
        ),
    ),
    evidence="real pages 2015-2022 (desktop, mobile, AMP), public selectors 2025-2026",
)
OUTLETS = (
    LIPUTAN6,
    replace(
        LIPUTAN6,
        name="bola_com",
        publisher="Bola.com",
        domains=("bola.com",),
        host="",
        sources=(
            Index("/"),
            Index("/tag/{tag}"),
        ),
        evidence="real pages 2017-2020 (desktop, mobile, AMP)",
    ),
    replace(
        LIPUTAN6,
        name="fimela",
        publisher="Fimela.com",
        domains=("fimela.com",),
        host="",
        sources=(
            Sitemap("/sitemap_news.xml"),
            *(
                Sitemap(f"/{kanal}/sitemap_news.xml")
                for kanal in "beauty entertainment fashion lifestyle food".split()
            ),
            Index("/tag/{tag}"),
        ),
        fields={  # prints the writer alone
            **{k: v for k, v in LIPUTAN6.fields.items() if k != "byline"},
            "authors": css(".article-header__author-link", ".read-page--header--author__name"),
        },
        evidence="real pages 2020 (mobile), public selectors 2025",
    ),
)
