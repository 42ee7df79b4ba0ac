"""Writes each new or changed article to the ledger, and from there to ``articles.jsonl``."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Self

from scraper.article import Article
from scraper.crawl.fault import Fault
from scraper.crawl.sealed import entry_of, seal_of
from scraper.crawl.state import our_crawl
from scraper.crawl.visit import Visit
from scraper.pipelines import Ended, while_ours

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class ArticlesPipeline:
    """Emits an article once: unchanged ones end so, a changed one is the next revision of the same id.

    Hands on the Article itself, which is what Scrapy's feeds export.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._removed: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def close_spider(self) -> None:
        crawl, settings = our_crawl(self._crawler), self._crawler.settings
        for name, count in crawl.pace.stats().items():
            self._crawler.stats.set_value(name, count)
        for kind, count in self._removed.items():
            self._crawler.stats.set_value(f"saring/removed/{kind}", count)
        tallies = crawl.sources.values()
        # A schedule may have read some of the sources only: then nothing new is no sign of frozen ones.
        partly = settings.getbool("SCHEDULED") and not all(tally.read for tally in tallies)
        listed = any(tally.read for tally in tallies) and not partly and not any(t.fault for t in tallies)
        accept = settings.getbool("DRIFT_ACCEPT")
        alarms = crawl.output.close(listed=listed, accept=accept, pace=crawl.pace.to_dict())
        self._crawler.stats.set_value("saring/alarms", [alarm.to_dict() for alarm in alarms])
        for alarm in alarms:
            logger.error("ALARM %s: %s", crawl.outlet.name, alarm)

    def process_item(self, item: Visit) -> Article:
        article, crawl = item.article, our_crawl(self._crawler)
        if article is None:
            raise Ended("failed", "no_article", "a visit without article or fault")
        crawl.frontier.note_refusal(None)
        crawl.output.keep_if_held(item)
        removed = seal_of(article).removed
        with while_ours():
            saved = crawl.frontier.emit(item, entry_of(article), crawl.arguments.limit)
        if isinstance(saved, Fault):
            raise Ended(saved.kind, saved.reason, saved.message)
        if (article.id, article.revision) != (saved.id, saved.revision):
            article.id, article.revision = saved.id, saved.revision
        if saved.outcome == "unchanged":
            raise Ended("unchanged", "", "the same words as before")
        crawl.output.flush()
        self._removed.update(removed)
        return article
