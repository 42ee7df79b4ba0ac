"""Gatra, gatra.com until 2024 and gatra.net since: server-rendered, one page, times in WIB."""

from scraper.outlet import Index, Outlet, css, meta

OUTLET = Outlet(
    name="gatra",
    publisher="Gatra.com",
    domains=("gatra.net", "gatra.com"),
    sources=(Index("/page/{page}/"),),
    article_url=r"/news-\d+-[a-z]+-[^/]+\.html",
    body=css(".td-post-content"),
    fields={"authors": meta("author"), "date_published": css(".entry-date")},
    evidence="public selectors 2026, spider 2017",
)
