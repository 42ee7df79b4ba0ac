"""Hipwee: WordPress, listicles on one page, times in WIB."""

from scraper.outlet import Index, Outlet, Prune, css, meta

OUTLET = Outlet(
    name="hipwee",
    publisher="Hipwee",
    domains=("hipwee.com",),
    sources=(
        Index("/page/{page}/"),
        Index("/?s={keyword}"),
    ),
    article_url=r"/[a-z0-9-]+/[^/]+",
    not_article=r"^/(?:top|editors-pick|community|ebook|panduan-wisata|redaksi|kmm|page|author|tag|category)(?:/|$)",
    body=css(".entry-content", ".post-content"),
    fields={"authors": meta("author")},
    boilerplate=(
        Prune("banner", ".hipwee-cuan, [class^=hipwee-banner-]", "ad", why="the site's own banners"),
    ),
    evidence="public selectors 2026",
)
