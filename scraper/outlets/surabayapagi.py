"""Surabaya Pagi: server-rendered, one page an article, times in WIB."""

from scraper.outlet import Feed, Index, Outlet, css, meta

OUTLET = Outlet(
    name="surabayapagi",
    publisher="Surabaya Pagi",
    domains=("surabayapagi.com",),
    host="surabayapagi.com",
    sources=(
        Feed("/feed"),
        Index("/search/{keyword}/{page}", links=".category-text-wrap h2 a"),
    ),
    article_url=r"/news-\d+-[^/]+",
    body=css("div[itemprop=articleBody]", "article"),
    fields={"authors": (meta("author"), css(".author"))},
    evidence="public selectors 2026-07-13",
)
