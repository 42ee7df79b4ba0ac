"""BantenNews.co.id, independent: WordPress, articles at the root, one page each, times in WIB."""

from scraper.outlet import Index, Outlet, css, meta

OUTLET = Outlet(
    name="bantennews",
    publisher="BantenNews.co.id",
    domains=("bantennews.co.id",),
    sources=(
        Index("/", links=".entry-title.td-module-title a"),
        Index("/page/{page}/?s={keyword}"),
    ),
    article_url=r"/[a-z0-9]+(?:-[a-z0-9]+){2,}",
    not_article=r"^/(?:about|category|contact|feed|page|privacy-policy|redaksi|tag)(?:[/-]|$)",
    body=css("div.td-post-content"),
    fields={
        "headline": css("h1.entry-title"),
        "date_published": css("time.entry-date[datetime]", attribute="datetime"),
        "authors": (css(".td-post-author-name a"), meta("author")),
    },
    evidence="public selectors 2026",
)
