"""KapanLagi.com, of KLY (klimg.com): server-rendered, WIB, all parts of an article in one document, some folded.

JSON-LD lists reporter and editor as authors without their roles, often the editor alone: the print decides, then the
page object. Mobile pages and AMP (/amp/{path}) hold the whole article too.
"""

from scraper.outlet import Feed, Index, Outlet, Prune, css
from scraper.outlets._kly import Credits, layer

OUTLET = Outlet(
    name="kapanlagi",
    publisher="KapanLagi.com",
    domains=("kapanlagi.com",),
    sources=(
        Feed("/feed/entertainment.xml"),
        Feed("/feed/"),
        Feed("/newsfeed/kategori-selebriti/"),
        Index("/tag/{tag}/"),
    ),
    article_url=r"/(?:amp/)?(?:[\w-]+/){1,3}[\w-]+-[0-9a-f]{6,10}\.html",
    not_article=r"^/(?:foto|tag|artis)/",
    body=css(
        ".content-detail .body-paragraph",
        ".infinite-paging-item, .artikel-detail-headline > .body-paragpraph, .nameeditor",
        "div.main-content",
        ".entertainment-detail-news",
        ".v7-music-detail-news",
    ),
    fields={
        "authors": css(".title-detail .headline-kategori > a", ".headermetabox-author-name"),
        "byline": (css(".vcard .reporter, .pull-right, .headline-kategori"), Credits()),
        "article_section": css(".breadcrumb a", "#v5-navigation a", ".headline-kategori a.fn"),
        "keywords": (css("#tag-more a", ".new-tag-v2 li a", ".relatedtag_link"), layer("tag", "|")),
    },
    boilerplate=(
        Prune("crosslink", ".detail__crosslink", "related", links="read_also", why="link without a label"),
        Prune("related_box", ".box-detail-paragraph", "related", links="read_also", why="its headings vary"),
        Prune("pages", ".next-page, .page-number", "pagination", why="opens the folded part"),
        Prune("credit", "p.copyright, span.copyright", "caption", why="credit below a picture"),
        Prune("promotion", ".editorial-promotion", "promotion", why="WhatsApp channel, in round brackets"),
    ),
    ld_author="nobody",
    evidence="real pages 2015-2024 (desktop, mobile), texts 2025",
)
