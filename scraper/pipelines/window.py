"""Lets only articles of the days asked for pass (``-a since=… -a until=…``), by the date on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scraper.crawl.state import our_crawl
from scraper.crawl.visit import Fault, Visit

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class WindowPipeline:
    """Turns a visit with an article of another day, or of no known day, into a skipped one."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Visit) -> Visit:
        if item.article is not None:
            published = item.article.date_published
            reason = our_crawl(self._crawler).arguments.window.misses(published)
            if reason:
                item.article, item.fault = None, Fault("skipped", reason, f"published {published}")
        return item
