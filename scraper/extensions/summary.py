"""Closes the accounts: books what pipelines dropped, says the result in one line and in ``summary.json``."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from scraper.crawl.book import ENDINGS, Ending
from scraper.crawl.state import Crawl, crawl_of, our_crawl, output_folder
from scraper.crawl.visit import Visit

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_REMOVED = "saring/removed/"


class SummaryExtension:
    """Leaves ``saring/problems`` in the stats: how many reasons there are not to call the crawl a success."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._started = datetime.now(UTC)
        for handler, signal in (
            (self.opened, signals.spider_opened),
            (self.dropped, signals.item_dropped),
            (self.broken, signals.item_error),
            (self.closed, signals.spider_closed),
        ):
            crawler.signals.connect(handler, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def opened(self, spider: Spider) -> None:
        if not self._crawler.settings.get("CONTACT"):
            logger.info("no contact set, outlets cannot reach you: use -s CONTACT=you@example.org")

    def dropped(self, item: Any, exception: Exception) -> None:
        """A pipeline ended a visit; one that is not ours ends it as skipped."""
        if isinstance(item, Visit):
            kind: Ending = getattr(exception, "kind", "skipped")
            our_crawl(self._crawler).book.end(item.key, kind, getattr(exception, "reason", "dropped"))

    def broken(self, item: Any) -> None:
        """A pipeline raised what it should not (a full disk, our own fault): not lost silently."""
        if isinstance(item, Visit):
            our_crawl(self._crawler).book.end(item.key, "failed", "pipeline_error")

    def closed(self, spider: Spider, reason: str) -> None:
        crawl = crawl_of(self._crawler)
        if crawl is None:
            return
        book = crawl.book
        # With addresses given, or a limit reached, sources are not read to their end.
        problems = book.problems(silent_sources=not crawl.arguments.urls and not crawl.full)
        if reason == "start_error":
            problems.append("the start failed")
        self._crawler.stats.set_value("saring/problems", len(problems))
        elapsed = (datetime.now(UTC) - self._started).total_seconds()
        line = f"{spider.name}: {book.line()}; {elapsed:.1f} s, {reason}"
        if problems:
            logger.error("%s; NOT WELL: %s", line, "; ".join(problems))
        else:
            logger.info(line)
        self._write(crawl, reason, problems)

    def _write(self, crawl: Crawl, reason: str, problems: list[str]) -> None:
        book, stats = crawl.book, self._crawler.stats.get_stats()
        removed = {n.removeprefix(_REMOVED): count for n, count in stats.items() if n.startswith(_REMOVED)}
        reasons = {kind: dict(sorted(book.reasons[kind].items())) for kind in ENDINGS if book.reasons[kind]}
        report: dict[str, Any] = {
            "outlet": crawl.outlet.name,
            "started": self._started.isoformat(timespec="seconds"),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "reason": reason,
            "problems": problems,
            "discovered": book.counts["discovered"],
            **{kind: book.counts[kind] for kind in ENDINGS},
            "not_visited": book.open,
            "reasons": reasons,
            "removed": dict(sorted(removed.items())),
            "sources": {name: {"found": t.found, "fault": t.fault} for name, t in book.sources.items()},
            "requests": stats.get("downloader/request_count", 0),
        }
        path = output_folder(self._crawler.settings, crawl) / "summary.json"
        half = path.with_suffix(".part")
        half.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        half.replace(path)
