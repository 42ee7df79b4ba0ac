"""Fajar.co.id: WordPress, server-rendered, whole under ?page=all, times in WIB as meta says."""

from scraper.outlet import AllOnOne, Feed, Index, Outlet, css, meta

OUTLET = Outlet(
    name="fajar",
    publisher="Fajar.co.id",
    domains=("fajar.co.id",),
    host="fajar.co.id",
    sources=(
        Feed("/feed/"),
        Index("/?s={keyword}"),
    ),
    article_url=r"/\d{4}/\d\d/\d\d/[^/]+",
    whole_article=(AllOnOne(),),
    body=css(".entry-content"),
    fields={"authors": meta("author")},
    evidence="public selectors 2026",
)
