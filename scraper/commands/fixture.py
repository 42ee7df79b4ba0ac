"""``scrapy fixture OUTLET URL``: one page of an outlet, in invented words, with the record it becomes, for review."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.settings.default_settings import DOWNLOADER_MIDDLEWARES_BASE

from scraper.errors import SaringError, UnknownOutlet
from scraper.middlewares.resolver import GuardedResolver
from scraper.outlets import by_name

if TYPE_CHECKING:
    from scraper.fixtures import Case


class Command(ScrapyCommand):
    """Fetch one page politely and write its fixture pair."""

    requires_project = True

    def syntax(self) -> str:
        """What stands behind the command's name."""
        return "[options] OUTLET URL"

    def short_desc(self) -> str:
        """One line for ``scrapy --help``."""
        return "Write a fixture pair from one page of an outlet, its words replaced by invented ones"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --template and --force."""
        super().add_options(parser)
        parser.add_argument(
            "--template", default="desktop", help="desktop, amp, mobile, … (default: desktop)"
        )
        parser.add_argument("--force", action="store_true", help="overwrite a pair that is there")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Fetch, mask, write; the exit code says whether a pair was written."""
        if len(args) != 2 or not args[1].startswith(("http://", "https://")):
            raise UsageError("give an outlet's name and the address of one of its articles", print_help=False)
        try:
            outlet = by_name(args[0])
        except UnknownOutlet as error:
            raise UsageError(str(error), print_help=False) from None
        from scraper.fixtures import FIXTURES, Case  # the extraction, for which other commands need not wait

        case = Case(outlet.name, opts.template, FIXTURES / outlet.name)
        if case.page.exists() and not opts.force:
            raise UsageError(f"{case.page} is there; --force overwrites it", print_help=False)
        if self.crawler_process is None:  # set by Scrapy before it runs a command
            raise UsageError("run it through scrapy", print_help=False)
        found: list[tuple[int, bytes]] = []
        GuardedResolver.trusted.add(urlsplit(args[1]).hostname or "")  # a person named it
        self.crawler_process.crawl(OnePage, url=args[1], found=found)
        self.crawler_process.start()
        self.exitcode = _write(case, found, [outlet.publisher, *outlet.domains])


def _write(case: Case, found: list[tuple[int, bytes]], keep: list[str]) -> int:
    if not found or found[0][0] != 200:
        answer = (
            f"the server answered {found[0][0]}" if found else "no answer (robots.txt, or the server is away)"
        )
        print(f"fixture: nothing written: {answer}", file=sys.stderr)
        return 1
    from scraper.masking import masked

    case.folder.mkdir(parents=True, exist_ok=True)
    case.page.write_bytes(masked(found[0][1], keep))
    try:
        case.write(case.extract())
    except SaringError as error:
        print(f"fixture: {case.page} is written, but it gives no record: {error}", file=sys.stderr)
        return 1
    print(f"{case.page}\n{case.golden}\nReview both: the record must be what the page prints.")
    return 0


class OnePage(Spider):
    """Fetches one page, robots.txt obeyed, and hands its bytes to the command."""

    name = "fixture"
    custom_settings: dict[Any, Any] | None = {  # noqa: RUF012 (Scrapy reads it from the class)
        "SCHEDULER": "scrapy.core.scheduler.Scheduler",
        # One page that a person named: Scrapy's own middlewares do, robots.txt included.
        "DOWNLOADER_MIDDLEWARES_BASE": DOWNLOADER_MIDDLEWARES_BASE,
        "DOWNLOADER_MIDDLEWARES": {},
        "ROBOTSTXT_OBEY": True,
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {},
        "LOG_LEVEL": "WARNING",
    }

    def __init__(self, url: str, found: list[tuple[int, bytes]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._found = found

    async def start(self) -> AsyncIterator[Any]:
        """The one request."""
        yield Request(self._url, self.parse, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Keep the answer."""
        self._found.append((response.status, response.body))
