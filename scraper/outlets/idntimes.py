"""IDN Times and Popmama (IDN Media): server-rendered, one page, JSON-LD with +07:00.

The regional IDN Times sites have a template of their own, which the generic readers take.
"""

from dataclasses import dataclass

from scraper.outlet import Feed, Outlet, Prune, Sitemap, css, ld, replace
from scraper.page import Page


@dataclass(frozen=True, slots=True)
class _Keywords:
    """JSON-LD's keywords without the button that stands among them."""

    def read(self, page: Page) -> list[str]:
        tags = [tag.strip() for value in ld("keywords").read(page) for tag in value.split(",")]
        return [tag for tag in tags if tag.lower() != "update me"]


IDNTIMES = Outlet(
    name="idntimes",
    publisher="IDN Times",
    domains=("idntimes.com",),
    sources=(Sitemap("/sitemap.xml"), Feed("/topic/feed")),
    article_url=r"/[a-z-]+/[a-z0-9-]+/[a-z0-9]+-[a-z0-9-]+",
    body=css("#article-description"),
    fields={"keywords": _Keywords()},
    boilerplate=(Prune("slots", "[id^=IDN_InArticle], [id^=wrapper-IDN_]", "ad", why="ad slots"),),
    evidence="adapter verified live 2026-07",
)
POPMAMA = replace(
    IDNTIMES,
    name="popmama",
    publisher="Popmama.com",
    domains=("popmama.com",),
    host="www.popmama.com",
    sources=(Sitemap("/sitemap.xml"),),
    article_url=r"/[a-z-]+/[0-9a-z-]+/(?:[a-z0-9-]+/)?[a-z0-9]+-[a-z0-9-]+",
    not_article=r"^/baby-name/",
    evidence="real page text 2018, filter lists 2026; body by the sister site",
)
OUTLETS = (IDNTIMES, POPMAMA)
