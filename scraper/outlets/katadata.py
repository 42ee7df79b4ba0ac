"""Katadata: server-rendered, one page, times in WIB; databoks.katadata.co.id is another template."""

from scraper.outlet import Feed, Index, Outlet, Prune, Sitemap, css

OUTLET = Outlet(
    name="katadata",
    publisher="Katadata.co.id",
    domains=("katadata.co.id",),
    host="katadata.co.id",
    sources=(
        Sitemap("/sitemap-index.xml"),
        Feed("/rss"),
        Index("/indeks", links="article.article--berita a"),
    ),
    article_url=r"/[a-z0-9-]+/(?:[a-z0-9-]+/)*[0-9a-f]{13}/[a-z0-9-]+",
    body=css(".detail-main"),
    fields={
        "headline": css(".detail-title"),
        "date_published": css(".detail-date"),
        "authors": css(".detail-author-name"),
        "article_section": css(".section-breadcrumb a", ".section-breadcrumb"),
    },
    boilerplate=(Prune("ai_summary", "[class*=ai-summary]", why="a machine's summary"),),
    evidence="public selectors 2026",
)
