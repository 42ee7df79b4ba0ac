"""CNBC Indonesia, of Trans Media: server-rendered, times in WIB, split articles whole with ?page=all."""

from scraper.outlet import AllOnOne, Feed, Index, Outlet, Sitemap, css

_RUBRICS = "market news entrepreneur syariah tech lifestyle opini mymoney research".split()

OUTLET = Outlet(
    name="cnbc_indonesia",
    publisher="CNBC Indonesia",
    domains=("cnbcindonesia.com",),
    sources=(
        Sitemap("/sitemap.xml"),
        Feed("/rss"),
        *(Feed(f"/{rubric}/rss") for rubric in _RUBRICS),
        Index("/indeks?page={page}"),
    ),
    article_url=r"/[\w-]+/\d{14}-\d+-\d+/[^/]+",
    whole_article=(AllOnOne(),),
    body=css(".detail-text", ".detail_text"),
    fields={
        "authors": css("div.mb-1.text-base.font-semibold:nth-of-type(2)"),
        "date_published": css("div.text-cm.text-gray"),
        "article_section": css('a.text-xs.font-semibold[href="#"]'),
    },
    evidence="public scrapers 2025, 2026; no saved HTML seen",
)
