"""Closes the accounts: says the result in one line and in ``summary.json``."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from scraper.crawl.book import ENDINGS, Book
from scraper.crawl.cover import Covered
from scraper.crawl.state import Crawl, crawl_of, our_crawl
from scraper.crawl.visit import Visit
from scraper.errors import SaringError
from scraper.health.webhook import post
from scraper.ledger.coverage import newest_day
from scraper.outlet import WIB
from scraper.pipelines import Ended

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_WEBHOOK = 6.0  # seconds that the end of a crawl waits for it
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
            (self.idle, signals.spider_idle),
            (self.closed, signals.spider_closed),
        ):
            crawler.signals.connect(handler, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def opened(self, spider: Spider) -> None:
        crawl = crawl_of(self._crawler)
        if crawl and not self._crawler.settings.get("CONTACT") and crawl.ledger.once("told of no contact"):
            logger.info("no contact set, outlets cannot reach you: use -s CONTACT=you@example.org")

    def dropped(self, item: Any, exception: Exception) -> None:
        """A pipeline that is not ours ended a visit."""
        if isinstance(item, Visit) and not isinstance(exception, Ended):
            our_crawl(self._crawler).frontier.drop(item.key, "skipped", "dropped")

    def broken(self, item: Any) -> None:
        """A pipeline raised what it should not (a full disk, our own fault): not lost silently."""
        if isinstance(item, Visit):
            our_crawl(self._crawler).frontier.drop(item.key, "failed", "pipeline_error")

    def idle(self) -> None:
        """Nothing more to do in this run: what is left is left to the next."""
        crawl = crawl_of(self._crawler)
        if crawl and (crawl.full or not crawl.frontier.pending):
            crawl.frontier.close_out(full=crawl.full)

    def closed(self, spider: Spider, reason: str) -> None:
        crawl = crawl_of(self._crawler)
        if crawl is None:
            return
        run = crawl.frontier.run
        newest = newest_day(crawl.ledger, run.outlet, run.id, datetime.now(WIB).date() + timedelta(days=1))
        book = Book(crawl.frontier.finish(), crawl.sources, newest)
        covered = Covered.of(crawl)
        # With addresses given, or a limit reached, sources are not read to their end.
        problems = book.problems(silent_sources=not crawl.arguments.urls and not crawl.full)
        if crawl.not_due and not book.discovered and not any(t.fault for t in crawl.sources.values()):
            problems = []  # a scheduled run that found nothing to do
        if covered and reason == "finished" and not crawl.full and covered.problem():
            problems.append(covered.problem())
        if reason == "start_error":
            problems.append("the start failed")
        refused = crawl.frontier.refused
        for host, until in crawl.gate.closed().items():
            why = "refuses crawlers, and is left alone until" if refused else "wants no request before"
            problems.append(
                f"{host} {why} {datetime.fromtimestamp(until, UTC).isoformat(timespec='minutes')}"
            )
        alarms = self._crawler.stats.get_value("saring/alarms", [])
        problems += [f"{alarm['cause']}: {alarm['means']}: {alarm['message']}" for alarm in alarms]
        problems += self._crawler.stats.get_value("saring/store", [])
        self._crawler.stats.set_value("saring/problems", len(problems))
        elapsed = (datetime.now(UTC) - self._started).total_seconds()
        faults = ", ".join(f"{name} ({t.fault})" for name, t in crawl.sources.items() if t.fault)
        missed = f"; not read: {faults}" if faults else ""
        line = f"{spider.name}: {book.line()}{missed}; {elapsed:.1f} s, {reason}"
        for told in covered.lines() if covered else ():
            logger.info("%s", told)
        self._write(crawl, book, reason, problems, covered)
        self._tell(crawl, alarms, problems)
        # The last line, whatever the report's libraries log: `saring schedule` and an operator's `tail -1` read it.
        if problems:
            logger.error("%s; NOT WELL: %s", line, "; ".join(problems))
        else:
            logger.info(line)
        crawl.ledger.close()

    def _tell(self, crawl: Crawl, alarms: list[dict[str, Any]], problems: list[str]) -> None:
        """Post the alarms, write the report: neither can fail the crawl."""
        settings = self._crawler.settings
        if alarms and settings.get("ALARM_WEBHOOK"):
            told = {
                "outlet": crawl.outlet.name,
                "run": crawl.frontier.run.id,
                "alarms": alarms,
                "problems": problems,
            }
            told["text"] = f"saring: {crawl.outlet.name}: " + "; ".join(a["means"] for a in alarms)
            post(settings["ALARM_WEBHOOK"], told).join(_WEBHOOK)
        scheduled = Path(settings["OUTPUT_DIR"], "report.html") if settings.getbool("SCHEDULED") else None
        place = settings.get("REPORT_FILE") or scheduled
        if place:
            from scraper.health.report import write_report

            try:
                write_report(crawl.ledger, Path(place), crawl.frontier.clock())
            except SaringError as error:
                logger.warning("no report: %s", error)

    def _write(
        self, crawl: Crawl, book: Book, reason: str, problems: list[str], covered: Covered | None
    ) -> None:
        stats = self._crawler.stats.get_stats()
        removed = {n.removeprefix(_REMOVED): count for n, count in stats.items() if n.startswith(_REMOVED)}
        report: dict[str, Any] = {
            "outlet": crawl.outlet.name,
            "run": crawl.frontier.run.id,
            "started": self._started.isoformat(timespec="seconds"),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "reason": reason,
            "problems": problems,
            "alarms": stats.get("saring/alarms", []),
            "discovered": book.discovered,
            **{kind: book.count(kind) for kind in ENDINGS},
            "not_visited": book.open,
            "reasons": {kind: book.reasons(kind) for kind in ENDINGS if book.reasons(kind)},
            "removed": dict(sorted(removed.items())),
            "sources": {
                name: {"found": t.found, "new": t.fresh, "fault": t.fault}
                for name, t in crawl.sources.items()
            },
            "not_of_this_outlet": crawl.arguments.foreign,
            "not_due": {
                name: datetime.fromtimestamp(until, UTC).isoformat(timespec="seconds")
                for name, until in sorted(crawl.not_due.items())
            },
            "requests": crawl.pace.requests,
            "workers_lost": stats.get("saring/workers_lost", 0),
        }
        _put(crawl.output.folder / "summary.json", report)
        if covered:
            _put(crawl.output.folder / "coverage.json", covered.plain())


def _put(path: Path, data: Any) -> None:
    half = path.with_suffix(".part")
    half.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    half.replace(path)
