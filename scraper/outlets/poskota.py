"""Poskota: server-rendered, one page; prints the day without a time."""

from scraper.outlet import Index, Outlet, css, meta

OUTLET = Outlet(
    name="poskota",
    publisher="Poskota",
    domains=("poskota.co.id",),
    sources=(
        Index("/"),
        Index("/tag/{tag}?page={page}"),
    ),
    article_url=r"/\d{4}/\d\d/\d\d/[^/]+",
    body=css("[itemprop=articleBody]"),
    fields={"authors": meta("author")},
    evidence="public selectors 2026",
)
