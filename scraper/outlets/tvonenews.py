"""tvOneNews (VIVA network): server-rendered, whole under ?page=all, times in WIB."""

from scraper.outlet import AllOnOne, Outlet, Sitemap, Strike, css

OUTLET = Outlet(
    name="tvonenews",
    publisher="tvOnenews.com",
    domains=("tvonenews.com",),
    sources=(Sitemap("/sitemap.xml"),),
    article_url=r"/[a-z]+/(?:[a-z-]+/)?\d+-[^/]+",
    whole_article=(AllOnOne(),),
    body=css(".detail-content"),
    fields={"date_published": css(".detail-date"), "authors": css(".detail-author")},
    boilerplate=(Strike("load_more", r"^Load more$", "pagination", why="button of the next list"),),
    evidence="public selectors 2026",
)
