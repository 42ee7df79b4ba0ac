"""JPNN.com: server-rendered, times in WIB, split over ?page=N with the by-line on the last page; regional sites

(jatim.jpnn.com, …) number their articles as GenPI does, the national one knows them by slug alone.
"""

from scraper.outlet import Amp, Feed, Index, Outlet, Pages, Sitemap, css

OUTLET = Outlet(
    name="jpnn",
    publisher="JPNN.com",
    domains=("jpnn.com",),
    sources=(
        Sitemap("/sitemap.xml"),
        Feed("/index.php?mib=rss"),
        Index("/indeks?id=&d={d}&m={m}&y={y}&tab=all&page={page}"),
        Index("/tag/{tag}?page={page}"),
    ),
    article_url=r"/(?:amp/)?(?:news/[^/]+|[\w-]+/\d+/[^/]+)",
    whole_article=(Pages(links=".pagination a, .pagination li"), Amp("https://m.jpnn.com/amp{path}")),
    body=css("[itemprop=articleBody]", ".page-content"),
    fields={
        "headline": css("h1.judul"),
        "date_published": css(".date-publish", "[itemprop=datePublished]"),
        "byline": css("p.waktu:not(.text-center)"),
        "keywords": css(".tags a[rel=tag]:not(.text-tags)"),
        "article_section": css(".breadcrumb a"),
    },
    expects=frozenset({"headline", "date_published", "editors", "article_body"}),
    evidence="real page 2022, public selectors 2023-2026",
)
