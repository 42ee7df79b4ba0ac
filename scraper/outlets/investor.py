"""Investor.id (B-Universe): server-rendered, one page, times in WIB; its gate refuses crawlers."""

from scraper.outlet import Feed, Index, Outlet, Sitemap, css

OUTLET = Outlet(
    name="investor",
    publisher="Investor.id",
    domains=("investor.id",),
    host="investor.id",
    sources=(
        Sitemap("/sitemap.xml"),
        Feed("/rss"),
        Index("/market/indeks"),
        Index("/search/{keyword}/{page}"),
    ),
    article_url=r"/[a-z-]+/\d+/[^/]+",
    body=css(".body-content"),
    fields={"date_published": css("span.text-muted"), "byline": css(".col.small.pt-1")},
    evidence="public selectors 2026",
    broken="repeated 403 answers (2026-07)",
)
