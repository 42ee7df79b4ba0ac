"""Al Jazeera, in English: server-rendered, one page an article, declared times in UTC."""

from scraper.outlet import Feed, Outlet, css, ld, meta

OUTLET = Outlet(
    name="aljazeera",
    publisher="Al Jazeera",
    domains=("aljazeera.com",),
    sources=(Feed("/xml/rss/all.xml"),),
    article_url=r"/[^/]+/\d{4}/\d{1,2}/\d{1,2}/[^/]+",
    body=css("div.wysiwyg", "div.article-body"),
    fields={
        "authors": (meta("author"), ld("author.name")),
        "date_published": (ld("datePublished"), meta("article:published_time")),
    },
    in_language="en",
    evidence="public selectors 2026",
)
