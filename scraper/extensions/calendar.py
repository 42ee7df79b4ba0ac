"""Writes down what each source gave, which sets its next visit; holds the outlet's lock during a scheduled run."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.task import LoopingCall

from scraper.crawl.state import crawl_of
from scraper.schedule.calendar import Calendar, Seen
from scraper.schedule.lock import OutletLock
from scraper.spiders.outlet_spider import bounds_of

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_RENEWALS = 4  # in the time of a lease


class CalendarExtension:
    """Of whole crawls only: addresses given, a window or a limit say nothing about how much news a source has."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._lease = crawler.settings.getfloat("LEASE_SECONDS")
        self._renewal = LoopingCall(self._renew)
        crawler.signals.connect(self.opened, signal=signals.spider_opened)
        crawler.signals.connect(self.closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def opened(self, spider: Spider) -> None:
        if self._crawler.settings.getbool("SCHEDULED") and crawl_of(self._crawler):
            self._renewal.start(self._lease / _RENEWALS, now=False)

    def _renew(self) -> None:
        crawl = crawl_of(self._crawler)
        if crawl and not OutletLock(crawl.ledger, crawl.outlet.name).renew(crawl.ledger.clock(), self._lease):
            logger.error("the lock of %s was lost to another run; this one ends", crawl.outlet.name)
            self._renewal.stop()
            if self._crawler.engine:
                deferred_from_coro(self._crawler.engine.close_spider_async(reason="lock_lost"))

    def closed(self, spider: Spider, reason: str) -> None:
        if self._renewal.running:
            self._renewal.stop()
        crawl = crawl_of(self._crawler)
        if crawl is None or reason != "finished":
            return
        if crawl.arguments.everything:
            seen = {name: Seen(tally.found, tally.read) for name, tally in crawl.sources.items()}
            calendar = Calendar(crawl.ledger, crawl.outlet.name, bounds_of(self._crawler.settings))
            calendar.note(crawl.frontier.run.id, seen, crawl.ledger.clock(), skipped=frozenset(crawl.not_due))
