"""The one spider: discovers an outlet's articles and visits each once; outlets make its classes."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper import __version__
from scraper.article import Article
from scraper.crawl.arguments import Arguments
from scraper.crawl.book import Book
from scraper.crawl.listing import Entry, index_address, index_days, index_links, read_listing
from scraper.crawl.site import Site
from scraper.crawl.visit import Answer, Fault, Taker, Visit, first_address
from scraper.errors import PageRefused
from scraper.extraction import extract
from scraper.outlet import WIB, Index, Outlet
from scraper.spiders.answers import answer_of, failed, fault_of, status_fault

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

# Lists are read when no article waits: the queue stays short, and a limit is reached early.
_LISTS_LAST = -10
_MAX_DEPTH = 3  # of sitemap indexes within each other
_MAX_LISTS = 10_000
_MAX_ADDRESS = 2_000  # characters; browsers and servers agree on little more
# Pages of an index without anything new before its end is believed: the newest may all stand in the sitemap.
_PATIENCE = 2


class OutletSpider(Spider):
    """Crawls ``outlet``; arguments as in crawl.arguments, given by ``-a``.

    Every address is entered in ``book`` when discovered and visited by one request through the scheduler,
    which may await more (the desktop pages behind an AMP twin); each visit yields exactly one Visit item.
    """

    outlet: Outlet

    def __init__(self, **given: str) -> None:
        super().__init__()
        self.arguments = Arguments.parse(self.outlet, given)
        self.site = Site(self.outlet, self.arguments.origin)
        self.book = Book(lambda name: self.crawler.stats.inc_value(f"saring/{name}"))
        self._lists: set[str] = set()

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Put the contact into the user agent; a USER_AGENT of the command line still wins."""
        super().update_settings(settings)
        contact = settings.get("CONTACT") or settings.get("PROJECT_PAGE")
        settings.set("USER_AGENT", f"saring/{__version__} (+{contact})", priority="spider")

    @property
    def full(self) -> bool:
        """Whether as many articles as asked for are there."""
        limit = self.arguments.limit
        return limit is not None and self.book.counts["emitted"] >= limit

    # -- discovery ------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        if self.arguments.urls:
            for url in self.arguments.urls:
                for request in self._offered([Entry(url)], ""):
                    yield request
            return
        for url in await self._robots_sitemaps():
            for request in self._list(url, url.removeprefix(self.site.home)):
                yield request
        for source in self.outlet.sources:
            if isinstance(source, Index):
                days = index_days(source, self.arguments.window.since, self.arguments.window.until, _today())
                for day in days:
                    yield self._index(source, source.first, day)
            else:
                for request in self._list(source.url, source.url):
                    yield request

    async def _robots_sitemaps(self) -> list[str]:
        """The ``Sitemap:`` lines of robots.txt, from the middleware that has it anyway."""
        middleware = self.crawler.get_downloader_middleware(RobotsTxtMiddleware)
        parser = await middleware.robot_parser(Request(self.site.home)) if middleware else None
        return list(parser.rp.sitemaps) if parser is not None and hasattr(parser, "rp") else []

    def _list(self, url: str, source: str, depth: int = 0) -> Iterator[Request]:
        """The request for a sitemap or feed, unless it was made already or lies elsewhere."""
        address = self.site.here(url)
        if address is None:
            logger.warning("list refused (offsite): %s", url)
            self.book.source(source).fault = "offsite"
        elif address not in self._lists and len(self._lists) < _MAX_LISTS and depth <= _MAX_DEPTH:
            self._lists.add(address)
            self.book.source(source)
            yield self._list_request(address, self.read_list, source, source=source, depth=depth)

    def _index(self, source: Index, page: int, day: date | None, idle: int = 0) -> Request:
        address = self.site.here(index_address(source, page, day)) or self.site.home
        return self._list_request(
            address, self.read_index, source.url, source=source, page=page, day=day, idle=idle
        )

    def _list_request(self, url: str, callback: Callable[..., Any], label: str, **kwargs: Any) -> Request:
        self.book.source(label)
        return Request(
            url,
            callback=callback,
            errback=partial(self.list_failed, label=label),
            cb_kwargs=kwargs,
            priority=_LISTS_LAST,
            meta={"download_maxsize": self.settings.getint("LIST_MAXSIZE")},
        )

    def read_list(self, response: Response, source: str, depth: int) -> Iterator[Request]:
        """Visits, and further lists, from a sitemap or feed."""
        if not self._list_answered(response, source):
            return
        try:
            for entry in read_listing(response.body, response.url):
                if not entry.is_list:
                    yield from self._offered([entry], source)
                elif not self.arguments.window.surely_misses(None, entry.modified):
                    yield from self._list(entry.url, source, depth + 1)
        except PageRefused as error:
            self._list_fault(response.url, source, Fault("quarantined", error.reason, error.message))

    def read_index(
        self, response: Response, source: Index, page: int, day: date | None, idle: int
    ) -> Iterator[Request]:
        """Visits from one page of an index, and its next page while new articles come."""
        if not self._list_answered(response, source.url):
            return
        try:
            links = index_links(response.body, response.url, source)
        except PageRefused as error:
            self._list_fault(response.url, source.url, Fault("quarantined", error.reason, error.message))
            return
        before = self.book.counts["discovered"]
        yield from self._offered(map(Entry, links), source.url)
        idle = 0 if self.book.counts["discovered"] > before else idle + 1
        turned = (page - source.first) // source.step + 1
        if "{page}" in source.url and idle < _PATIENCE and turned < self.settings.getint("INDEX_MAX_PAGES"):
            yield self._index(source, page + source.step, day, idle)

    def _offered(self, entries: Any, source: str) -> Iterator[Request]:
        """The visits of those entries that are new articles of this outlet and may lie in the window."""
        for entry in entries:
            address = self.site.article(entry.url)
            if address is None:
                continue
            if source:
                self.book.source(source).found += 1
            key = self.site.key(address)
            if not self.book.discover(key):
                continue
            reason = self.arguments.window.surely_misses(entry.published, entry.modified)
            if self.full:
                reason = "limit"
            elif len(address) > _MAX_ADDRESS:
                reason = "address_too_long"
            if reason:
                self.book.end(key, "skipped", reason)
                continue
            yield Request(
                first_address(self.site, address),
                callback=self.visit,
                errback=self.visit_failed,
                cb_kwargs={"address": address},
            )

    def _list_answered(self, response: Response, source: str) -> bool:
        fault = status_fault(response.status)
        if fault:
            self._list_fault(response.url, source, fault)
        else:
            self.book.source(source).read = True
        return fault is None

    def list_failed(self, failure: Failure, label: str) -> None:
        """A list that could not be downloaded: named, and the crawl goes on with the others."""
        self._list_fault(failure.request.url, label, fault_of(failure.value))  # type: ignore[attr-defined]

    def _list_fault(self, url: str, source: str, fault: Fault) -> None:
        if fault.reason == "limit":
            return
        tally = self.book.source(source)
        tally.fault = tally.fault or f"{fault.reason}"
        # A stand-in need not have every list the outlet has; the outlet itself must answer for its own.
        tally.read |= not self.arguments.origin
        logger.warning("list %s (%s): %s", fault.kind, fault.reason, url)

    # -- visits ---------------------------------------------------------------------------------------------

    async def visit(self, response: Response, address: str) -> AsyncIterator[Visit]:
        """The Visit of the article at ``address``, whose first page this is."""
        yield await self._visited(address, answer_of(first_address(self.site, address), response, self.site))

    async def visit_failed(self, failure: Failure) -> AsyncIterator[Visit]:
        """The Visit of an article whose first page could not be downloaded; another page may stand in."""
        address = failure.request.cb_kwargs["address"]  # type: ignore[attr-defined]
        yield await self._visited(address, failed(first_address(self.site, address), failure.value))

    async def _visited(self, address: str, first: Answer) -> Visit:
        key = self.site.key(address)
        taker = Taker(self.site, address, self._fetch, self._extract)
        try:
            visit = await taker.take(first)
        except Exception as error:  # our own fault, with its trace; the address must end all the same
            logger.exception("visit broke: %s", address)
            fault = Fault("quarantined", "internal_error", repr(error))
            return Visit(key, address, fault=fault, answers=taker.answers)
        moved = self.site.key(visit.url)
        if visit.article and moved != key and not self.book.claim(moved):
            message = f"to {visit.url}, which has its own visit"
            visit.article, visit.fault = None, Fault("skipped", "moved", message)
        return visit

    async def _fetch(self, url: str) -> Answer:
        """One more page of an article, past the scheduler but through every middleware and the pause."""
        try:
            response = await self.crawler.engine.download_async(Request(url))
        except Exception as error:
            return failed(url, error)
        return answer_of(url, response, self.site)

    async def _extract(
        self, html: bytes, url: str, *, more_pages: list[tuple[str, bytes]], header_charset: str | None
    ) -> Article:
        return extract(html, url, outlet=self.outlet, more_pages=more_pages, header_charset=header_charset)


def spider_class(outlet: Outlet, module: str) -> type[OutletSpider]:
    """The spider class of one outlet, as if it stood in ``module``."""
    name = "".join(part.title() for part in outlet.name.split("_")) + "Spider"
    about = f"{outlet.publisher}: {', '.join(outlet.domains)}."
    members = {
        "__module__": module, "__doc__": about, "name": outlet.name, "outlet": outlet,
        "allowed_domains": list(outlet.domains),
    }  # fmt: skip
    return type(name, (OutletSpider,), members)


def _today() -> date:
    return datetime.now(WIB).date()
