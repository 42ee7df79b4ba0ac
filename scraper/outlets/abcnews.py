"""ABC News (US), in English: server-rendered, one page an article, times with their American offset."""

from scraper.outlet import Outlet, Sitemap, css, ld

OUTLET = Outlet(
    name="abcnews",
    publisher="ABC News",
    domains=("abcnews.com", "abcnews.go.com"),
    host="abcnews.com",
    sources=(Sitemap("/xmlLatestStories"),),
    article_url=r"/[^/]+/[^/]+/[a-z0-9-]+-\d+",
    not_article=r"/(?:video|videos|live|photos)/",
    body=css("div[data-testid=prism-article-body]"),
    fields={
        # The printed time names no zone that an Indonesian reader could assume.
        "date_published": (ld("datePublished"), css("time[datetime]", attribute="datetime")),
        "article_section": ld("articleSection"),
    },
    in_language="en",
    evidence="public adapter, verified live 2026-07-27",
)
