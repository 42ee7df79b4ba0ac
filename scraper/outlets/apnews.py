"""AP News, in English: server-rendered, one page an article, declared times in UTC."""

from scraper.outlet import Index, Outlet, css, ld, meta

OUTLET = Outlet(
    name="apnews",
    publisher="AP News",
    domains=("apnews.com",),
    host="apnews.com",
    sources=(Index("/hub/apf-topnews/page-{page}"),),
    article_url=r"/article/.+",
    body=css("div.RichTextStoryBody"),
    fields={
        "authors": (meta("author"), ld("author.name")),
        "date_published": (meta("article:published_time"), ld("datePublished")),
    },
    in_language="en",
    evidence="public selectors 2026",
)
