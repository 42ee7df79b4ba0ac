"""NBC News (US), in English: server-rendered, one page an article, times declared with their zone."""

from scraper.outlet import Outlet, Sitemap, css, ld

OUTLET = Outlet(
    name="nbcnews",
    publisher="NBC News",
    domains=("nbcnews.com",),
    sources=(Sitemap("/sitemap/nbcnews/sitemap-news"),),
    article_url=r"/.+-rcna\d+",
    not_article=r"/(?:live-blog|video|photos)/",
    body=css("div.article-body__content"),
    fields={"date_published": (ld("datePublished"), css("time[datetime]", attribute="datetime"))},
    in_language="en",
    evidence="public adapter, verified live 2026-07-27",
)
