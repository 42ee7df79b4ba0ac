"""How the crawl is getting on: a bar on a terminal, a plain line a minute in a log."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call

from scraper.crawl.book import Book
from scraper.crawl.state import crawl_of

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_BAR_EVERY, _LINE_EVERY = 0.5, 60.0  # seconds


class ProgressExtension:
    """Says how many addresses are done of how many, how fast, how long it will take, and what went wrong."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._started = time.monotonic()
        self._done_before = 0
        self._bar: Any = None
        self._loop: AsyncioLoopingCall | Any = None
        crawler.signals.connect(self.opened, signals.spider_opened)
        crawler.signals.connect(self.closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def opened(self, spider: Spider) -> None:
        """Start the bar, or the lines."""
        crawl = crawl_of(self._crawler)
        if crawl is None:
            return
        book = Book(crawl.frontier.queue.tally())
        self._done_before = book.discovered - book.open
        terminal = sys.stderr.isatty() and not self._crawler.settings.get("LOG_FILE")
        if terminal:
            self._start_bar(spider.name)
        self._loop = create_looping_call(self._say)
        self._loop.start(_BAR_EVERY if terminal else _LINE_EVERY, now=False)

    def closed(self) -> None:
        """Take the bar away: the summary follows."""
        if self._loop is not None and self._loop.running:
            self._loop.stop()
        if self._bar is not None:
            self._bar.stop()
            for handler in _terminal_handlers():
                handler.setStream(sys.stderr)

    def _start_bar(self, name: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}")
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.add_task(name, told="")
        self._bar.start()
        for handler in _terminal_handlers():  # so that log lines go above the bar
            handler.setStream(sys.stderr)

    def _say(self) -> None:
        crawl = crawl_of(self._crawler)
        if crawl is None:
            return
        book = Book(crawl.frontier.queue.tally())
        done = book.discovered - book.open
        told = self.told(book, done, time.monotonic() - self._started, crawl.pace.statuses["429"])
        if self._bar is not None:
            self._bar.update(0, total=book.discovered or None, completed=done, told=told)
        else:
            logger.info("%s: %s", crawl.outlet.name, told)

    def told(self, book: Book, done: int, elapsed: float, too_many: int) -> str:
        """``120 of 159, 31 a minute, 2 min left, 3 quarantined, 1 x 429``."""
        rate = (done - self._done_before) / elapsed if elapsed else 0.0
        parts = [f"{done} of {book.discovered}", f"{60 * rate:.0f} a minute"]
        if rate and book.open:
            left = book.open / rate
            parts.append(f"{left / 60:.0f} min left" if left >= 90 else f"{left:.0f} s left")
        parts += [f"{book.count(kind)} {kind}" for kind in ("quarantined", "failed") if book.count(kind)]
        return ", ".join([*parts, f"{too_many} x 429"] if too_many else parts)


def _terminal_handlers() -> list[logging.StreamHandler[Any]]:
    root = logging.getLogger().handlers
    return [
        h for h in root if isinstance(h, logging.StreamHandler) and not isinstance(h, logging.FileHandler)
    ]
