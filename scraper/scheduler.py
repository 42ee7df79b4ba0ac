"""Scrapy's scheduler over the ledger: articles are leased one by one, lists come when no article waits."""

from __future__ import annotations

import heapq
import itertools
import logging
import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.asyncio import AsyncioLoopingCall, call_later, create_looping_call

from scraper.crawl.state import Crawl, crawl_of
from scraper.ledger.queue import Lease

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.utils.asyncio import CallLaterResult

logger = logging.getLogger(__name__)

_TIDY = 10.0  # seconds between two renewals at most, and two looks at which hosts are not needed any more
_MOST_SLOW = 12  # pages that drip, for which others are visited meanwhile
NOT_BEFORE = "not_before"  # in a request's meta: monotonic seconds, for lists that are tried again


class LedgerScheduler(BaseScheduler):
    """Hands the engine, in this order: steps of visits under way (redirects), leased addresses, lists.

    Only what can be had again from the ledger or by reading the lists anew is in memory.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._crawl: Crawl | None = None
        self._steps: deque[Request] = deque()
        self._lists: deque[Request] = deque()
        self._later: list[tuple[float, int, Request]] = []
        self._number = itertools.count()
        self._alarm: CallLaterResult | None = None
        self._renewal: AsyncioLoopingCall | Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Start to keep this process's leases and hosts alive."""
        self._crawl = crawl_of(self._crawler)
        if self._crawl:
            self._renewal = create_looping_call(partial(_keep_alive, self._crawl))
            self._renewal.start(min(_TIDY, self._crawl.frontier.policy.lease / 4), now=False)

    def close(self, reason: str) -> None:
        """Stop the timers, and leave the hosts to others."""
        if self._crawl:
            self._crawl.gate.close()
        if self._alarm:
            self._alarm.cancel()
        if self._renewal is not None and self._renewal.running:
            self._renewal.stop()

    def enqueue_request(self, request: Request) -> bool:
        """Take a request in: one for a list, or a further step of a visit."""
        if request.meta.get(NOT_BEFORE, 0) > time.monotonic():
            heapq.heappush(self._later, (request.meta[NOT_BEFORE], next(self._number), request))
        elif "lease" in request.cb_kwargs or self._crawl is None:
            self._steps.append(request)
        else:
            self._lists.append(request)
        return True

    def has_pending_requests(self) -> bool:
        """Whether there is, or will soon be, something to ask for."""
        if self._steps or self._lists or self._later:
            return True
        if self._crawl is None or self._crawl.full:
            return False
        return self._crawl.frontier.pending

    def next_request(self) -> Request | None:
        """The next request, or None while there is none; then the engine is woken when there is."""
        if self._steps:
            return self._steps.popleft()
        crawl = self._crawl
        while self._later and self._later[0][0] <= time.monotonic():
            self._lists.append(heapq.heappop(self._later)[2])
        if crawl is None:
            return self._lists.popleft() if self._lists else None
        if not crawl.full:
            if crawl.frontier.busy(_slow(crawl)):
                return None  # the end of a visit wakes the engine
            lease = self._take(crawl)
            if lease:
                return crawl.visit_request(lease)
            for host, until in crawl.gate.closed().items():
                crawl.frontier.queue.hold(host, until)
        # A list may name hundreds of addresses, so it is asked for when the others are done with.
        if self._lists and (crawl.full or not crawl.frontier.due_now):
            return self._lists.popleft()
        self._wake_later(crawl)
        return None

    def _take(self, crawl: Crawl) -> Lease | None:
        """The next address on a host that is ours to visit."""
        gate = crawl.gate
        while lease := crawl.frontier.take(gate.paused() | gate.elsewhere(), _slow(crawl)):
            if gate.claim(lease.host):
                return lease
            crawl.frontier.give_back(lease)  # and is now known to be visited elsewhere
        return None

    def _wake_later(self, crawl: Crawl) -> None:
        """Wake the engine when something falls due: by itself it looks every five seconds."""
        waits = [self._later[0][0] - time.monotonic()] if self._later else []
        due, opening = crawl.frontier.due_in(), crawl.gate.next_opening()
        waits += [wait for wait in (due or None, opening) if wait is not None]
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        if waits:
            self._alarm = call_later(max(0.01, min(waits)), self._wake)

    def _wake(self) -> None:
        self._alarm = None
        wake(self._crawler)


def _slow(crawl: Crawl) -> int:
    """How many visits may be under way beside the usual ones, because pages drip."""
    return min(crawl.gate.slow(), _MOST_SLOW)


def _keep_alive(crawl: Crawl) -> None:
    crawl.frontier.renew()
    crawl.gate.tidy()
    crawl.output.flush()


def wake(crawler: Crawler) -> None:
    """Have the engine ask the scheduler now. Scrapy has no public call for it but `engine.crawl(request)`."""
    slot = crawler.engine._slot if crawler.engine else None
    if slot is not None:
        slot.nextcall.schedule()


def stopping(crawler: Crawler) -> bool:
    """Whether the engine is closing the spider."""
    slot = crawler.engine._slot if crawler.engine else None
    return slot is None or slot.closing is not None
