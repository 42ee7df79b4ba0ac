"""Harian Jogja (Bisnis Indonesia Group): one host a channel, server-rendered, one page, times in WIB."""

from scraper.outlet import Feed, Index, Outlet, css, meta

OUTLET = Outlet(
    name="harianjogja",
    publisher="Harianjogja.com",
    domains=("harianjogja.com",),
    sources=(
        Feed("/rss"),
        Index("/search?q={keyword}"),
    ),
    article_url=r"/(?:r-\d+|read/\d{4}/\d\d/\d\d/\d+/\d+)/[^/]+",
    body=css(".article-content"),
    fields={"authors": (meta("author"), meta("article:author"))},
    evidence="public selectors 2026, addresses 2024-2026",
)
