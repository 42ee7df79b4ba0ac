"""Settles visits without an article: skipped, unchanged, to be tried again, or set aside with their bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn, Self

from scraper.crawl.fault import Fault
from scraper.crawl.site import host_place
from scraper.crawl.state import Crawl, our_crawl
from scraper.crawl.visit import Visit
from scraper.pipelines import Ended, while_ours

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


REFUSED_FOR = 6 * 3600.0  # seconds that a host which refuses crawlers is left alone


class QuarantinePipeline:
    """Hands on visits with an article. What is set aside stands in ``quarantine.jsonl``, the same once."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Visit) -> Visit:
        if item.article is not None:
            return item
        with while_ours():
            self._settle(our_crawl(self._crawler), item)
        raise AssertionError("every visit without an article ends")

    def _settle(self, crawl: Crawl, item: Visit) -> NoReturn:
        if item.fault is None:
            as_before = crawl.frontier.unchanged(item)
            if as_before is None:
                raise Ended("unchanged", "", "not modified")
            raise Ended(as_before.kind, as_before.reason, as_before.message)
        fault = item.fault
        if crawl.frontier.note_refusal(fault):
            crawl.gate.pause(host_place(item.answers[-1].url if item.answers else item.url), REFUSED_FOR)
        if fault.kind == "failed":
            self._try_again(crawl, item, fault)
            fault = replace(fault, kind="quarantined")  # tried often enough
        self._refuse(crawl, item, fault)

    def _try_again(self, crawl: Crawl, visit: Visit, fault: Fault) -> None:
        again = crawl.frontier.postpone(visit, fault)
        if again is not None:
            raise Ended(
                "failed", fault.reason, f"{fault.message}; again in {again - crawl.frontier.clock():.0f} s"
            )

    def _refuse(self, crawl: Crawl, visit: Visit, fault: Fault) -> NoReturn:
        line, identity = None, ""
        if fault.kind == "quarantined":
            line, identity = crawl.output.quarantine_line(visit, fault)
        crawl.frontier.refuse(visit, fault, line, identity)
        crawl.output.flush()
        raise Ended(fault.kind, fault.reason, fault.message)
