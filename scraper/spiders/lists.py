"""Discovery: sitemaps, feeds and index pages of an outlet, read into addresses for the frontier."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.crawl.book import SourceTally
from scraper.crawl.checks import status_fault
from scraper.crawl.fault import Fault
from scraper.crawl.listing import MAX_ENTRIES, Entry, chosen_sources, index_address, index_days, read_listing
from scraper.crawl.site import host_place
from scraper.crawl.visit import NOT_MODIFIED
from scraper.crawl.window import listed_day
from scraper.errors import PageRefused
from scraper.ledger.coverage import enter_walk, walked
from scraper.ledger.hosts import ListPage
from scraper.ledger.queue import Offer
from scraper.middlewares.robots import RobotsMiddleware
from scraper.outlet import WIB, Feed, Home, Index, Sitemap, Source
from scraper.scheduler import NOT_BEFORE
from scraper.spiders.answers import CUT, fault_of, header, since, unchanged
from scraper.workers import WorkerLost

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
        # Of each dated index, the articles of the day that is being read.
        self._of_day: dict[str, set[str]] = {}
        # Of each index, what is not begun yet; None for one without dates.
        self._days: dict[str, list[date | None]] = {}

    async def start(self) -> AsyncIterator[Request]:
        """The requests for the sitemaps that robots.txt names, then for the outlet's own sources."""
        spider = self._spider
        middleware = spider.crawler.get_downloader_middleware(RobotsMiddleware)
        rules = await middleware.rules(spider, f"{spider.site.home}/") if middleware else None
        named = rules.sitemaps if rules else ()
        for url in named:
            label = url.removeprefix(spider.site.home)
            for request in self._list(url, label) if self._due(label) else ():
                yield request
        asked = spider.arguments
        for source in chosen_sources(spider.outlet.sources, asked.choice.sections, asked.choice.keywords):
            if not self._due(source.url) or self._needless(source, named):
                continue
            # What is guessed of a foreign site, or only made for this choice, need not be there.
            self._tally(source.url).optional = spider.outlet.foreign or source not in spider.outlet.sources
            if isinstance(source, Index):
                done = walked(spider.ledger, spider.frontier.run.id, source.url) if source.dated else ()
                days = index_days(source, asked.window.first, asked.window.last, _today())
                self._days[source.url] = [day for day in days if str(day) not in done]
                for request in self._next_day(source):
                    yield request
            elif isinstance(source, Home):
                yield self._request(
                    spider.site.here(source.url) or "", "read_home", source.url, source=source.url
                )
            else:
                for request in self._list(source.url, source.url):
                    yield request

    def _needless(self, source: Source, named: Sequence[str]) -> bool:
        """Whether a guess can be saved: robots.txt names sitemaps, and the home page will name feeds."""
        if not self._spider.outlet.foreign:
            return False
        return isinstance(source, Feed) or (isinstance(source, Sitemap) and bool(named))

    def _due(self, source: str) -> bool:
        """Whether the source is to be read now: in a scheduled run, those whose next visit has come."""
        until = self._spider.not_due.get(source)
        if until is not None:
            when = datetime.fromtimestamp(until, UTC).isoformat(timespec="seconds")
            logger.info("source %s is not due before %s", source, when)
        return until is None

    def offer(self, entries: Iterable[Entry], source: str) -> int:
        """Enter those entries that are articles of this outlet; how many ``source`` was the first to name."""
        spider = self._spider
        asked = spider.arguments
        offers = []
        ahead = _today() + timedelta(days=1)
        tally = self._tally(source) if source else SourceTally()
        for entry in entries:
            tally.entries += 1
            published = listed_day(entry.published)
            # What lies ahead is a misprint, and no sign that the others stand still.
            if published and published <= ahead and (tally.newest is None or published > tally.newest):
                tally.newest = published
            address = spider.site.article(entry.url)
            if address is None and spider.site.here(entry.url) is None:
                address = next(filter(None, map(spider.site.article, entry.others)), None)
            if address is None:
                continue
            skip = asked.window.surely_misses(entry.published, entry.modified) or ""
            skip = skip or asked.choice.surely_misses(address, spider.outlet) or ""
            key, own, ends = spider.site.key(address), spider.site.own(address), "skipped"
            if len(address) > _MAX_ADDRESS:
                skip, ends = "address_too_long", "quarantined"
                line = {"url": address, "reason": skip, "message": f"{len(address)} characters", "pages": []}
                spider.frontier.articles.set_aside(line, f"{key} {skip}")
            elif spider.full:
                skip = "limit"
            day = published or (date.fromisoformat(entry.day) if entry.day else None)
            offers.append(Offer(key, own, host_place(address), skip, ends, day.isoformat() if day else None))
        tally.note(offer.key for offer in offers)
        fresh = spider.frontier.offer(offers, source)
        tally.fresh += fresh
        return fresh

    # -- requests -------------------------------------------------------------------------------------------

    def _list(self, url: str, source: str, depth: int = 0) -> Iterator[Request]:
        """The request for a sitemap or feed, unless it was made already or lies elsewhere."""
        address = self._spider.site.here(url)
        if address is None:
            logger.warning("list refused (offsite): %r", url)
            self._tally(url[:200] if depth else source).fault = "offsite"
        elif len(self._met) >= _MAX_LISTS or depth > _MAX_DEPTH:
            logger.warning("list left unread, one of too many or too deep: %s", address)
            self._tally(source).fault = "too_many_lists"
        elif address not in self._met:
            self._met.add(address)
            yield self._request(address, "read_list", source, source=source, depth=depth)

    def _next_day(self, source: Index) -> Iterator[Request]:
        """The first page of the next day of an index; a day is read to its end before the next."""
        self._of_day.pop(source.url, None)
        if self._days[source.url]:
            yield self._index(source, source.first, self._days[source.url].pop(0))

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
            errback=partial(self._failed, label=label, given=kwargs),
            headers=headers,
            meta={"download_maxsize": self._spider.settings.getint("LIST_MAXSIZE")},
        )

    # -- answers --------------------------------------------------------------------------------------------

    async def _read(
        self, response: Response, reader: str, label: str, given: dict[str, Any]
    ) -> AsyncIterator[Request]:
        fault = None if unchanged(response) else status_fault(response.status)
        if fault is None and CUT in response.flags:
            fault = Fault("failed", "cut_short", "the connection was closed before the end")
        if fault is None:
            self._tally(label).read = True
            try:
                body = self._body(response, given.get("day") is not None)
                async for request in getattr(self, reader)(response, body, **given):
                    yield request
            except (PageRefused, WorkerLost) as error:
                fault = Fault("quarantined", error.reason, error.message)
        if fault:
            for request in self._faulty(response.request, label, fault, given):
                yield request

    def _body(self, response: Response, dated: bool) -> bytes:
        """The bytes of a list: as they came, or as they came last time where nothing changed since."""
        hosts, outlet = self._spider.hosts, self._spider.outlet.name
        url = response.meta.get("redirect_urls", [response.url])[0]
        if response.status == NOT_MODIFIED:
            known = hosts.list_page(outlet, url)
            return known.body if known else b""
        # Pages of an archive, of which there may be thousands, are kept only where the server dates them.
        modified = header(response, "Last-Modified") if dated else since(response)
        if (etag := header(response, "ETag")) or modified:
            hosts.keep_list(outlet, url, ListPage(response.body, etag, modified))
        return response.body

    async def read_list(
        self, response: Response, body: bytes, source: str, depth: int
    ) -> AsyncIterator[Request]:
        """Addresses and further lists from a sitemap or feed."""
        entries = []
        for entry in read_listing(body, response.url):
            if not entry.is_list:
                entries.append(entry)
                if len(entries) == MAX_ENTRIES:
                    logger.warning("list %s has more than %d entries; the rest is left", source, MAX_ENTRIES)
                    self._tally(source).fault = "too_many_entries"
            elif not self._spider.arguments.window.surely_misses(None, entry.modified):
                for request in self._list(entry.url, source, depth + 1):
                    yield request
        self.offer(entries, source)

    async def read_index(
        self, response: Response, body: bytes, source: Index, page: int, day: date | None, idle: int
    ) -> AsyncIterator[Request]:
        """Addresses from one page of an index, and its next page while new articles come."""
        links = await self._spider.workers.links(body, response.url, source)
        listed = day.isoformat() if day and "{d}" in source.url else None
        fresh = self.offer((Entry(link, day=listed) for link in links), source.url)
        idle = 0 if (self._come(source, links) if day else fresh) else idle + 1
        spider = self._spider
        more = "{page}" in source.url and idle < _PATIENCE
        full = (page - source.first) // source.step + 1 >= spider.settings.getint("INDEX_MAX_PAGES")
        if more and not full:
            yield self._index(source, page + source.step, day, idle)
        elif day:
            if more:
                logger.warning("%s of %s goes on after INDEX_MAX_PAGES pages", source.url, day)
                self._tally(source.url).fault = "too_many_pages"
            else:
                enter_walk(spider.ledger, spider.frontier.run.id, source.url, day.isoformat())
            for request in self._next_day(source):
                yield request

    def _come(self, source: Index, links: Iterable[str]) -> bool:
        """Whether a page of a day names articles that no page before it did, whatever else has named them."""
        site, met = self._spider.site, self._of_day.setdefault(source.url, set())
        before = len(met)
        met.update(site.key(address) for link in links if (address := site.article(link)))
        return len(met) > before

    async def read_home(self, response: Response, body: bytes, source: str) -> AsyncIterator[Request]:
        """Addresses from a home page, and the feeds that it names; where it names none, the usual ones."""
        links, named = await self._spider.workers.home(body, response.url)
        self.offer(map(Entry, links), source)
        feeds = [feed for feed in named if self._spider.site.here(feed)]
        for feed in feeds or [s.url for s in self._spider.outlet.sources if isinstance(s, Feed)]:
            label = feed.removeprefix(self._spider.site.home)
            self._tally(label).optional = True
            for request in self._list(feed, label):
                yield request

    def _failed(self, failure: Failure, label: str, given: dict[str, Any]) -> Iterator[Request]:
        """A list that could not be downloaded."""
        fault = fault_of(failure.value)
        yield from self._faulty(failure.request, label, fault, given)  # type: ignore[attr-defined]

    def _faulty(
        self, request: Request | None, label: str, fault: Fault, given: dict[str, Any]
    ) -> Iterator[Request]:
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
        if given.get("day"):  # the other days of the archive may be there
            yield from self._next_day(given["source"])

    def _tally(self, source: str) -> SourceTally:
        return self._spider.sources.setdefault(source, SourceTally())


def _today() -> date:
    return datetime.now(WIB).date()
