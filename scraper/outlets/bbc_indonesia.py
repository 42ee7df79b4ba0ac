"""BBC News Indonesia: Next.js, server-rendered, one page, true UTC times; only /indonesia/ of bbc.com."""

from scraper.outlet import Feed, Outlet, Prune, css

_BYLINE = "[aria-labelledby=article-byline]"
OUTLET = Outlet(
    name="bbc_indonesia",
    publisher="BBC News Indonesia",
    domains=("bbc.com", "bbc.co.uk"),
    sources=(Feed("https://feeds.bbci.co.uk/indonesia/rss.xml"),),
    article_url=r"/indonesia/(?:articles/c[a-z0-9]{11}|[a-z-]+-\d+)",
    body=css("main article", "main", "article"),
    fields={"authors": css(f"{_BYLINE} li:first-of-type", f"{_BYLINE} li:nth-of-type(2)")},
    boilerplate=(Prune("byline", _BYLINE, "byline", why="stands in main, above the body"),),
    evidence="addresses and feeds 2026, the publisher's own components (bbc/simorgh); no page seen",
)
