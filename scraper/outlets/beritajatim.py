"""Beritajatim.com: server-rendered, one page, times as meta declares them; known by slug alone."""

from scraper.outlet import Index, Outlet, css, meta

OUTLET = Outlet(
    name="beritajatim",
    publisher="Beritajatim.com",
    domains=("beritajatim.com",),
    host="beritajatim.com",
    sources=(
        Index("/"),
        Index("/tag/{tag}"),
    ),
    article_url=r"/[a-z0-9]+(?:-[a-z0-9]+){2,}",
    body=css("[itemprop=articleBody]", "div.article-content"),
    fields={"authors": meta("author")},
    evidence="public selectors 2026, real page text 2025",
)
