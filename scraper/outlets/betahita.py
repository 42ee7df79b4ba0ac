"""Betahita (Auriga Nusantara): server-rendered, one page an article, a printed day without time or zone (WIB)."""

from scraper.outlet import Index, Outlet, Prune, Strike, css

OUTLET = Outlet(
    name="betahita",
    publisher="Betahita.id",
    domains=("betahita.id",),
    sources=(
        Index("/"),
        Index("/search?query={keyword}&pagenum={page}"),
    ),
    article_url=r"/(?:berita|opini|sorot)/\d+/[a-z0-9-]+",
    body=css("article.detail-artikel div.detail-in"),
    fields={
        "headline": css("article.detail-artikel div.judul-artikel h1"),
        "date_published": css("div.judul-artikel h5.margin-bottom-sm"),
        "byline": css("div.box-sumber h5.title a"),
        "article_section": css("div.judul-artikel h5:not(.margin-bottom-sm)"),
    },
    boilerplate=(
        Prune("photo_box", "div.box-foto-artikel", "caption", why="lead image with its caption"),
        Strike("brand_line", r"^BETAHITA\.ID\W*$", "dateline", why="the dateline on a line of its own"),
    ),
    expects=frozenset({"headline", "date_published", "authors", "article_body"}),
    evidence="public adapter, verified live 2026-07-12",
)
