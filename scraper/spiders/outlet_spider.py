"""The one spider: discovers an outlet's articles and visits each once; outlets make its classes."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper import __version__
from scraper.article import Article
from scraper.crawl.arguments import Arguments
from scraper.crawl.book import SourceTally
from scraper.crawl.fault import Fault
from scraper.crawl.frontier import Frontier
from scraper.crawl.listing import Entry
from scraper.crawl.manners import Gate
from scraper.crawl.output import Output
from scraper.crawl.pace import Pace
from scraper.crawl.policy import Policy
from scraper.crawl.robots import AGENT
from scraper.crawl.site import Site, host_place
from scraper.crawl.visit import Answer, Plan, Taker, Visit, plan_of
from scraper.ledger import Ledger
from scraper.ledger.hosts import Hosts
from scraper.ledger.queue import Lease
from scraper.ledger.store import LedgerError, default_dsn
from scraper.middlewares.robots import RobotsMiddleware
from scraper.outlet import WIB, Outlet
from scraper.schedule.calendar import Calendar
from scraper.schedule.pace import Bounds
from scraper.scheduler import stopping
from scraper.spiders.answers import answer_of, failed
from scraper.spiders.lists import Lists
from scraper.workers import Workers

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

_SPIDERMON = "spidermon.contrib.scrapy.extensions.Spidermon"  # loaded only when it is wanted
# What no request needs: loaded in the pause that follows the first answer, which is robots.txt.
_LATER = ("scraper.health.history",)
# So many AMP twins missing in a row, and none seen yet: the desktop pages are asked for first from then on.
_AMP_PATIENCE = 3


class OutletSpider(Spider):
    """Crawls ``outlet``; arguments as in crawl.arguments, given by ``-a``.

    Lists enter addresses in the ledger; the scheduler leases them from there and asks ``visit_request`` for each,
    whose callback may await more (the desktop pages behind an AMP twin); each visit yields exactly one Visit item.
    """

    outlet: Outlet
    ledger: Ledger
    frontier: Frontier
    hosts: Hosts
    output: Output
    gate: Gate
    pace: Pace
    workers: Workers

    def __init__(self, **given: str) -> None:
        super().__init__()
        self.arguments = Arguments.parse(self.outlet, given, datetime.now(WIB))
        self.site = Site(self.outlet, self.arguments.origin)
        self.sources: dict[str, SourceTally] = {}
        self.not_due: dict[str, float] = {}
        self.lists = Lists(self)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Put the contact into the user agent (a USER_AGENT of the command line still wins), Spidermon where wanted."""
        super().update_settings(settings)
        if settings.getbool("SPIDERMON_ENABLED"):
            settings.set("EXTENSIONS", {**settings["EXTENSIONS"], _SPIDERMON: 510}, priority="spider")
        contact = settings.get("CONTACT") or settings.get("PROJECT_PAGE")
        settings.set("USER_AGENT", f"{AGENT}/{__version__} (+{contact})", priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider with its ledger open, its run found and its workers started. Raises LedgerError."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.ledger = open_ledger(settings)
        policy = Policy(
            backoff=settings.getfloat("RETRY_BACKOFF_SECONDS"),
            stay=settings.getfloat("RETRY_WAIT_SECONDS"),
            tries=settings.getint("RETRY_MAX_TRIES"),
            recheck=settings.getfloat("RECHECK_SECONDS"),
            lease=settings.getfloat("LEASE_SECONDS"),
            visits=settings.getint("CONCURRENT_VISITS"),
            order=5.0 + 2 * settings.getfloat("DOWNLOAD_DELAY"),
        )
        asked = spider.arguments
        spider.frontier = Frontier(
            spider.ledger, spider.outlet.name, asked.scope, policy, everything=asked.everything,
            origin=asked.origin or "",
            count=lambda name: crawler.stats.inc_value(f"saring/{name}"),
        )  # fmt: skip
        place = Path(settings["OUTPUT_DIR"]) / spider.outlet.name
        place.mkdir(exist_ok=True)
        spider.output = Output(spider.ledger, spider.frontier, place, chosen=bool(asked.urls))
        spider.pace = Pace()
        spider.hosts = Hosts(spider.ledger, lease=policy.lease)
        spider.gate = Gate(
            spider.hosts,
            delay=settings.getfloat("DOWNLOAD_DELAY"),
            stay=policy.stay,
            stopping=lambda: stopping(crawler),
            turn=policy.lease / 4,
        )
        spider.workers = Workers(
            min(settings.getint("EXTRACT_WORKERS"), len(spider.arguments.urls) or sys.maxsize),
            seconds=settings.getfloat("EXTRACT_SECONDS"),
            megabytes=settings.getint("EXTRACT_MEMORY_MB"),
            outlet=spider.outlet.name,
            wasted=spider.frontier.flight.excuse,
            lost=lambda: crawler.stats.inc_value("saring/workers_lost"),
        )
        if settings.getbool("SCHEDULED"):
            known = Calendar(spider.ledger, spider.outlet.name, bounds_of(settings)).known().values()
            now = spider.ledger.clock()
            spider.not_due = {each.source: each.next_visit for each in known if each.next_visit > now}
        spider.workers.start()
        crawler.signals.connect(spider.workers.stop, signals.engine_stopped)
        crawler.signals.connect(spider.load_the_rest, signals.response_received)
        if asked.foreign:
            logger.warning(
                "%d lines of urls_file are no articles of %s", asked.foreign, spider.outlet.publisher
            )
        if spider.frontier.run.resumed:
            logger.info("going on with run %d, which was not finished", spider.frontier.run.id)
        return spider

    def load_the_rest(self) -> None:
        """Import what is needed from the first page on."""
        self.crawler.signals.disconnect(self.load_the_rest, signals.response_received)
        for name in _LATER:
            import_module(name)

    @property
    def full(self) -> bool:
        """Whether as many articles as asked for are there."""
        limit = self.arguments.limit
        return limit is not None and self.frontier.emitted >= limit

    async def start(self) -> AsyncIterator[Any]:
        if self.arguments.urls:
            self.lists.offer(map(Entry, self.arguments.urls), "")
            return
        async for request in self.lists.start():
            yield request

    # -- visits ---------------------------------------------------------------------------------------------

    def visit_request(self, lease: Lease) -> Request:
        """The first request of the visit of a leased address."""
        misses = self.gate.amp_misses(host_place(self.site.here(lease.url) or lease.url))
        plan = plan_of(self.site, lease, amp_first=misses < _AMP_PATIENCE)
        return Request(
            plan.first,
            callback=self.visit,
            errback=self.visit_failed,
            headers=dict(plan.headers),
            meta={"tries": lease.tries},
            cb_kwargs={"address": plan.url, "lease": lease, "plan": plan},
        )

    async def visit(self, response: Response, address: str, lease: Lease, plan: Plan) -> AsyncIterator[Visit]:
        """The Visit of the article at ``address``, whose first page this is."""
        yield await self._visited(lease, plan, self._answer(plan.first, response))

    async def visit_failed(self, failure: Failure) -> AsyncIterator[Visit]:
        """The Visit of an article whose first page could not be downloaded; another page may stand in."""
        given = failure.request.cb_kwargs  # type: ignore[attr-defined]
        plan: Plan = given["plan"]
        yield await self._visited(given["lease"], plan, failed(plan.first, failure.value))

    async def _visited(self, lease: Lease, plan: Plan, first: Answer) -> Visit:
        taker = Taker(self.site, lease, plan, self._fetch, self._extract, self._amp_seen(plan))
        try:
            visit = await taker.take(first)
            if visit.article and visit.url != plan.url and self._elsewhere(visit):
                message = f"to {visit.url}, which has its own visit"
                visit.article, visit.fault = None, Fault("skipped", "moved", message)
        except Exception as error:  # our own fault, with its trace; the address must end all the same
            logger.exception("visit broke: %r", lease.url)
            visit = taker.visit
            visit.article, visit.fault = None, Fault("quarantined", "internal_error", repr(error))
        await self.frontier.flight.turn(lease.key)
        return visit

    def _elsewhere(self, visit: Visit) -> bool:
        """Whether a redirect led to an address with a visit of its own."""
        moved = self.site.key(visit.url)
        return moved != visit.key and self.frontier.moved(visit, moved)

    def _amp_seen(self, plan: Plan) -> Any:
        host = host_place(plan.url)
        return lambda there: self.gate.amp_seen(host, there)

    async def _fetch(self, url: str) -> Answer:
        """One more page of an article, past the scheduler but through every middleware and the pause."""
        try:
            response = await self.crawler.engine.download_async(Request(url))
        except Exception as error:
            return failed(url, error)
        return self._answer(url, response)

    def _answer(self, url: str, response: Response) -> Answer:
        middleware = self.crawler.get_downloader_middleware(RobotsMiddleware)
        verdict = middleware.verdict(response.url) if middleware else ""
        return answer_of(url, response, self.site, verdict)

    async def _extract(
        self, html: bytes, url: str, *, more_pages: list[tuple[str, bytes]], header_charset: str | None,
        signature: Mapping[str, Any],
    ) -> Article:  # fmt: skip
        started = time.monotonic()
        try:
            return await self.workers.extract(
                html, url, outlet=self.outlet, more_pages=more_pages, header_charset=header_charset,
                signature=signature,
            )  # fmt: skip
        finally:
            self.pace.read(url, time.monotonic() - started)


def open_ledger(settings: BaseSettings) -> Ledger:
    """The ledger that LEDGER_DSN names, else the one beside the output. Raises LedgerError."""
    folder = Path(settings["OUTPUT_DIR"])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(f"cannot make the output folder: {error}", about=str(folder)) from None
    return Ledger(settings.get("LEDGER_DSN") or default_dsn(folder))


def bounds_of(settings: BaseSettings) -> Bounds:
    """How often a source may be visited, by the settings."""
    return Bounds(*(settings.getfloat(f"SCHEDULE_{which}_SECONDS") for which in ("FIRST", "MIN", "MAX")))


def spider_class(outlet: Outlet, module: str) -> type[OutletSpider]:
    """The spider class of one outlet, as if it stood in ``module``."""
    name = "".join(part.title() for part in outlet.name.split("_")) + "Spider"
    about = f"{outlet.publisher}: {', '.join(outlet.domains)}."
    members = {
        "__module__": module, "__doc__": about, "name": outlet.name, "outlet": outlet,
        "allowed_domains": list(outlet.domains),
    }  # fmt: skip
    return type(name, (OutletSpider,), members)
