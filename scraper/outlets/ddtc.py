"""DDTCNews: server-rendered articles, one page each, a printed day without time or zone (WIB)."""

from scraper.outlet import Index, Outlet, css, meta

OUTLET = Outlet(
    name="ddtc",
    publisher="DDTCNews",
    domains=("ddtc.co.id",),
    host="news.ddtc.co.id",
    sources=(Index("/"),),
    article_url=r"/(?:berita|review|literasi|komunitas)/[a-z0-9-]+/\d+/[^/]+",
    body=css("div.contentArticle"),
    fields={
        "date_published": css("#publish-news"),
        "authors": meta("author"),
        "article_section": meta("category"),
    },
    evidence="public selectors 2026",
)
