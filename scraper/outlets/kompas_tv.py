"""KOMPAS.TV, of KG Media: server-rendered, times in WIB, split articles whole with ?page=all."""

from scraper.outlet import AllOnOne, Feed, Index, Outlet, Prune, css

OUTLET = Outlet(
    name="kompas_tv",
    publisher="KOMPAS.TV",
    domains=("kompas.tv",),
    sources=(Feed("/rss"), Index("/")),
    article_url=r"/[\w-]+/\d+/[^/]+",
    whole_article=(AllOnOne(),),
    body=css(".article__body", ".paragraph"),
    boilerplate=(
        Prune("player", ".kgnw-root, .kgnw-player, .kgnw-middle, .embedVid", "embed", why="KG video box"),
    ),
    evidence="public scraper 2025, userscript and filter lists 2026; no saved HTML seen",
)
