"""Jakarta Selaras (Selaras): server-rendered, one page an article, times in WIB."""

from scraper.outlet import Feed, Outlet, css

OUTLET = Outlet(
    name="jakarta_selaras",
    publisher="Jakarta Selaras",
    domains=("jakarta.selaras.co.id",),
    host="jakarta.selaras.co.id",
    sources=(Feed("/rss"),),
    article_url=r"/detail/\d+/[a-z0-9-]+",
    body=css(".post_content", ".endmark"),
    evidence="public selectors 2026",
)
