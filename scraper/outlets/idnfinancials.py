"""IDNFinancials, Indonesian edition (/id): server-rendered, one page an article, times in WIB."""

from scraper.outlet import Index, Outlet, Prune, css, ld, meta

OUTLET = Outlet(
    name="idnfinancials",
    publisher="IDNFinancials",
    domains=("idnfinancials.com",),
    sources=(Index("/id/news?page={page}"),),
    article_url=r"/id/news/\d+/[\w-]+",
    body=css("div.article-body"),
    fields={
        "authors": (ld("author.name"), meta("author"), css(".idn-authors .ia-names a.ian")),
        "date_published": css("div.date-published[data-date]", attribute="data-date"),
    },
    boilerplate=(Prune("outstream", "[class*=outstream]", "ad", why="video ad slot"),),
    evidence="public selectors 2026",
)
