"""Sites on the CMS of Promedia Teknologi Indonesia: server-rendered, whole under ?page=all, times in WIB.

Known by /{kanal}/{id}/{slug} (older: /pr-{id}/); regional editions are subdomains ({kota}.suaramerdeka.com).
"""

from scraper.outlet import AllOnOne, Feed, Index, Outlet, css, meta, replace

HOPS = Outlet(
    name="hops",
    publisher="Hops.ID",
    domains=("hops.id",),
    sources=(Index("/"),),
    article_url=r"/[a-z0-9-]+/(?:pr-)?\d{9,12}/[^/]+",
    whole_article=(AllOnOne(),),
    body=css("article.read__content", "[itemprop=articleBody]"),
    fields={
        "date_published": (css(".read__info__date"), meta("content_publisheddate")),
        "authors": (css(".read__info__author"), meta("author")),
    },
    evidence="network rule: userscripts and public selectors 2026",
)


def _member(name: str, publisher: str, domain: str) -> Outlet:
    return replace(HOPS, name=name, publisher=publisher, domains=(domain,), host=f"www.{domain}")


OUTLETS = (
    HOPS,
    _member("pojoksatu", "Pojoksatu.id", "pojoksatu.id"),
    _member("kilat", "Kilat.com", "kilat.com"),
    _member("ayoindonesia", "AyoIndonesia.com", "ayoindonesia.com"),
    _member("akurat", "Akurat.co", "akurat.co"),
    _member("indozone", "Indozone.id", "indozone.id"),
    replace(
        _member("suaramerdeka", "Suara Merdeka", "suaramerdeka.com"),
        sources=(
            Feed("/rss"),
            Index("/page/{page}/"),
            Index("/search?q={keyword}&page={page}", links="h2 a"),
        ),
        fields={**HOPS.fields, "authors": (meta("author"), css(".author", ".read__info__author"))},
    ),
)
