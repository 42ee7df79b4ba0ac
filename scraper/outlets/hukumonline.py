"""Hukumonline: free news under /berita/a/, server-rendered, whole under ?page=all, times in WIB."""

from scraper.outlet import AllOnOne, Outlet, Sitemap, css

OUTLET = Outlet(
    name="hukumonline",
    publisher="Hukumonline.com",
    domains=("hukumonline.com",),
    sources=(Sitemap("/berita/sitemap.xml"),),
    article_url=r"/berita/a/[a-z0-9-]+-lt[0-9a-f]+",
    whole_article=(AllOnOne(),),
    body=css("article:first-of-type"),
    evidence="public selectors 2026",
)
