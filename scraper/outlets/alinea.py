"""Alinea.id: server-rendered, one page an article, a printed day without time or zone (WIB).

Only loose facts about the body (the element around div.artikelend): it is left to the generic path.
"""

from scraper.outlet import Index, Outlet, css

OUTLET = Outlet(
    name="alinea",
    publisher="Alinea.id",
    domains=("alinea.id",),
    sources=(
        Index("/indeks"),
        Index("/search?q={keyword}&page={page}", links=".hasilcari .box1 a"),
    ),
    article_url=r"/(?:peristiwa|politik|bisnis|kolom|gaya-hidup)/[^/]+-b[0-9A-Za-z]+",
    fields={
        "date_published": css("div.frontdate"),
        "authors": css("div.written__reporter div.reporter__nama"),
    },
    evidence="public selectors 2026",
)
