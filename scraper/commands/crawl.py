"""``scrapy crawl``: Scrapy's own, with arguments checked first and an exit code that is the truth.

0: every discovered address is accounted for and there are articles. 1: the summary says what is not well.
2: the arguments are not understood. 75: a scheduled run (-s SCHEDULED=1) while another one holds the outlet.
"""

from __future__ import annotations

import argparse
import logging
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl

from scraper.crawl.arguments import Arguments
from scraper.errors import SaringError, UsageError
from scraper.outlet import WIB
from scraper.outlets import by_name
from scraper.schedule.lock import LOCKED, OutletLock
from scraper.spiders.any_site import NAME as SITE
from scraper.spiders.any_site import outlet_of
from scraper.spiders.outlet_spider import open_ledger

if TYPE_CHECKING:
    from scrapy.crawler import Crawler, CrawlerProcessBase


class Command(ScrapyCrawl):
    """Replaces Scrapy's command of the same name in this project."""

    def long_desc(self) -> str:
        return (
            "Crawl one outlet, or `site -a domain=example.co.id`: any news site. -a url=ADDRESS[,ADDRESS] "
            "-a urls_file=FILE -a since=2024-06-01 (or 2d, 6h) -a until=2024-06-30 -a section=politik "
            "-a keyword=banjir -a limit=20 -a origin=http://127.0.0.1:PORT. Exit code: 0 all well, 1 see the last "
            "line, 2 not understood."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse what is not understood in one line, before anything is started."""
        super().process_options(args, opts)
        try:
            if len(args) != 1:
                about = " ".join(args) or "(no outlet)"
                raise UsageError("give the name of one outlet; `scrapy list` shows them", about=about)
            given = dict(opts.spargs)
            outlet = outlet_of(given.pop("domain", "")) if args[0] == SITE else by_name(args[0])
            Arguments.parse(outlet, given, datetime.now(WIB))
            self._check_outputs()
            self._outlet = outlet.name
        except SaringError as error:
            sys.stderr.write(f"scrapy crawl: {error}\n")
            raise SystemExit(2) from None
        if self.settings and self.settings.getbool(
            "FAST"
        ):  # before the process is made, which chooses the loop
            from scraper.middlewares.fast import switch_on

            switch_on(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        process = self.crawler_process
        if process is None or self.settings is None:  # Scrapy makes them for commands that crawl
            raise RuntimeError("no crawler process")
        scheduled = self.settings.getbool("SCHEDULED")
        try:
            self._open_stores()
            self._check_archive()
            with closing(open_ledger(self.settings)) as ledger:
                holder = (
                    OutletLock(ledger, self._outlet).take(
                        ledger.clock(), self.settings.getfloat("LEASE_SECONDS")
                    )
                    if scheduled
                    else None
                )
        except SaringError as error:
            sys.stderr.write(f"scrapy crawl: {error}\n")
            self.exitcode = 1
            return
        if holder:
            sys.stderr.write(f"scrapy crawl: {self._outlet}: {holder}; this one is left out [locked]\n")
            self.exitcode = LOCKED
            return
        try:
            self._crawl(process, args, opts)
        finally:
            if scheduled:
                with closing(open_ledger(self.settings)) as ledger:
                    OutletLock(ledger, self._outlet).release()

    def _check_outputs(self) -> None:
        """Refuse stores and feeds that cannot be; what they need is loaded only where there are some."""
        feeds = self.settings.getdict("FEEDS") if self.settings else {}
        if feeds:
            from scraper.extensions.feeds import check_feeds

            check_feeds(feeds)
        self._stores()

    def _stores(self) -> list[str]:
        if self.settings is None or not self.settings.get("STORE"):
            return []
        from scraper.dataset.follow import names_of

        return names_of(str(self.settings["STORE"]), Path(self.settings["OUTPUT_DIR"]))

    def _open_stores(self) -> None:
        """Open every store once, before anything is asked for; what fails later is caught up with."""
        for name in self._stores():
            from scraper.dataset.opening import open_database

            open_database(name, write=True).close()

    def _check_archive(self) -> None:
        """Refuse an archive that cannot be written, before anything is asked for."""
        if self.settings and self.settings.get("ARCHIVE"):
            from scraper.archive.keep import check_place

            check_place(str(self.settings["ARCHIVE"]), Path(self.settings["OUTPUT_DIR"]))

    def _crawl(self, process: CrawlerProcessBase, args: list[str], opts: argparse.Namespace) -> None:
        if process.settings["LOG_LEVEL"] != "DEBUG":
            _quiet_scrapy()
        crawler = self._create_crawler(args[0])
        process.crawl(crawler, **opts.spargs)
        process.start()
        try:
            problems = int(crawler.stats.get_value("saring/problems", 1))
        except RuntimeError:  # it never came to a start
            problems = 1
        if not _feeds_stored(crawler):
            sys.stderr.write(
                "scrapy crawl: a feed was not stored; the log says why. OUTPUT_DIR holds the articles.\n"
            )
            problems += 1
        self.exitcode = 1 if problems or process.bootstrap_failed else 0


def _feeds_stored(crawler: Crawler) -> bool:
    """Whether every feed came to where it should: Scrapy logs one that did not, and ends well."""
    feeds, settings = crawler.settings.getdict("FEEDS"), crawler.settings
    wanted = [f for f in feeds.values() if f.get("store_empty", settings.getbool("FEED_STORE_EMPTY"))]
    try:
        stats = crawler.stats.get_stats()
    except RuntimeError:  # it never came to a start
        return True
    stored = sum(n for name, n in stats.items() if name.startswith("feedexport/success_count/"))
    failed = any(name.startswith("feedexport/failed_count/") for name in stats)
    return stored >= len(wanted) and not failed


def _quiet_scrapy() -> None:
    """Silence Scrapy's multi-line listings at start, and what the crawl says itself."""
    for name in ("middleware", "crawler", "utils.log", "addons", "core.engine"):
        logging.getLogger(f"scrapy.{name}").setLevel(logging.WARNING)
    for name in ("aiobotocore", "botocore", "google"):  # behind an ARCHIVE at an address
        logging.getLogger(name).setLevel(logging.WARNING)
    # Too large is one of the endings; the visit's own line says it.
    logging.getLogger("scrapy.core.downloader.handlers.http11").setLevel(logging.ERROR)
