"""The last before the net: every request waits at the gate, and what the host asks for is written down."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from scraper.crawl.fault import Fault
from scraper.crawl.manners import HostPaused, Stopping, retry_after
from scraper.crawl.site import host_place
from scraper.crawl.state import crawl_of
from scraper.middlewares import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# With these a server speaks of itself, not of one page: nothing is asked of it before the time it names.
_OF_THE_HOST = frozenset({429, 503})


class MannersMiddleware:
    """One request at a time to a host, the pause between two exact, none before Retry-After."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._inside: dict[int, tuple[str, int]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        crawl = crawl_of(self._crawler)
        if crawl is None:
            return
        host = host_place(request.url)
        try:
            number = await crawl.gate.enter(host, again=request.meta.get("tries", 0) > 0)
        except HostPaused as pause:
            fault = Fault("failed", "host_paused", str(pause), until=pause.until, counts=False)
            raise Refused(fault) from None
        except Stopping as stop:
            raise Refused(Fault("failed", "stopped", str(stop), counts=False)) from None
        self._inside[id(request)] = host, number
        crawl.pace.asked(host, time.monotonic())

    def process_response(self, request: Request, response: Response) -> Response:
        crawl = crawl_of(self._crawler)
        if crawl is None:
            return response
        crawl.pace.answered(request.url, response.status, request.meta.get("download_latency", 0.0))
        until = None
        if response.status in _OF_THE_HOST:
            wait = retry_after(_text(response, "Retry-After"), _text(response, "Date"), time.time())
            if wait is not None:
                crawl.pace.retry_after += 1
                until = crawl.gate.pause(host_place(request.url), wait)
        self._leave(request)
        if until is not None:
            message = f"HTTP {response.status}, Retry-After {until - crawl.frontier.clock():.0f} s"
            fault = Fault("failed", f"http_{response.status}", message, until=until)
            raise Refused(fault, response.body, response.status)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        self._leave(request)

    def _leave(self, request: Request) -> None:
        entered, crawl = self._inside.pop(id(request), None), crawl_of(self._crawler)
        if entered and crawl:
            crawl.gate.leave(*entered)


def _text(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
