"""The Conversation, Indonesian edition: server-rendered, one page an article, times in UTC (a true Z).

Article paths carry no mark of the language: links are taken from the edition's own pages only.
"""

from scraper.outlet import Feed, Index, Outlet, Strike, css, meta

OUTLET = Outlet(
    name="theconversation",
    publisher="The Conversation",
    domains=("theconversation.com",),
    host="theconversation.com",
    sources=(Feed("/id/articles.atom"), Index("/id")),
    article_url=r"/[a-z][a-z0-9-]+-\d+",
    body=css("div[itemprop=articleBody]"),
    fields={
        "authors": css("a[rel=author]"),
        "date_published": (meta("article:published_time"), css("time[datetime]", attribute="datetime")),
        "keywords": css("a[href*='/topics/']"),
    },
    boilerplate=(
        Strike(
            "reading_tools",
            r"^(?:Share|Print|Listen to)(?: this)? article\W*$",
            "share",
            why="buttons as text",
        ),
    ),
    expects=frozenset({"headline", "date_published", "authors", "article_body"}),
    evidence="public adapter, verified live 2026-07-12",
)
