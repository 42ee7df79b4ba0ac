"""VOI: server-rendered, one page, times in WIB ("2026-05-13WIB18:45:00+07:00"); /en/ is machine-made."""

from scraper.outlet import Index, Outlet, Strike, css

OUTLET = Outlet(
    name="voi",
    publisher="VOI",
    domains=("voi.id",),
    host="voi.id",
    sources=(
        Index("/artikel/indeks?page={page}", links=".section-item-title a"),
        Index("/artikel/cari?q={keyword}&page={page}", links=".section-item-title a"),
    ),
    article_url=r"/[a-z0-9-]+/\d+(?:/[^/]+)?",
    not_article=r"^/(?:artikel|cari|index|indeks|search|tag|en)/",
    body=css("div.single-post-content"),
    fields={"date_published": css(".single-post-date time"), "authors": css(".single-post-author a")},
    boilerplate=(
        Strike(
            "translated",
            r"^The English, .{0,60}versions are automatically generated\b.{0,120}$",
            "other",
            why="note on translations",
        ),
    ),
    evidence="public selectors 2026",
)
