"""RRI, the state radio: server-rendered, one page; the first part of the path may be a regional station, whose

zone (WITA, WIT) the address alone does not tell.
"""

from scraper.outlet import Feed, Outlet, css

OUTLET = Outlet(
    name="rri",
    publisher="RRI.co.id",
    domains=("rri.co.id",),
    host="rri.co.id",
    sources=(Feed("/feed"),),
    article_url=r"/(?:[a-z-]+/)?[a-z-]+/\d+/[^/]+",
    body=css(".post_details_inner", ".main-content"),
    fields={"date_published": css(".date"), "authors": css(".author")},
    evidence="public selectors 2026",
)
