"""Otosia.com, of KLY: server-rendered, times in WIB without a zone, all parts of an article in one document.

Prints editors only. The one h1 of a mobile page is the heading of its list of other articles.
"""

from scraper.outlet import Feed, Index, Outlet, Strike, css
from scraper.outlets._kly import layer

OUTLET = Outlet(
    name="otosia",
    publisher="Otosia.com",
    domains=("otosia.com",),
    sources=(
        Feed("https://a.otosia.com/rss/"),
        Index("/berita/"),
        Index("/berita/index{page}.html", first=2),
        Index("/topik/{tag}/"),
    ),
    article_url=r"/(?:amp/)?(?:berita|tips|review|lifestyle|selebriti)/[\w-]+\.html",
    not_article=r"/index\d*\.html",
    body=css(".body-paragpraph", ".detail-berita"),
    fields={
        "headline": css(".otosia-dt-headline h1", ".detail-headline h3"),
        "byline": css(".otosia-dt-headline .reporter", ".editor-field"),
        "date_published": css(".otosia-dt-headline .date-post", ".detail-headline .time"),
        "keywords": (css("#tag-box .tag-section", ".otosia-list-terkait a"), layer("tag", "|")),
        "article_section": css("#v5-navigation a", ".breadcrumb-oto a"),
    },
    boilerplate=(Strike("mojibake", r"^(?:Â\s?)+$", "other", why="a blank decoded twice"),),
    expects=frozenset({"headline", "date_published", "editors", "article_body"}),
    evidence="real pages 2019-2020 (desktop, mobile)",
)
