"""Mojok.co: WordPress, server-rendered, split over /2/, /3/, times as meta declares them."""

from scraper.outlet import Feed, Index, Outlet, Pages, Strike, css, meta

OUTLET = Outlet(
    name="mojok",
    publisher="Mojok.co",
    domains=("mojok.co",),
    host="mojok.co",
    sources=(
        Feed("/feed/"),
        Index("/?s={keyword}"),
    ),
    article_url=r"/[a-z0-9-]+/(?:[a-z0-9-]+/)?[a-z0-9]+-[a-z0-9-]+(?:/amp)?",
    not_article=r"^/(?:tag|author|category|page)/",
    whole_article=(Pages("{url}/{n}/", links=".page-links a, .post-page-numbers, .pagination a"),),
    body=css(".entry-content"),
    boilerplate=(
        Strike(
            "rubric",
            r"\s(?:dan|atau)\s(?:\w+\s){1,3}lain(?:nya)?\s(?:di\s)?rubrik\s[^.]{3,40}$",
            why="ends a read-also line",
        ),
    ),
    fields={"authors": meta("author")},
    evidence="public selectors 2025-2026",
)
