"""Kontan.co.id (KG Media): one host a channel, server-rendered, whole under ?page=all, times in WIB.

The first paragraph of the body is the by-line; articles are known by slug alone.
"""

from scraper.outlet import AllOnOne, Index, Outlet, Prune, Sitemap, Strike, css

OUTLET = Outlet(
    name="kontan",
    publisher="Kontan.co.id",
    domains=("kontan.co.id",),
    sources=(
        Sitemap("/sitemap.xml"),
        Index("/search/?search={keyword}&per_page={page}", first=0, step=20, links=".list-berita ul li a"),
    ),
    article_url=r"/news/[^/]+",
    whole_article=(AllOnOne(),),
    body=css("div.tmpt-desk-kon[itemprop=articleBody]", "[itemprop=articleBody]"),
    fields={
        "headline": css("h1.detail-desk"),
        "date_published": css("div.fs14.ff-opensans.font-gray"),
        "article_section": css(".breadcumb a"),
    },
    boilerplate=(
        Strike(
            "town",
            r"^KONTAN\.CO\.ID\s*[-–—]+\s*[A-Z][A-Z .,/]{2,40}\.(?=\s)",
            "dateline",
            why="closed by a stop",
        ),
        Prune("tracked", "h2 a[class^=track-]", "related", "read_also", why="heading around a tracked link"),
        Strike(
            "tracked_label",
            r"^(?:Selanjutnya|Menarik Dibaca)\s*:?$",
            "related",
            why="label of a tracked link",
        ),
        Strike(
            "pay_box",
            r"(?i)^agar bisa lanjut membaca sampai tuntas artikel ini\b.{0,400}$",
            why="donation box",
        ),
        Strike("purses", r"^(?:(?:GoPay|OVO|LinkAja|DANA)\W*){2,}$", why="donation box"),
    ),
    expects=frozenset({"headline", "date_published", "authors", "article_body"}),
    evidence="public selectors 2026",
)
