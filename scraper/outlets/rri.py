"""RRI, the state radio: server-rendered, one page, times as printed.

The path may start with a regional station, whose zone (WITA, WIT) it alone does not tell.
"""

from scraper.outlet import Feed, Index, Outlet, Strike, css

OUTLET = Outlet(
    name="rri",
    publisher="RRI.co.id",
    domains=("rri.co.id",),
    host="rri.co.id",
    sources=(
        Feed("/feed"),
        Index("/search?q={keyword}&page={page}"),
    ),
    article_url=r"/(?:[a-z-]+/)?[a-z-]+/\d+/[^/]+",
    body=css(".post_details_inner", ".main-content"),
    fields={"date_published": css(".date"), "authors": css(".author")},
    boilerplate=(Strike("kbrn", r"^KBRN, [A-Z][\w .']{2,30}:\s*", "dateline", why="closed by a colon"),),
    evidence="public selectors 2026",
)
