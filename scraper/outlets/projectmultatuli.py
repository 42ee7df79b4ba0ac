"""Project Multatuli: WordPress with Elementor, Indonesian and English (/en), one page an article, times in WIB."""

from scraper.outlet import Index, Outlet, css, ld, meta

OUTLET = Outlet(
    name="projectmultatuli",
    publisher="Project Multatuli",
    domains=("projectmultatuli.org",),
    host="projectmultatuli.org",
    sources=(
        Index("/en/rubrik/article/page/{page}", links=".e-loop-item a"),
        Index("/en/search/{keyword}/page/{page}"),
    ),
    article_url=r"/(?:(?:en|id)/[^/]+|[a-z0-9]+(?:-[a-z0-9]+){2,})",
    body=css(".elementor-widget-theme-post-content"),
    fields={"authors": (meta("author"), ld("author.name"), css("a[rel=author]"))},
    in_language="",  # as the page declares
    evidence="public selectors 2026; answered 403 to a data centre in one probe",
)
