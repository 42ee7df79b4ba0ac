"""Tirto.id: server-rendered, times in WIB, one page, no JSON-LD of the article. Cloudflare refuses bare agents."""

from scraper.outlet import Index, Outlet, Prune, Sitemap, css, meta

OUTLET = Outlet(
    name="tirto",
    publisher="tirto.id",
    domains=("tirto.id",),
    host="tirto.id",
    sources=(Sitemap("/sitemap.xml"), Index("/indeks"), Index("/tag/{tag}")),
    article_url=r"/(?:[a-z0-9]+-){3,}[A-Za-z0-9]{4}",
    body=css(".content-text-editor"),
    fields={
        "authors": (css(".byline a.reporter-name"), meta("article:author")),
        "date_published": css(".byline div"),
        "article_section": css(".breadcrumbs-wrapper a"),
    },
    boilerplate=(Prune("baca_holder", ".baca-holder", "related", "read_also", why="read-also box"),),
    evidence="adapter checked live 2026-07",
)
