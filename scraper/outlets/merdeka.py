"""Merdeka.com, of KLY: server-rendered, WIB, all parts of an article in one document (.page-break[data-page]).

Its meta pubdate of 2020 writes GMT on local time. planet.merdeka.com (2020) holds pieces that readers sent in. The
editors of its page object are not printed and are desks and nicknames as often as names.
"""

from scraper.outlet import Feed, Index, Outlet, Prune, Sitemap, Strike, css, meta
from scraper.outlets._kly import layer

OUTLET = Outlet(
    name="merdeka",
    publisher="Merdeka.com",
    domains=("merdeka.com",),
    sources=(
        Sitemap("/sitemap.xml"),
        Feed("/rss"),
        Index("/{section}"),
        Index("/tag/{tag}"),
    ),
    article_url=r"/[a-z-]+/read/\d+/[^/]+|/(?:amp/)?[a-z-]+/[\w-]+\.html",
    not_article=r"^/(?:foto|video|tag|company)/|/index\.html",
    body=css(".articles-content__body", ".mdk-body-paragraph", "#body--infinite", "#mdk-body-newsarea"),
    fields={
        "headline": css(".headline-artikel h5"),
        "authors": (css("[data-tracking=author_name]"), meta("author")),
        "byline": css(
            ".mdk-date-reporter span", ".col-dt-left .reporter", "#mdk-body-news-reporter", "p.editor"
        ),
        "keywords": (
            css(".tags-articles__list a", ".new-tag-v2 li a", ".mdk-list-terkait a"),
            layer("tag", "|"),
        ),
        "article_section": css(
            ".breadcrumb-navigation li",
            ".mdk-breadcrumb a",
            ".list-breadcrumb a",
            ".mdk-date-reporter span:first-child a",
        ),
    },
    boilerplate=(
        Prune("baca_juga", ".bg-primary-50", "related", links="read_also", why="read-also box"),
        Strike(
            "credit",
            r"^©?\s?20\d\d\s[Mm]erdeka\.com/[^\[]{2,60}?(?=\s?\[|$)",
            "caption",
            why="credit below a picture",
        ),
    ),
    false_z=True,
    evidence="real pages 2015-2020 (desktop, mobile, planet), public selectors 2026",
)
