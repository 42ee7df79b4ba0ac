"""Borneo24: WordPress, articles at the root, one page each; the declared time carries the zone."""

from scraper.outlet import Index, Outlet, css, ld, meta

OUTLET = Outlet(
    name="borneo24",
    publisher="Borneo24.com",
    domains=("borneo24.com",),
    host="borneo24.com",
    sources=(Index("/page/{page}/"),),
    article_url=r"/[a-z0-9]+(?:-[a-z0-9]+){2,}",
    not_article=r"^/(?:page|search|category|tag|author)(?:/|$)",
    body=css(".post-content", ".entry-content"),
    fields={
        "authors": meta("author"),
        # Borneo has two zones; which one the site prints in is not known.
        "date_published": (meta("article:published_time"), ld("datePublished")),
    },
    evidence="public selectors 2026",
)
