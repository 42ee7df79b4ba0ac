"""Pikiran Rakyat (PRMN, Promedia's CMS): server-rendered, whole under ?page=all, times in WIB.

Its subdomains (bogor, depok, …) share the template; Galamedia is an outlet of its own.
"""

from scraper.outlet import AllOnOne, Feed, Index, Outlet, Sitemap, css, meta, replace

PIKIRAN_RAKYAT = Outlet(
    name="pikiran_rakyat",
    publisher="Pikiran Rakyat",
    domains=("pikiran-rakyat.com",),
    sources=(Sitemap("/sitemap.xml"),),
    article_url=r"/[^/]+/pr-\d+/[^/]+",
    whole_article=(AllOnOne(),),
    body=css("div.read__article", "article.read__content", "[itemprop=articleBody]"),
    fields={"date_published": css("span.mt-10"), "authors": (css(".read__info__author"), meta("author"))},
    evidence="public selectors 2026",
)
GALAMEDIA = replace(
    PIKIRAN_RAKYAT,
    name="galamedia",
    publisher="Galamedia News",
    domains=("galamedia.pikiran-rakyat.com",),
    host="galamedia.pikiran-rakyat.com",
    sources=(
        Feed("/feed"),
        Index("/?page={page}", links="div.latest__item a"),
        Index("/search?q={keyword}&page={page}", links="div.latest__item a"),
    ),
)
OUTLETS = (PIKIRAN_RAKYAT, GALAMEDIA)
