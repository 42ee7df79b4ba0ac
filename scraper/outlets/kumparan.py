"""kumparan: server-rendered with data-qa-id marks; declared times are true UTC, printed ones WIB; one page.

Accounts of users publish as well: JSON-LD's author is the person. Skeleton cards print a dummy date. Lists of articles
come from GraphQL, so the sitemaps and the feed are used.
"""

from scraper.outlet import Feed, Outlet, Sitemap, css

_PARAGRAPH = "p[data-qa-id=story-paragraph]"

OUTLET = Outlet(
    name="kumparan",
    publisher="kumparan",
    domains=("kumparan.com",),
    host="kumparan.com",
    sources=(
        Sitemap("/sitemap.xml"),
        Sitemap("/sitemap_channel_news.xml"),
        Sitemap("/sitemap_channel_bisnis.xml"),
        Feed("https://lapi.kumparan.com/v2.0/rss/"),
    ),
    article_url=r"/[\w-]+/[\w-]+-\d\d[A-Za-z0-9]{9}",
    not_article=r"^/(?:channel|topic|trending)/",
    body=css(
        ", ".join([_PARAGRAPH, *(f"{_PARAGRAPH} ~ {tag}" for tag in ("h2", "h3", "ul", "ol", "blockquote"))])
    ),
    fields={"date_published": css("time[data-qa-id=publish-date]")},
    no_dates=("01 April 2020",),
    evidence="adapter checked live 2026-07",
)
