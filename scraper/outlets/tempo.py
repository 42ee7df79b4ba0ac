"""Tempo.co: articles server-rendered (Nuxt), WIB, never split since 2024; lists are data (/{rubrik}/_payload.json).

Until late 2024 every channel was a host of its own (gaya.tempo.co/read/…). en.tempo.co is the English edition. Tempo
Plus pieces are teasers and say so (isAccessibleForFree).
"""

from scraper.outlet import Feed, Index, Outlet, Sitemap, css, meta, replace

TEMPO = Outlet(
    name="tempo",
    publisher="Tempo.co",
    domains=("tempo.co",),
    sources=(Feed("https://rss.tempo.co/"), Sitemap("/sitemap.xml"), Index("/tag/{tag}")),
    article_url=r"/[a-z-]+/[a-z0-9-]+-\d{4,}|/read/(?:\w+/\d{4}/\d\d/\d\d/)?\d+/[^/]+",
    not_article=r"^/(?:penulis|tag|topik)/",
    body=css("#content-wrapper", ".artikel > p"),
    fields={
        "article_section": css(".block-kanal-map a"),
        "images": meta("og:image"),  # JSON-LD of 2015 printed "http:http://"
        "keywords": css("a[href^='/tag/']", ".topik-terkait a"),
    },
    evidence="real page 2015, public selectors 2025-2026, texts 2025",
)
OUTLETS = (
    TEMPO,
    replace(
        TEMPO,
        name="tempo_english",
        domains=("en.tempo.co",),
        host="en.tempo.co",
        sources=(),
        in_language="en",
        evidence="host known, template of tempo.co assumed",
    ),
)
