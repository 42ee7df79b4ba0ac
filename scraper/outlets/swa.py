"""SWA: SvelteKit, server-rendered, one page an article, times in WIB."""

from scraper.outlet import Index, Outlet, css, ld, meta

OUTLET = Outlet(
    name="swa",
    publisher="SWA.co.id",
    domains=("swa.co.id",),
    host="swa.co.id",
    sources=(
        Index("/latest?page={page}"),
        Index("/search?q={keyword}&page={page}"),
    ),
    article_url=r"/read/\d+/[^/]+",
    body=css(".article-content", "article"),
    fields={"authors": (meta("author"), ld("author.name"))},
    evidence="public selectors 2026",
)
