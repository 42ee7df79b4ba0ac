"""Bloomberg Technoz: server-rendered, split over /2 with a "next" link only, times in WIB."""

from scraper.outlet import Index, Outlet, Pages, Prune, css

OUTLET = Outlet(
    name="bloomberg_technoz",
    publisher="Bloomberg Technoz",
    domains=("bloombergtechnoz.com",),
    sources=(Index("/"),),
    article_url=r"/detail-news/\d+/[^/]+",
    whole_article=(Pages("{url}/{n}", links="a.pager__next, .pager__next a"),),
    body=css(".detail-in"),
    fields={
        "headline": css(".title.margin-bottom-sm"),
        "date_published": css("h5.title.fw4.cl-gray"),
        "authors": css("h5.title.margin-bottom-ss a"),
        "article_section": css("ul.sitemap a"),
    },
    boilerplate=(
        Prune(
            "picked",
            "[class*=smallbox-pilihan]",
            "related",
            "read_also",
            why="editors' choice inside the body",
        ),
    ),
    evidence="public selectors 2026",
)
