"""CNN Indonesia, of Trans Media: server-rendered, times in WIB, one page today; older articles at {url}/2, {url}/3.

The printed name is usually the brand. The dateline stands outside the first paragraph.
"""

from scraper.outlet import Feed, Index, Outlet, Pages, Prune, Sitemap, css

_RUBRICS = "nasional internasional ekonomi olahraga teknologi hiburan gaya-hidup".split()

OUTLET = Outlet(
    name="cnn_indonesia",
    publisher="CNN Indonesia",
    domains=("cnnindonesia.com",),
    sources=(
        Sitemap("/sitemap.xml"),
        Feed("/rss"),
        *(Feed(f"/{rubric}/rss") for rubric in _RUBRICS),
        Index("/indeks?page={page}"),
        Index("/tag/{tag}"),
    ),
    article_url=r"/[\w-]+/\d{14}-\d+-\d+/[^/]+",
    not_article=r"^/(?:tv|foto|video|tag)/",
    whole_article=(Pages("{url}/{n}"),),
    body=css(".detail-text", ".detail_text"),
    fields={"article_section": css("a.gtm_breadcrumb_kanal")},
    boilerplate=(
        Prune("end_of_article", ".end-of-article, .newstag", "other", why="what follows the article"),
    ),
    evidence="adapter checked live 2026-07; public scraper 2020",
)
