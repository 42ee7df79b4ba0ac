"""No request leaves the outlet: every one is checked, robots.txt and each step of a redirect too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest

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
        spider = self._crawler.spider
        site = getattr(spider, "site", None)
        if site is None:  # `scrapy shell` and other people's spiders
            return
        if not site.allows(request.url):
            raise Refused("offsite", f"{request.url} is not {site.outlet.publisher}'s ({site.home})")
        if getattr(spider, "full", False):
            raise Refused("limit", "as many articles as asked for are there")
