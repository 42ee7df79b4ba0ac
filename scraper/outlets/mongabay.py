"""Mongabay Indonesia: WordPress, one page an article, times in WIB; the markup of its pages is not known."""

from scraper.outlet import Feed, Index, Outlet

OUTLET = Outlet(
    name="mongabay",
    publisher="Mongabay.co.id",
    domains=("mongabay.co.id",),
    sources=(
        Feed("/feed"),
        Index("/wp-json/wp/v2/posts?per_page=20&page={page}&_fields=link", links="json:link"),
        Index(
            "/wp-json/wp/v2/posts?search={keyword}&per_page=20&page={page}&_fields=link", links="json:link"
        ),
    ),
    article_url=r"/\d{4}/\d\d/\d\d/[^/]+",
    evidence="public addresses and feed 2024-2026",
)
