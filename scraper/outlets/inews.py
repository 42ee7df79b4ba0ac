"""iNews.id (MNC Media): server-rendered, whole under /all, times in WIB; regional hosts: /read/{id}/{slug}."""

from scraper.outlet import AllOnOne, Index, Outlet, Sitemap, css

OUTLET = Outlet(
    name="inews",
    publisher="iNews.id",
    domains=("inews.id",),
    sources=(
        Sitemap("/sitemap.xml"),
        Index("/tag/{tag}", links=".widgetListArticle__body a"),
    ),
    article_url=r"/(?:read/\d+|berita|[a-z]+/[a-z-]+)/[^/]+",
    not_article=r"^/(?:tag|indeks)/|/all/?$",
    whole_article=(AllOnOne("{url}/all"),),
    body=css("article .content", ".content"),
    fields={"date_published": css(".createdAt", ".timeAndShare"), "authors": css(".author")},
    evidence="public selectors 2026, real page text 2022",
)
