"""Pantau.com: Next.js, server-rendered, fields in its data island, one page an article, times in WIB."""

from scraper.outlet import Index, Outlet, css, data, path_part

_ARTICLE = "props.pageProps.article"

OUTLET = Outlet(
    name="pantau",
    publisher="Pantau.com",
    domains=("pantau.com",),
    sources=(Index("/?sort=latest&page={page}"),),
    article_url=r"/[a-z0-9-]+/\d+/[^/]+",
    body=css("main article"),
    fields={
        "headline": (data(f"{_ARTICLE}.title"), data("props.pageProps.initialArticle.title")),
        "date_published": (data(f"{_ARTICLE}.createdAt"), data(f"{_ARTICLE}.published_at")),
        "authors": tuple(
            data(f"{_ARTICLE}.{p}") for p in ("createdBy.name", "createdBy", "author.name", "author")
        ),
        "article_section": path_part(0),
    },
    evidence="public selectors 2026",
)
