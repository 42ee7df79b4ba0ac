"""Lets only articles pass that were asked for: by the date on the page, its section, its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scraper.crawl.fault import Fault
from scraper.crawl.state import our_crawl
from scraper.crawl.visit import Visit

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ChoicePipeline:
    """Turns a visit with an article that was not asked for (or is of no known day) into a skipped one."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Visit) -> Visit:
        if item.article is not None:
            asked, article = our_crawl(self._crawler).arguments, item.article
            reason = asked.window.misses(article.date_published) or asked.choice.misses(article)
            if reason:
                about = f"published {article.date_published}, in {article.article_section!r}"
                item.article, item.fault = None, Fault("skipped", reason, about)
        return item
