"""VOA Indonesia (USAGM): server-rendered, one page, times with their offset; an archive since 2025."""

from scraper.outlet import Feed, Index, Outlet, Prune, css, meta

OUTLET = Outlet(
    name="voa_indonesia",
    publisher="VOA Indonesia",
    domains=("voaindonesia.com",),
    sources=(Feed("/api/zmgqoe$moi"), Index("/z/299?p={page}"), Index("/s?k={keyword}")),
    article_url=r"/a/[^/]+/\d+\.html",
    body=css("div.body-container", "div.content-floated-wrap"),
    fields={"authors": meta("author")},
    boilerplate=(
        Prune("players", ".c-mmp", "embed", why="audio and video players"),
        Prune("tools", ".article-tools", "share", why="share buttons"),
    ),
    evidence="public selectors 2026",
    broken="publishing stopped or was reduced in 2025",
)
