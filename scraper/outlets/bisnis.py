"""Bisnis.com (Bisnis Indonesia Group): one host a channel, server-rendered, one page, times in WIB.

Some articles are for BisnisPro subscribers only.
"""

from scraper.outlet import Feed, Index, Outlet, Sitemap, css

OUTLET = Outlet(
    name="bisnis",
    publisher="Bisnis.com",
    domains=("bisnis.com",),
    sources=(Sitemap("/sitemap-news.xml"), Feed("/rss"), Index("/indeks")),
    article_url=r"/read/\d{8}/\d+/\d+/[^/]+",
    body=css("article.detailsContent", ".detailsContent", ".paywall"),
    fields={
        "headline": css("h1.detailsTitleCaption"),
        "date_published": css(".detailsAttributeDates", ".authorTime"),
        "authors": css(".authorName", ".authorNames"),
        "article_section": css(".breadcrumb .breadcrumbLink"),
    },
    evidence="public selectors 2026, real page text",
)
