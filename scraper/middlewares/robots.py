"""robots.txt by RFC 9309: remembered for a day at most, none crawled while it cannot be asked, Crawl-delay kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from scraper.crawl.fault import Fault
from scraper.crawl.robots import Rules, answered, fresh, unreachable
from scraper.crawl.site import host_place
from scraper.crawl.state import Crawl, crawl_of
from scraper.ledger.hosts import RobotsFile
from scraper.middlewares import Refused
from scraper.scheduler import stopping

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_ROBOTS = "robots_txt"  # in the meta of the request for robots.txt itself
_EVEN_THEN = ("redirect_loop", "redirect_chain")  # RFC 9309, 2.3.1.2: after five redirects there is none


class RobotsMiddleware:
    """Refuses what robots.txt disallows, for the article as well as for the page that stands in for it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, Rules] = {}
        self._until: dict[str, float] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        crawl = crawl_of(self._crawler)
        if crawl is None or request.meta.get(_ROBOTS):
            return
        address = request.cb_kwargs.get("address")
        for url in dict.fromkeys((request.url, address or request.url)):
            rules = await self.rules(crawl, url)
            if not rules.known:
                message = f"robots.txt of {origin_of(url)} cannot be read, so nothing is"
                fault = Fault("failed", "robots_unreachable", message, until=rules.next_try, counts=False)
                raise Refused(fault)
            if not rules.allows(url):
                # One that was led there costs a request each time, and is looked at again after a while only.
                reason = "robots_redirect" if request.meta.get("redirect_urls") else "robots"
                raise Refused(Fault("skipped", reason, f"robots.txt disallows {url[:300]}"))

    async def rules(self, crawl: Crawl, url: str) -> Rules:
        """What the origin of ``url`` allows; asked once, and again when what is known is too old."""
        origin = origin_of(url)
        async with self._asking.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules or crawl.frontier.clock() >= self._until[origin]:
                await self._learn(crawl, origin)
            return self._rules[origin]

    def verdict(self, url: str) -> str:
        """What robots.txt says about an address that was read: ``allowed``, or ``none`` where there is no such file."""
        rules = self._rules.get(origin_of(url))
        return rules.verdict if rules else ""

    async def _learn(self, crawl: Crawl, origin: str) -> None:
        file = crawl.hosts.robots(origin)
        now = crawl.frontier.clock()
        first = origin not in self._rules and not crawl.frontier.run.resumed
        if not fresh(file, now) or (first and (file.etag or file.last_modified)):
            file = await self._asked_patiently(crawl, origin, file)
        rules = Rules(file)
        self._rules[origin] = rules
        self._until[origin] = file.read + 86_400.0 if rules.known else max(file.next_try, now + 1.0)
        crawl.gate.slow_down(host_place(origin), rules.delay)

    async def _asked_patiently(self, crawl: Crawl, origin: str, file: RobotsFile) -> RobotsFile:
        """Ask for it, again while that is soon enough; what is known then, written down."""
        for _ in range(crawl.frontier.policy.tries):
            wait = file.next_try - crawl.frontier.clock()
            if wait > crawl.frontier.policy.stay:
                break
            while (wait := file.next_try - crawl.frontier.clock()) > 0 and not stopping(self._crawler):
                await asyncio.sleep(min(wait, 0.5))
            found = await self._ask(origin, file, crawl.frontier.clock)
            now = crawl.frontier.clock()
            file = found or unreachable(file, now, crawl.frontier.policy.backoff)
            crawl.hosts.keep_robots(origin, file)
            if found or fresh(file, now) or stopping(self._crawler):
                break
        return file

    async def _ask(self, origin: str, file: RobotsFile, clock: Callable[[], float]) -> RobotsFile | None:
        headers = {}
        if file.status is not None and file.etag:
            headers["If-None-Match"] = file.etag
        if file.status is not None and file.last_modified:
            headers["If-Modified-Since"] = file.last_modified
        # The beginning of a huge one counts (2.5), so it must come.
        meta = {_ROBOTS: True, "download_maxsize": self._crawler.settings.getint("LIST_MAXSIZE")}
        request = Request(
            f"{origin}/robots.txt", headers=headers, meta=meta, callback=NO_CALLBACK, priority=1000
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 (whatever it is: it cannot be read)
            if isinstance(error, Refused) and error.fault.reason in _EVEN_THEN:
                return answered(file, 404, b"", None, None, clock())
            logger.warning("robots.txt of %s cannot be read: %s", origin, " ".join(str(error).split())[:200])
            return None
        if "dataloss" in response.flags:
            logger.warning("robots.txt of %s came incomplete", origin)
            return None
        values = [response.headers.get(name) for name in ("ETag", "Last-Modified")]
        etag, modified = (value.decode("latin-1") if value else None for value in values)
        found = answered(file, response.status, response.body, etag, modified, clock())
        if found is None:
            logger.warning("robots.txt of %s cannot be read: HTTP %d", origin, response.status)
        return found


def origin_of(url: str) -> str:
    """Scheme and authority of an address, which is what a robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
