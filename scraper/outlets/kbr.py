"""KBR: Next.js with server-rendered articles, one page each, times in WIB."""

from scraper.outlet import Index, Outlet, Prune, css, meta, path_part

OUTLET = Outlet(
    name="kbr",
    publisher="KBR",
    domains=("kbr.id",),
    host="kbr.id",
    sources=(
        Index("/articles/indeks?page={page}"),
        Index("/search?q={keyword}&page={page}"),
    ),
    article_url=r"/articles/[a-z0-9-]+/[^/]+",
    body=css(".article-content", ".post-content", "article"),
    fields={"authors": meta("author", "article:author"), "article_section": path_part(1)},
    boilerplate=(Prune("box", "[class*=lightbox], [class*=widget]", "other", why="picture viewer, widgets"),),
    evidence="public selectors 2026",
    broken="answered 403 without a browser's User-Agent (one probe, 2026)",
)
