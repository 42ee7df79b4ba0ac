"""Metrotvnews.com, of Media Group: server-rendered, times in WIB, one page; "NAME • DATE" under the heading."""

from scraper.outlet import Index, Outlet, css

OUTLET = Outlet(
    name="metrotvnews",
    publisher="Metrotvnews.com",
    domains=("metrotvnews.com",),
    sources=(
        Index("/"),
        Index("/search?query={keyword}&page={page}"),
    ),
    article_url=r"/[\w-]+/(?=\w*[A-Z0-9])[A-Za-z0-9]{8}-[^/]+|/read/\d{4}/\d\d/\d\d/\d+/[^/]+",
    body=css(".news-text"),
    fields={
        "authors": css("p.date"),
        "date_published": css("p.date"),
        "article_section": css(".breadcrumb-content p a", ".breadcrumb-content p"),
    },
    evidence="public scrapers 2025; no saved article seen",
)
