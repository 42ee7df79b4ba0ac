"""CNA Indonesia (Mediacorp): Drupal, server-rendered, one page an article; the meta time carries the zone."""

from scraper.outlet import Index, Outlet, css, meta, path_part

OUTLET = Outlet(
    name="cna",
    publisher="CNA Indonesia",
    domains=("cna.id",),
    sources=(Index("/terbaru"),),
    article_url=r"/[a-z-]+/[a-z0-9-]+-\d+",
    body=css(".field--name-body"),
    fields={
        "authors": meta("author"),
        # Singapore's desk: a printed time may not be WIB, the declared one says.
        "date_published": meta("article:published_time"),
        "article_section": path_part(0),
    },
    evidence="public selectors 2026",
)
