"""Brilio.net, of KLY: server-rendered, WIB, never split; desktop, mobile and AMP share one body.

The writer stands without a role, beside the code that is the end mark "(brl/abc)"; an h1 in the text is a sub-heading.
"""

from scraper.outlet import Index, Outlet, css
from scraper.outlets._kly import layer

OUTLET = Outlet(
    name="brilio",
    publisher="Brilio.net",
    domains=("brilio.net",),
    sources=(Index("/"),),
    article_url=r"/(?:amp/)?[\w-]+/[\w-]+-\d{6}\w\.html",
    body=css(".main-content", "[itemprop=articleBody]"),
    fields={
        "headline": css("h1.desc-headline", "h1.title-detail", ".headline-detail h1"),
        "authors": css("a.writer", "a.cat-detail2[href*='/reporter/']", ".headline-detail .writer"),
        "keywords": (css(".tag-detail", ".list-tag a"), layer("tag", "|")),
    },
    evidence="real pages 2020-2022 (desktop, mobile, AMP)",
)
