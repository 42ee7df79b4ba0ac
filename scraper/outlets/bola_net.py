"""Bola.net, of KLY (klimg.com): server-rendered, times in WIB without a zone, all parts of an article in one document.

Prints who edited a piece behind the time ("05-10-2020 16:33 | Name") and no writer; meta keywords are chopped words.
"""

from scraper.outlet import Feed, Outlet, Prune, Sitemap, Strike, css, path_part
from scraper.outlets._kly import layer

OUTLET = Outlet(
    name="bola_net",
    publisher="Bola.net",
    domains=("bola.net",),
    sources=(Feed("/feed/"), Sitemap("/sitemap/sitemap.xml")),
    article_url=r"/(?:amp/)?(?:tag/)?[\w-]+/[\w-]+-[0-9a-f]{6}\.html",
    body=css(
        "#newspaging_content",
        "#content-news, #content-news ~ #related-content-widget",
        ".article-content, #related-content-widget",
    ),
    fields={
        "authors": css("h2.newsdatetime", ".date-news"),
        "date_published": css("div.newsdatetime", ".date-news", ".article-header__datetime"),
        "keywords": (css(".tagbola a", ".list-tag a", ".article-tag a"), layer("tag", "|")),
        "article_section": (css("div.nav a"), path_part(0)),
    },
    boilerplate=(
        Prune("baca_juga", ".related_content_widget", "related", links="read_also", why="read-also box"),
        Strike(
            "source", r"^\([A-Z][^()]{1,40}\)$", "other", why="the paper a piece rests on, alone in brackets"
        ),
        Strike(
            "next_page", r"^Baca halaman berikutnya\b.{0,40}$", "pagination", why="leads to the next part"
        ),
    ),
    evidence="real pages 2020 (desktop, mobile, AMP), RSS",
)
