"""Nusa Bali: server-rendered, one page an article, times without a zone (WITA: the paper stands in Denpasar)."""

from scraper.outlet import WITA, Index, Outlet, css

OUTLET = Outlet(
    name="nusabali",
    publisher="NusaBali",
    domains=("nusabali.com",),
    sources=(
        Index("/", links="#article-list a"),
        Index("/search?keyword={keyword}&page={page}", links="#article-list a"),
    ),
    article_url=r"/berita/\d+/[a-z0-9-]+",
    body=css(".entry-box[itemprop=articleBody] .entry-content"),
    fields={
        "headline": css("h1 span[itemprop=headline]"),
        "date_published": css(".entry-box-header span.month[itemprop=datePublished]"),
        "authors": css("span[itemprop=author]"),
        "article_section": css("span.article-category[itemprop=articleSection]"),
    },
    time_zone=WITA,
    expects=frozenset({"headline", "date_published", "authors", "article_body"}),
    evidence="public adapter, verified live 2026-07-12",
)
