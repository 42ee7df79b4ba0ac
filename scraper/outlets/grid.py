"""Grid Network (KG Media): server-rendered, whole under ?page=all, times in WIB; one template for all.

Where a date line is printed, the name before it is the writer's; the last line names the editor.
"""

from scraper.outlet import AllOnOne, Index, Outlet, Prune, Sitemap, Strike, css, meta, replace

_WIDGETS = (
    ".geniee-box, [class*=kgnw-], .ol_swipe, .cls-outstream, #div-paralax-container, #defaultVideoContainer"
)
GRID = Outlet(
    name="grid",
    publisher="Grid.ID",
    domains=("grid.id",),
    sources=(
        Sitemap("/sitemap.xml"),
        Index("/search?q={keyword}", links=".news-list__list a"),
    ),
    article_url=r"/(?:amp/)?read/\d+/[^/]+",
    whole_article=(AllOnOne(),),
    body=css(".read__article"),
    fields={"authors": meta("author")},
    boilerplate=(
        Prune("widgets", _WIDGETS, "ad", why="players and ad boxes of the network"),
        Strike(
            "no_caption", r"^No caption(?: No credit)?$|^No credit$", "caption", why="picture without caption"
        ),
        Strike("magazine", r"^Sobat bisa berlangganan Tabloid\b.{0,200}$", why="sells the printed magazine"),
    ),
    evidence="network rule: public selectors and userscripts 2026",
)


def _member(name: str, publisher: str, domain: str) -> Outlet:
    host = domain if domain.endswith(".grid.id") else f"www.{domain}"
    sources = (Index("/"),)
    return replace(GRID, name=name, publisher=publisher, domains=(domain,), host=host, sources=sources)


OUTLETS = (
    GRID,
    replace(
        _member("gridoto", "GridOto.com", "gridoto.com"), evidence="real page texts 2011-2023, network rule"
    ),
    _member("motorplus", "MOTOR Plus-online.com", "motorplus-online.com"),
    replace(_member("parapuan", "Parapuan", "parapuan.co"), article_url=r"/(?:read|amp)/\d+/[^/]+"),
    _member("nakita", "Nakita.id", "nakita.grid.id"),
    _member("bolasport", "BolaSport.com", "bolasport.com"),
    _member("bolanas", "BolaNas.com", "bolanas.com"),
    _member("juara", "Juara.net", "juara.net"),
    _member("sonora", "Sonora.ID", "sonora.id"),
    _member("gridhype", "GridHype.ID", "gridhype.id"),
    _member("gridpop", "GridPop.ID", "gridpop.id"),
)
