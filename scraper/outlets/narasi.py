"""Narasi: lists by a JSON gateway (not read), articles under /read/{channel}/{slug}; its markup is unseen."""

from scraper.outlet import Index, Outlet, css

OUTLET = Outlet(
    name="narasi",
    publisher="Narasi",
    domains=("narasi.tv",),
    host="narasi.tv",
    sources=(Index("/"),),
    article_url=r"/read/[a-z0-9-]+/[^/]+",
    body=css("[itemprop=articleBody]", "article:first-of-type"),
    evidence="addresses only; markup unseen",
)
