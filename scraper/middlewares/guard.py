"""No request leaves the outlet: every one is checked, robots.txt and each step of a redirect too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest

from scraper.crawl.state import crawl_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class Refused(IgnoreRequest):
    """A request that is not made, with the short reason the accounts give: offsite, limit."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class GuardMiddleware:
    """Refuses requests to anything but the spider's own site, and everything once its limit is reached."""

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
            raise Refused("offsite", f"{request.url} is not {crawl.outlet.publisher}'s ({crawl.site.home})")
        if crawl.full:
            raise Refused("limit", "as many articles as asked for are there")
