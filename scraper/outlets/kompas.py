"""KOMPAS.com with its channels (nasional, money, …): server-rendered, split over ?page=N, whole with ?page=all.

JSON-LD names the editor as author; <meta> content_author and content_editor tell them apart. Declared times are true
UTC, printed ones WIB; edited articles print only "Diperbarui".
"""

from scraper.outlet import AllOnOne, Index, Outlet, Sitemap, css, meta

OUTLET = Outlet(
    name="kompas",
    publisher="KOMPAS.com",
    domains=("kompas.com",),
    sources=(
        Sitemap("https://news.kompas.com/sitemap.xml"),
        Index("https://indeks.kompas.com/?site=all&date={y}-{m}-{d}&page={page}"),
        Index("https://search.kompas.com/search?q={keyword}&sort=latest&page={page}"),
        Index("/tag/{tag}"),
    ),
    article_url=r"/(?:[\w-]+/)*read/(?:xml/)?\d{4}/\d\d/\d\d/\d{8,9}/[^/]+",
    whole_article=(AllOnOne(links=".read__paging a"),),
    body=css(".read__content > .clearfix", ".read__content", ".kcmread1114", ".kcm-read-text"),
    fields={
        "authors": meta("content_author"),
        "editors": meta("content_editor"),
        "keywords": (css(".tag__article__link", ".kcm-read-bottom-topic li a"), meta("content_tags")),
        "article_section": (css(".breadcrumb a"), meta("content_subcategory", "content_category")),
    },
    ld_author="editors",
    evidence="real pages 2015, 2016, 2023, 2025; 200 texts 2025; public parsers 2026",
)
