"""RM.id, Rakyat Merdeka: server-rendered, split over /2, /3; prints YYYY-MM-DD HH:MM:SS (WIB)."""

from scraper.outlet import Index, Outlet, Pages, css

OUTLET = Outlet(
    name="rm_id",
    publisher="RM.id",
    domains=("rm.id",),
    host="rm.id",
    sources=(
        Index("/page/{page}/"),
        Index("/page/{page}/?s={keyword}"),
    ),
    article_url=r"/baca-berita/[a-z-]+/\d+/[^/]+",
    whole_article=(Pages("{url}/{n}"),),
    body=css("div.content-berita"),
    evidence="public selectors 2026",
)
