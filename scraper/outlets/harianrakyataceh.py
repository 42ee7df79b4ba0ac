"""Harian Rakyat Aceh (Jawa Pos group): server-rendered, some articles split, times with their offset (WIB)."""

from scraper.outlet import Feed, Index, Outlet, Pages, Prune, css

OUTLET = Outlet(
    name="harianrakyataceh",
    publisher="Harian Rakyat Aceh",
    domains=("harianrakyataceh.com",),
    host="harianrakyataceh.com",
    sources=(
        Feed("/feed/"),
        Index("/", links="article a.title"),
        Index("/search/?q={keyword}", links="main .row .col-md-8 article a"),
    ),
    article_url=r"/news/[a-z0-9-]+/index\.html|/\d{4}/\d\d/\d\d/[a-z0-9-]+",
    whole_article=(Pages(links=".detail .pagination a, .detail .page-links a, .detail a[rel=next]"),),
    body=css(".the-content"),
    fields={
        "headline": css("main article > .detail h1"),
        "date_published": css(".meta-post time[datetime]", attribute="datetime"),
        "article_section": css(".detail .category"),
    },
    boilerplate=(
        Prune("funds", ".funds", "promotion", why="asks for donations"),
        Prune("meta_info", ".meta-info", "other", why="the head's lines repeated"),
    ),
    evidence="public selectors 2025-2026",
)
