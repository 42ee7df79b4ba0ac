"""No request leaves the outlet: every one is checked, robots.txt and each step of a redirect too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scraper.crawl.fault import Fault
from scraper.crawl.state import crawl_of
from scraper.middlewares import Refused
from scraper.middlewares.resolver import GuardedResolver

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class GuardMiddleware:
    """Refuses requests to anything but the spider's own site, and everything once its limit is reached.

    Addresses that names resolve to are the resolver's matter; it is told here which host may be local.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        crawl = crawl_of(self._crawler)
        if crawl is None:
            return
        if not crawl.site.allows(request.url):
            message = f"{request.url[:300]} is not {crawl.outlet.publisher}'s ({crawl.site.home})"
            raise Refused(Fault("skipped", "offsite", message))
        if crawl.full:
            raise Refused(Fault("skipped", "limit", "as many articles as asked for are there"))
        if crawl.site.origin:
            GuardedResolver.trusted.add(urlsplit(crawl.site.origin).hostname or "")
