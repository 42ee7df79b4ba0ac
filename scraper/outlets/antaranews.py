"""ANTARA and its regional sites: server-rendered, times in WIB unless printed, split articles whole with ?page=all.

AMP twins at /amp/berita/…. The English edition is an outlet of its own.
"""

from scraper.outlet import AllOnOne, Amp, Feed, Index, Outlet, Sitemap, css

_FEEDS = (
    "terkini top-news politik hukum ekonomi metro sepakbola olahraga humaniora lifestyle hiburan dunia tekno "
    "otomotif warta-bumi rilis-pers"
)

OUTLET = Outlet(
    name="antaranews",
    publisher="ANTARA News",
    domains=("antaranews.com",),
    sources=(
        Sitemap("/sitemap.xml"),
        *(Feed(f"/rss/{rubric}.xml") for rubric in _FEEDS.split()),
        Index("/indeks?page={page}"),
        Index("/search?q={keyword}&page={page}"),
        Index("/tag/{tag}"),
    ),
    article_url=r"/(?:amp/)?(?:berita|news|rilis-pers)/\d+/[^/]+",
    whole_article=(AllOnOne(), Amp("/amp{path}")),
    body=css(".wrap__article-detail-content.post-content", ".post-content", "[itemprop=articleBody]"),
    fields={
        "byline": css(".text-muted.mt-2.small"),
        "keywords": css("[itemprop=keywords]"),
        "article_section": css(".breadcrumbs__item:nth-child(2)"),
    },
    evidence="real pages 2015, 2016; public scrapers 2025, 2026",
)
