"""Jakarta Globe (B-Universe), in English: server-rendered, one page an article, WIB times that claim +00:00."""

from scraper.outlet import Index, Outlet, css, meta, path_part

OUTLET = Outlet(
    name="jakartaglobe",
    publisher="Jakarta Globe",
    domains=("jakartaglobe.id",),
    host="jakartaglobe.id",
    sources=(
        Index("/newsindex/page/{page}"),
        Index("/search/{keyword}/page/{page}"),
    ),
    article_url=r"/[a-z-]+/[^/]+",
    not_article=r"^/(?:tag|special-updates|newsindex|search)(?:/|$)",
    body=css(".content-body", ".entry-content"),
    fields={"authors": meta("author"), "article_section": path_part(0)},
    false_z=True,
    in_language="en",
    evidence="public selectors 2026",
)
