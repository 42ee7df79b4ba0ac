"""Disway with its regional hosts: server-rendered, split by offset (/15, /30), times in WIB."""

from scraper.outlet import Index, Outlet, Pages, css

OUTLET = Outlet(
    name="disway",
    publisher="Disway.id",
    domains=("disway.id",),
    host="disway.id",
    sources=(Index("/"),),
    article_url=r"/read/\d+/[^/]+",
    whole_article=(Pages("{url}/{offset}", links=".pagination a, .pagination li", step=15),),
    body=css("[itemprop=articleBody]", ".post"),
    evidence="userscript 2026; the rest of the markup unseen",
)
