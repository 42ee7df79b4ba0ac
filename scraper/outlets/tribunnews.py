"""Tribunnews.com and its regional sites: server-rendered, split over ?page=N, whole with ?page=all.

Regional clocks run on their own zone. Datelines carry the regional brand (SERAMBINEWS.COM, SURYA.CO.ID, …). The RSS
feeds link to the front page only.
"""

from scraper.outlet import WIT, WITA, AllOnOne, Index, Outlet, Prune, Sitemap, css

# By the province; measured on bali, kaltim, kupang, manado, banjarmasin, gorontalo (WITA) and papua (WIT).
_WITA = (
    "bali lombok mataram flores kupang banjarmasin kaltim kaltara manado gorontalo palu sulbar makassar toraja "
    "sultra"
)
_WIT = "ambon ternate papua papuabarat papuatengah sorong"
_WIB = (
    "aceh medan padang pekanbaru batam jambi bengkulu palembang bangka lampung banten wartakota bogor jabar cirebon "
    "jateng solo jogja jatim surabaya suryamalang pontianak"
)

OUTLET = Outlet(
    name="tribunnews",
    publisher="Tribunnews.com",
    domains=("tribunnews.com",),
    sources=(
        Sitemap("/sitemap.xml"),
        Index("/index-news?page={page}"),
        *(
            Index(f"https://{region}.tribunnews.com/index-news?date={{y}}-{{m}}-{{d}}&page={{page}}")
            for region in f"{_WIB} {_WITA} {_WIT}".split()
        ),
    ),
    article_url=r"/(?:amp/)?[\w-]+/\d{6,}/[^/]+|/(?:amp/)?(?:[\w-]+/)?\d{4}/\d\d/\d\d/[^/]+",
    not_article=r"^/(?:penulis|editor|topic|tag|search|epaper|images|webstories|foto|video|index-news)/",
    whole_article=(AllOnOne(links=".paging a, .paging .total-page"),),
    body=css(".side-article.txt-article", ".txt-article"),
    fields={"authors": css("#penulis a"), "editors": css("#editor a")},
    boilerplate=(
        Prune("summary", ".summary-article", "other", why="Ringkasan Berita: a summary above the lead"),
    ),
    time_zones={**dict.fromkeys(_WITA.split(), WITA), **dict.fromkeys(_WIT.split(), WIT)},
    evidence="real page 2020; adapter checked live 2026-07; 1,085 texts 2025; host table 2026-06",
    broken="answers 403 to every agent that is not a browser (2026-07)",
)
