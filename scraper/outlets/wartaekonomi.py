"""Warta Ekonomi, HerStory, Populis: server-rendered, whole under ?page=all, WIB; a dated archive."""

from scraper.outlet import AllOnOne, Index, Outlet, Prune, Sitemap, css, meta, replace

WARTA_EKONOMI = Outlet(
    name="wartaekonomi",
    publisher="Warta Ekonomi",
    domains=("wartaekonomi.co.id",),
    host="wartaekonomi.co.id",
    sources=(Sitemap("/sitemap.xml"), Index("/indeks/{y}{m}{d}?page={page}", links="a.articleListItem")),
    article_url=r"/read\d+/[^/]+",
    whole_article=(AllOnOne(),),
    body=css(".articlePostContent"),
    fields={
        "headline": css(".articlePostHeader h1"),
        "authors": meta("author"),
        "article_section": css(".articlePostHeader ul li a"),
    },
    boilerplate=(
        Prune("in_article_ad", ".adInArticle", "ad", why="ad slot"),
        Prune("share_list", ".articleListShare", "share", why="share buttons"),
    ),
    evidence="public selectors 2026, real page text",
)
_SISTER = replace(WARTA_EKONOMI, sources=(Index("/"),), evidence="addresses; body by the sister site")
HERSTORY = replace(
    _SISTER, name="herstory", publisher="HerStory", domains=("herstory.co.id",), host="herstory.co.id"
)
POPULIS = replace(_SISTER, name="populis", publisher="Populis", domains=("populis.id",), host="populis.id")
OUTLETS = (WARTA_EKONOMI, HERSTORY, POPULIS)
