"""Discovery: sitemaps, feeds and index pages of an outlet, read into addresses for the frontier."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.crawl.book import SourceTally
from scraper.crawl.checks import status_fault
from scraper.crawl.listing import Entry, index_address, index_days, index_links, read_listing
from scraper.crawl.site import host_place
from scraper.crawl.visit import NOT_MODIFIED, Fault
from scraper.errors import PageRefused
from scraper.ledger.hosts import ListPage
from scraper.ledger.queue import Offer
from scraper.middlewares.robots import RobotsMiddleware
from scraper.outlet import WIB, Index
from scraper.scheduler import NOT_BEFORE
from scraper.spiders.answers import CUT, fault_of, header

if TYPE_CHECKING:
    from scraper.spiders.outlet_spider import OutletSpider

logger = logging.getLogger(__name__)

_MAX_DEPTH = 3  # of sitemap indexes within each other
_MAX_LISTS = 10_000
_MAX_ADDRESS = 2_000  # characters; browsers and servers agree on little more
# Pages of an index without anything new before its end is believed: the newest may all stand in the sitemap.
_PATIENCE = 2


class Lists:
    """The lists of one crawl. Its callbacks hand Scrapy requests for further lists; addresses go to the frontier."""

    def __init__(self, spider: OutletSpider) -> None:
        self._spider = spider
        self._met: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        """The requests for the sitemaps that robots.txt names, then for the outlet's own sources."""
        spider = self._spider
        middleware = spider.crawler.get_downloader_middleware(RobotsMiddleware)
        rules = await middleware.rules(spider, f"{spider.site.home}/") if middleware else None
        for url in rules.sitemaps if rules else ():
            label = url.removeprefix(spider.site.home)
            for request in self._list(url, label) if self._due(label) else ():
                yield request
        window = spider.arguments.window
        for source in spider.outlet.sources:
            if not self._due(source.url):
                continue
            if isinstance(source, Index):
                for day in index_days(source, window.since, window.until, _today()):
                    yield self._index(source, source.first, day)
            else:
                for request in self._list(source.url, source.url):
                    yield request

    def _due(self, source: str) -> bool:
        """Whether the source is to be read now: in a scheduled run, those whose next visit has come."""
        until = self._spider.not_due.get(source)
        if until is not None:
            logger.info(
                "source %s is not due before %s",
                source,
                datetime.fromtimestamp(until, UTC).isoformat(timespec="seconds"),
            )
        return until is None

    def offer(self, entries: Iterable[Entry], source: str) -> int:
        """Enter those entries that are articles of this outlet; how many ``source`` was the first to name."""
        spider = self._spider
        offers = []
        for entry in entries:
            address = spider.site.article(entry.url)
            if address is None:
                continue
            skip = spider.arguments.window.surely_misses(entry.published, entry.modified) or ""
            key, own, ends = spider.site.key(address), spider.site.own(address), "skipped"
            if len(address) > _MAX_ADDRESS:
                skip, ends = "address_too_long", "quarantined"
                line = {"url": address, "reason": skip, "message": f"{len(address)} characters", "pages": []}
                spider.frontier.articles.set_aside(line, f"{key} {skip}")
            elif spider.full:
                skip = "limit"
            offers.append(Offer(key, own, host_place(address), skip, ends))
        if source:
            self._tally(source).found += len(offers)
        return spider.frontier.offer(offers, source)

    # -- requests -------------------------------------------------------------------------------------------

    def _list(self, url: str, source: str, depth: int = 0) -> Iterator[Request]:
        """The request for a sitemap or feed, unless it was made already or lies elsewhere."""
        address = self._spider.site.here(url)
        if address is None:
            logger.warning("list refused (offsite): %r", url)
            self._tally(source).fault = "offsite"
        elif address not in self._met and len(self._met) < _MAX_LISTS and depth <= _MAX_DEPTH:
            self._met.add(address)
            yield self._request(address, "read_list", source, source=source, depth=depth)

    def _index(self, source: Index, page: int, day: date | None, idle: int = 0) -> Request:
        site = self._spider.site
        address = site.here(index_address(source, page, day)) or site.home
        return self._request(address, "read_index", source.url, source=source, page=page, day=day, idle=idle)

    def _request(self, url: str, reader: str, label: str, **kwargs: Any) -> Request:
        self._tally(label)
        known = self._spider.hosts.list_page(self._spider.outlet.name, url)
        headers = {}
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return Request(
            url,
            callback=partial(self._read, reader=reader, label=label, given=kwargs),
            errback=partial(self._failed, label=label),
            headers=headers,
            meta={"download_maxsize": self._spider.settings.getint("LIST_MAXSIZE")},
        )

    # -- answers --------------------------------------------------------------------------------------------

    def _read(self, response: Response, reader: str, label: str, given: dict[str, Any]) -> Iterator[Request]:
        fault = None
        if response.status != NOT_MODIFIED:
            fault = status_fault(response.status)
        if fault is None and CUT in response.flags:
            fault = Fault("failed", "cut_short", "the connection was closed before the end")
        if fault:
            yield from self._faulty(response.request, label, fault)
            return
        self._tally(label).read = True
        try:
            body = self._body(response)
            yield from getattr(self, reader)(response, body, **given)
        except PageRefused as error:
            yield from self._faulty(
                response.request, label, Fault("quarantined", error.reason, error.message)
            )

    def _body(self, response: Response) -> bytes:
        """The bytes of a list: as they came, or as they came last time where nothing changed since."""
        spider = self._spider
        url = response.meta.get("redirect_urls", [response.url])[0]
        if response.status == NOT_MODIFIED:
            known = spider.hosts.list_page(spider.outlet.name, url)
            return known.body if known else b""
        etag, modified = header(response, "ETag"), header(response, "Last-Modified")
        if etag or modified:
            spider.hosts.keep_list(spider.outlet.name, url, ListPage(response.body, etag, modified))
        return response.body

    def read_list(self, response: Response, body: bytes, source: str, depth: int) -> Iterator[Request]:
        """Addresses and further lists from a sitemap or feed."""
        entries = []
        for entry in read_listing(body, response.url):
            if not entry.is_list:
                entries.append(entry)
            elif not self._spider.arguments.window.surely_misses(None, entry.modified):
                yield from self._list(entry.url, source, depth + 1)
        self.offer(entries, source)

    def read_index(
        self, response: Response, body: bytes, source: Index, page: int, day: date | None, idle: int
    ) -> Iterator[Request]:
        """Addresses from one page of an index, and its next page while new articles come."""
        links = index_links(body, response.url, source)
        idle = 0 if self.offer(map(Entry, links), source.url) else idle + 1
        turned = (page - source.first) // source.step + 1
        most = self._spider.settings.getint("INDEX_MAX_PAGES")
        if "{page}" in source.url and idle < _PATIENCE and turned < most:
            yield self._index(source, page + source.step, day, idle)

    def _failed(self, failure: Failure, label: str) -> Iterator[Request]:
        """A list that could not be downloaded."""
        yield from self._faulty(failure.request, label, fault_of(failure.value))  # type: ignore[attr-defined]

    def _faulty(self, request: Request | None, label: str, fault: Fault) -> Iterator[Request]:
        """Name the fault, and ask again later where that may help."""
        spider = self._spider
        if fault.reason in ("limit", "stopped") or request is None:
            return
        policy = spider.frontier.policy
        tries = request.meta.get("tries", 0) + int(fault.counts)
        wait = max(policy.backoff * 2.0 ** max(0, tries - 1), fault.until - spider.frontier.clock())
        if fault.kind == "failed" and tries < policy.tries and wait <= policy.stay:
            logger.info("list %s (%s), again in %.0f s: %s", fault.kind, fault.reason, wait, request.url)
            kept = {"download_maxsize": request.meta["download_maxsize"]}
            yield request.replace(meta={**kept, "tries": tries, NOT_BEFORE: time.monotonic() + wait})
            return
        tally = self._tally(label)
        tally.fault = tally.fault or fault.reason
        # A stand-in need not have every list the outlet has; the outlet itself must answer for its own.
        tally.read |= not spider.arguments.origin
        logger.warning("list %s (%s): %s", fault.kind, fault.reason, request.url)

    def _tally(self, source: str) -> SourceTally:
        return self._spider.sources.setdefault(source, SourceTally())


def scope_of(arguments: Any) -> str:
    """What a crawl is for, as text: the same for the same arguments."""
    window = arguments.window
    asked = {
        "url": arguments.urls, "since": window.since, "until": window.until, "limit": arguments.limit,
        "origin": arguments.origin,
    }  # fmt: skip
    return json.dumps({name: value for name, value in asked.items() if value}, default=str, sort_keys=True)


def _today() -> date:
    return datetime.now(WIB).date()
