"""Item pipelines, one job a module, in this order: validate, window, quarantine, articles.

They are handed Visits; what leaves them (and reaches Scrapy's feeds) are Articles. An address ends by raising
Ended, or in the last of them by being written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from scrapy.exceptions import DropItem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from scraper.crawl.book import Ending
    from scraper.spiders.outlet_spider import OutletSpider


class Ended(DropItem):
    """The visit ends here without an article: how, and the short reason for the accounts."""

    def __init__(self, kind: Ending, reason: str = "", message: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.reason = reason


def spider_of(crawler: Crawler) -> OutletSpider:
    """The crawl's spider, of which pipelines ask arguments and accounts."""
    return cast("OutletSpider", crawler.spider)


def output_folder(crawler: Crawler) -> Path:
    """``OUTPUT_DIR/<outlet>``, made when missing."""
    folder = Path(crawler.settings["OUTPUT_DIR"]) / spider_of(crawler).outlet.name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
