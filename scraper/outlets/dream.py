"""Dream.co.id, of KLY: server-rendered, times in WIB without a zone; microsites hijab., travel., parenting., haji.

www holds all parts of an article in one document; haji and mobile pages spread them over addresses of their own
(``ul.detail-paging``, ``div.infinite[data-infinite]``), which no number leads to.
"""

from scraper.outlet import Index, Outlet, Prune, css
from scraper.outlets._kly import layer

OUTLET = Outlet(
    name="dream",
    publisher="Dream",
    domains=("dream.co.id",),
    sources=(Index("/"),),
    article_url=r"/(?:amp/)?(?:(?:hijab|travel|parenting|haji)/)?[\w-]+/[\w-]+-\d{6}\w\.html",
    not_article=r"^/(?:\w+/)?(?:foto|video)/",
    body=css(".detail-article .body-paragraph", "div.detail-body", ".deskrip-detail"),
    fields={
        "keywords": (css(".list-tag-border a", ".detail-box__tag-list a", ".list-tag a"), layer("tag", "|")),
        "article_section": css(
            ".drm-breadcrumb-microsite a", ".breadcrumb a", ".link-headline", ".detail-header__bottom > a"
        ),
    },
    boilerplate=(Prune("credit", ".detail-img__copyright", "caption", why="credit below a picture"),),
    evidence="real pages 2019-2020 (microsite, www, haji, mobile)",
)
