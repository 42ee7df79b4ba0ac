"""BeritaSatu (B-Universe): server-rendered, one page, JSON-LD with +07:00.

window.dataLayer names writer and editor. Its gate answers 403 to agents that do not look like a browser.
"""

from scraper.outlet import Feed, Index, Outlet, Prune, Sitemap, css, script

OUTLET = Outlet(
    name="beritasatu",
    publisher="Beritasatu.com",
    domains=("beritasatu.com",),
    sources=(Sitemap("/sitemap.xml"), Index("/terkini/indeks/{page}", first=2), Feed("/rss/ekonomi")),
    article_url=r"/[a-z0-9-]+/\d+/[^/]+",
    body=css("div.body-content"),
    fields={
        "authors": script(r'"penulis"\s*:\s*"([^"]+)"'),
        "editors": script(r'"editor"\s*:\s*"([^"]+)"'),
        "keywords": (css(".body-content h3.badge"), script(r'"tags"\s*:\s*"([^"]+)"')),
        "article_section": script(r'"content_category"\s*:\s*"([^"]+)"'),
    },
    boilerplate=(Prune("badges", "h3.badge", why="the tags stand in the body"),),
    evidence="adapter verified live 2026-07, real page texts 2026",
    broken="403 to agents that are no browser (2026-07)",
)
