"""Dandapala (Badilum, Mahkamah Agung): server-rendered, one page an article, times in WIB without a zone."""

from scraper.outlet import Index, Outlet, Prune, css, ld, meta

OUTLET = Outlet(
    name="dandapala",
    publisher="Dandapala",
    domains=("dandapala.com",),
    host="dandapala.com",
    sources=(Index("/", links="h3 a[href*='/article/detail/']"),),
    article_url=r"/article/detail/[a-z0-9-]+",
    body=css("#article-content"),
    fields={"authors": (meta("author"), ld("author.name"))},
    boilerplate=(Prune("margin_note", "p.mt-2", "related", "read_also", why="inserts of the template"),),
    evidence="public selectors, probed 2026-07-18",
)
