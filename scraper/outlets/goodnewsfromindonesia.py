"""Good News From Indonesia: server-rendered, one page an article, times in WIB."""

from scraper.outlet import Index, Outlet, css, meta

OUTLET = Outlet(
    name="goodnewsfromindonesia",
    publisher="GoodNews From Indonesia",
    domains=("goodnewsfromindonesia.id",),
    sources=(
        Index("/explore"),
        Index("/search?keyword={keyword}&page={page}"),
    ),
    article_url=r"/\d{4}/\d\d/\d\d/[a-z0-9-]+",
    body=css("div.article-sheet"),
    fields={"authors": meta("author"), "article_section": css("div.article-category a")},
    evidence="public adapter, verified live 2026-07-12",
)
