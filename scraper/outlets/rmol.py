"""RMOL.id: server-rendered, one page, times in WIB; closes with its initials in square brackets."""

from scraper.outlet import Feed, Index, Outlet, Prune, css

OUTLET = Outlet(
    name="rmol",
    publisher="RMOL.id",
    domains=("rmol.id",),
    host="rmol.id",
    sources=(
        Feed("/rss/latest-posts"),
        Index("/tag/{tag}"),
    ),
    article_url=r"/(?:[a-z0-9-]+/)?read/\d{4}/\d\d/\d\d/\d+/[a-z0-9-]+",
    body=css("#fontResizableText"),
    fields={
        "headline": css(".single_post_heading h1"),
        "date_published": css(".author li"),
        "authors": css('.author a[href*="/about/"]'),
    },
    boilerplate=(
        Prune("boxes", "[class*=border_black]", "related", "read_also", why="framed read-also box"),
    ),
    evidence="public selectors 2026, real page text",
)
