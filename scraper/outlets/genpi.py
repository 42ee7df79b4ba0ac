"""GenPI.co, of the JPNN network: server-rendered, times in WIB without a zone, split over ?page=N; the AMP twin

holds the whole article. The year of its copyright line is the year of the visit.
"""

from scraper.outlet import Amp, Feed, Index, Outlet, Pages, Prune, Sitemap, css, path_part

OUTLET = Outlet(
    name="genpi",
    publisher="GenPI.co",
    domains=("genpi.co",),
    sources=(Sitemap("/sitemap.xml"), Feed("/rss"), Index("/indeks?page={page}")),
    article_url=r"/(?:amp/)?[\w-]+/\d+/[^/]+",
    whole_article=(Amp("/amp{path}"), Pages(links=".mnmd-pagination a, .pagination a, .mnmd-pagination li")),
    body=css("[itemprop=articleBody]", ".entry-content .col-md-10", ".entry-content"),
    fields={"article_section": path_part(0)},
    boilerplate=(
        Prune("popin", "[class^=_popIn_]", "ad", why="popIn recommendation slot"),
        Prune("thumb", ".entry-thumb", "caption", why="lead image with its caption, repeated on every page"),
    ),
    expects=frozenset({"headline", "date_published", "editors", "article_body"}),
    evidence="real page texts 2020-2025 (AMP and desktop), userscripts 2022-2026; no saved HTML seen",
)
