"""NTVNews (Nusantara TV): server-rendered, one page an article, numeric dates in WIB."""

from scraper.outlet import Outlet, Prune, Sitemap, before, css

OUTLET = Outlet(
    name="ntvnews",
    publisher="NTVNews.id",
    domains=("ntvnews.id",),
    sources=(Sitemap("/sitemap-news.xml"),),
    article_url=r"/[a-z][a-z0-9-]*/\d{8}/[a-z0-9-]+",
    body=css(".article-content"),
    fields={
        "headline": css("h1.title"),
        "authors": before("Penulis"),  # .penulis .nama, the role below it in .detail
        "editors": before("Editor"),
    },
    boilerplate=(
        Prune("related_news", "#relatedNews", "related", "related", why="list of related news"),
        Prune("in_article", "[id^=INARTICLE_]", "ad", why="ad slot"),
    ),
    expects=frozenset({"headline", "date_published", "authors", "editors", "article_body"}),
    evidence="public selectors 2026",
)
