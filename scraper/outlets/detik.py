"""detikcom and its channels (detikNews, detikFinance, Wolipop, …): server-rendered, times in WIB, one page.

Regional editions stand below www.detik.com. The dateline stands outside the first paragraph; older articles show all
their pages with ?single=1, newer ones load them by script. The <meta> pubdate has a false Z.
"""

from scraper.outlet import AllOnOne, Feed, Index, Outlet, Sitemap, css, meta

_CHANNELS = "news finance inet hot sport oto travel food health wolipop".split()

OUTLET = Outlet(
    name="detik",
    publisher="detikcom",
    domains=("detik.com",),
    sources=(
        Sitemap("/sitemap.xml"),
        *(Feed(f"https://{channel}.detik.com/rss") for channel in _CHANNELS),
        *(
            Index(f"https://{channel}.detik.com/indeks?date={{m}}/{{d}}/{{y}}&page={{page}}")
            for channel in _CHANNELS
        ),
        Index("/search/searchall?query={keyword}&siteid=2&sortby=time&page={page}"),
        Index("/tag/{tag}"),
    ),
    article_url=r"/(?:[\w-]+/)+d-\d+/[^/]+(?:/amp)?|/read/\d{4}/\d\d/\d\d/\d{6}/\d+/\d+/[^/]+",
    not_article=r"/(?:foto|video)[\w-]*/",
    whole_article=(AllOnOne("{url}?single=1"),),
    body=css(".detail__body-text", ".itp_bodycontent", ".text_detail"),
    fields={
        "authors": (css(".detail__author", ".author strong"), meta("dtk:author")),
        "keywords": (css(".detail__body-tag a"), meta("dtk:keywords")),
    },
    false_z=True,
    evidence="real pages 2015, 2022, 2023; adapter checked live 2026-07; 1,763 texts 2025",
)
