"""Bali Post (Kelompok Media Bali Post): WordPress, one page an article, times in WITA."""

from scraper.outlet import WITA, Feed, Index, Outlet, css, ld, meta

OUTLET = Outlet(
    name="balipost",
    publisher="Balipost.com",
    domains=("balipost.com",),
    sources=(Feed("/feed"), Index("/page/{page}/")),
    article_url=r"/news/\d{4}/\d\d/\d\d/\d+/[^/]+\.html",
    body=css(".td-post-content"),
    fields={"authors": (meta("author"), ld("author.name"))},
    time_zone=WITA,
    evidence="public selectors 2026",
)
