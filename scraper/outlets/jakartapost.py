"""The Jakarta Post, in English: server-rendered, one page, a date without a time; mostly paid (WIB)."""

from scraper.outlet import Index, Outlet, css

OUTLET = Outlet(
    name="jakartapost",
    publisher="The Jakarta Post",
    domains=("thejakartapost.com",),
    sources=(Index("/"),),
    article_url=r"/[a-z-]+/20\d\d/\d\d/\d\d/[^/]+",
    body=css(".tjp-single__content"),
    fields={
        "headline": css("h1.tjp-title--single"),
        "date_published": css(".tjp-single__head .created"),
        "authors": css(".tjp-single__head .author", ".author"),
    },
    in_language="en",
    evidence="public selectors 2026",
    broken="subscribers only; the feed is gone (2026)",
)
