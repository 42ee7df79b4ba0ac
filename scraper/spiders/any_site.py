"""``scrapy crawl site -a domain=example.co.id``: any news site, read without rules of its own."""

from __future__ import annotations

import logging
from typing import Any

from scraper.crawl.foreign import site_outlet
from scraper.errors import UsageError
from scraper.outlet import Outlet
from scraper.outlets import by_url
from scraper.spiders.outlet_spider import OutletSpider

logger = logging.getLogger(__name__)
NAME = "site"


class SiteSpider(OutletSpider):
    """Finds sitemaps and feeds by itself, and takes articles by the generic reader; obeys all that an outlet obeys.

    ``domain``: the site; its output lies in a folder named after it. The other arguments are those of every spider.
    """

    name = NAME

    def __init__(self, domain: str = "", **given: str) -> None:
        self.outlet = outlet_of(domain)
        super().__init__(**given)

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> SiteSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        known = by_url(f"https://{spider.outlet.host}/")
        if known:
            logger.info("%s has rules of its own: scrapy crawl %s", known.publisher, known.name)
        return spider


def outlet_of(domain: str) -> Outlet:
    """The outlet of the domain that ``-a domain=`` gives; raises UsageError."""
    if not domain:
        raise UsageError("give the site: -a domain=example.co.id", about="scrapy crawl site")
    return site_outlet(domain)
