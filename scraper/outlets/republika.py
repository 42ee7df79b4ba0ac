"""Republika and its channels: server-rendered, times in WIB, one page (the endless scroll loads other articles).

JSON-LD's author is the editor ("Red"). robots.txt turns away Scrapy's own user agent.
"""

from scraper.outlet import Feed, Index, Outlet, Prune, Sitemap, css, meta

OUTLET = Outlet(
    name="republika",
    publisher="REPUBLIKA.CO.ID",
    domains=("republika.co.id",),
    host="republika.co.id",
    sources=(
        Sitemap("/files/xml/sitemap.xml"),
        Feed("https://www.republika.co.id/rss"),
        Index("/index/{page}/{y}/{m}/{d}", first=0, step=50),
        Index("/index/{section}/{page}", first=0, step=50),
    ),
    article_url=r"/berita/(?:[\w-]+/)*(?:\d\d/\d\d/\d\d/)?/?(?=\w*\d)\w{6,14}[/-][^/]+",
    not_article=r"/(?:inpicture|video)/",
    body=css(".article-content > article", ".article-content", ".content-detail", ".teaser.global-detail"),
    fields={
        "headline": css(".max-card__title h1", ".jdl-detail h2", ".global-detail.h5"),
        "date_published": css(".date-item__headline", ".date-detail"),
        "keywords": (css(".tagging a"), meta("keywords")),
        "article_section": css(".breadcrumb a", ".breadcome a"),
    },
    boilerplate=(Prune("next_article", "#next-article", "related", why="another article below this one"),),
    ld_author="editors",
    evidence="real pages 2016, 2017; adapter checked live 2026-07; 45 texts 2025",
)
