"""Niaga.Asia (Samarinda): WordPress, articles at the root, one page each; the declared time carries the zone."""

from scraper.outlet import WITA, Index, Outlet, css, ld, meta

OUTLET = Outlet(
    name="niaga_asia",
    publisher="Niaga.Asia",
    domains=("niaga.asia",),
    # Section pages look like articles (/kaltara): only the links of the archive list are followed.
    sources=(
        Index("/page/{page}/", links=".archive-list-wrap a"),
        Index("/?s={keyword}", links=".archive-list-wrap a"),
    ),
    article_url=r"/[a-z0-9]+(?:-[a-z0-9]+){2,}",
    not_article=r"^/(?:category|topik|page|redaksi|artikel-opini|info-produk|pedoman-)",
    body=css(".entry-content", ".post-content"),
    fields={
        "authors": meta("author"),
        "date_published": (meta("article:published_time"), ld("datePublished")),
    },
    time_zone=WITA,
    evidence="public selectors 2026",
)
