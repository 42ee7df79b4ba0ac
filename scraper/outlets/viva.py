"""VIVA.co.id: server-rendered, WIB, split over ?page=N, whole at ?page=all; regional sites (jabar.viva.co.id, …)."""

from scraper.outlet import AllOnOne, Index, Outlet, Pages, Sitemap, css

OUTLET = Outlet(
    name="viva",
    publisher="VIVA.co.id",
    domains=("viva.co.id",),
    sources=(Sitemap("/sitemap.xml"), Index("/indeks", links=".article-list-row a"), Index("/tag/{tag}")),
    article_url=r"/(?:[a-z-]+/){1,2}\d+-[^/]+",
    whole_article=(AllOnOne(links=".pagination-detail a"), Pages(links=".pagination-detail a")),
    body=css(".main-content-detail", "[itemprop=articleBody]"),
    fields={
        "headline": css(".main-title"),
        "authors": css(".date-time .author"),
        "date_published": css(".date-time time.date", attribute="datetime"),
    },
    evidence="real page 2015, public selectors 2026",
)
