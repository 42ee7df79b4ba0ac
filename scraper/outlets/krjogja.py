"""KRjogja (Kedaulatan Rakyat): Promedia's system since about 2022, split articles on ?page=all, times in WIB."""

from scraper.outlet import AllOnOne, Feed, Index, Outlet, css

OUTLET = Outlet(
    name="krjogja",
    publisher="KRjogja.com",
    domains=("krjogja.com",),
    sources=(Feed("/rss"), Index("/", links=".latest__title a, .most__item a")),
    article_url=r"/[a-z0-9-]+/\d{9,12}/[^/]+",
    whole_article=(AllOnOne(),),
    body=css("div[itemprop=articleBody]", "div.post-content"),
    fields={
        "headline": css(".title-post h1"),
        "date_published": css(".read__info__date", ".title-post ul"),
    },
    evidence="public selectors 2017 and 2025",
)
