"""Jawa Pos: Next.js, the article stands whole in __NEXT_DATA__ (as HTML), times in WIB without a zone.

No JSON-LD article. The regional Radar sites share the addresses; kaltimpost and manadopost are in WITA.
"""

from scraper.outlet import WITA, Feed, Index, Outlet, data

_ARTICLE = "props.pageProps.article"
OUTLET = Outlet(
    name="jawapos",
    publisher="JawaPos.com",
    domains=("jawapos.com",),
    sources=(Feed("/rss"), Index("/indeks")),
    article_url=r"/[a-z0-9-]+/\d{9,10}/[^/]+",
    body=data(f"{_ARTICLE}.content"),
    fields={
        "headline": data(f"{_ARTICLE}.title"),
        "authors": data(f"{_ARTICLE}.authors.name"),
        "date_published": data(f"{_ARTICLE}.published_at"),
        "keywords": data(f"{_ARTICLE}.tags.name"),
        "article_section": data(f"{_ARTICLE}.category.name"),
        "images": data(f"{_ARTICLE}.cover"),
    },
    time_zones={"kaltimpost": WITA, "manadopost": WITA},
    evidence="adapter verified live 2026-07; regional sites unseen",
)
