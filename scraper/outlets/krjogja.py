"""KRjogja (Kedaulatan Rakyat): on Promedia's system since about 2022, split articles on ?page=all, times in WIB."""

from scraper.outlet import Feed, Index, css, replace
from scraper.outlets.promedia import HOPS

OUTLET = replace(
    HOPS,
    name="krjogja",
    publisher="KRjogja.com",
    domains=("krjogja.com",),
    host="www.krjogja.com",
    sources=(Feed("/rss"), Index("/", links=".latest__title a, .most__item a")),
    body=css("article.read__content", "[itemprop=articleBody]", "div.post-content"),
    fields={
        **HOPS.fields,
        "headline": css(".title-post h1"),  # until about 2022
        "date_published": css(".read__info__date", ".title-post ul"),
    },
    evidence="public selectors 2017 and 2025, network rule",
)
