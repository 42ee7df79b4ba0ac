"""Manners towards a host: requests one at a time, the promised pause apart, none before Retry-After."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scraper.ledger.hosts import Host, Hosts

MAX_DELAY = 120.0  # what a Crawl-delay may ask for
MAX_PAUSE = 86_400.0  # what a Retry-After may ask for
# A transfer that takes longer is overtaken by the next request: one dripping page must not hold up the others.
_SLOW = 5.0
_SLOW_AGAIN = 1.0  # one that was tried before has had its chance
# A request reaches the server at some time before its answer is there; the pause counts from the latest of these that
# is likely (a server's own thinking is no part of it).
_UNSURE_AT_MOST = 0.25
_GLANCE = 0.5  # seconds between two looks at whether the crawl is being stopped


class HostPaused(Exception):
    """The host wants no request for longer than this crawl stays; ``until`` is the time (seconds since 1970)."""

    def __init__(self, host: str, until: float) -> None:
        at = datetime.fromtimestamp(until, UTC).isoformat(timespec="seconds")
        super().__init__(f"{host} wants no request before {at}")
        self.until = until


class Stopping(Exception):
    """The crawl is being stopped; no further request is made."""


@dataclass(slots=True)
class _Place:
    """One host, in monotonic seconds."""

    amp_misses: int
    delay: float
    next_request: float = 0.0
    paused_until: float = 0.0
    number: int = 0  # of the latest request,
    started: float = 0.0  # when it was let in,
    late: float = _UNSURE_AT_MOST  # and how much later it may have reached the server
    inside: dict[int, float] = field(default_factory=dict)  # until when each transfer may hold up the next
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    def holding(self, now: float) -> float:
        """For how many seconds the transfers inside may still hold up the next; 0 when they may not."""
        return max((until - now for until in self.inside.values() if until > now), default=0.0)


class Gate:
    """Every request of the crawl passes here: ``enter`` before it is sent, ``leave`` when its answer is there.

    ``delay``: seconds between two requests to a host, a floor that a host's robots.txt can raise. ``stay``: how long
    the crawl waits for a host that wants a pause. Promises are kept in the ledger, hence across restarts.
    """

    def __init__(self, hosts: Hosts, *, delay: float, stay: float, stopping: Callable[[], bool]) -> None:
        self._hosts = hosts
        self._delay = delay
        self._stay = stay
        self._stopping = stopping
        self._places: dict[str, _Place] = {}
        self._number = 0

    async def enter(self, host: str, *, again: bool = False) -> int:
        """Wait for this request's turn, and hand back its number for ``leave``.

        ``again``: it failed before, so others need not wait long for it. Raises HostPaused or Stopping when its turn
        will not come.
        """
        place = self._place(host)
        async with place.turn:
            while (wait := self._wait(host, place)) > 0:
                if self._stopping():
                    raise Stopping(f"no request to {host}: the crawl is being stopped")
                if place.holding(time.monotonic()):
                    place.left.clear()
                    waiter = asyncio.ensure_future(place.left.wait())
                    await asyncio.wait({waiter}, timeout=min(wait, _GLANCE))
                    waiter.cancel()
                else:
                    await asyncio.sleep(min(wait, _GLANCE))
            self._number += 1
            place.number, place.started, place.late = self._number, time.monotonic(), _UNSURE_AT_MOST
            place.inside[place.number] = place.started + (_SLOW_AGAIN if again else _SLOW)
            place.next_request = place.started + place.delay
            self._keep(host, place)
            return place.number

    def leave(self, host: str, number: int) -> None:
        """The answer to the request of that number is there, or will not come."""
        place = self._place(host)
        place.inside.pop(number, None)
        if number == place.number:
            place.late = min(time.monotonic() - place.started, _UNSURE_AT_MOST)
        place.next_request = max(place.next_request, place.started + place.delay + place.late)
        place.left.set()

    def pause(self, host: str, seconds: float) -> float:
        """The host asked for no request for so long; hands back until when (seconds since 1970)."""
        place = self._place(host)
        seconds = min(seconds, MAX_PAUSE)
        place.paused_until = max(place.paused_until, time.monotonic() + seconds)
        self._keep(host, place)
        return time.time() + place.paused_until - time.monotonic()

    def slow_down(self, host: str, delay: float) -> None:
        """Raise the pause between requests to what the host asks for, within reason."""
        place = self._place(host)
        place.delay = max(self._delay, min(delay, MAX_DELAY))
        if place.started:
            place.next_request = max(place.next_request, place.started + place.delay + place.late)

    def paused(self) -> set[str]:
        """The hosts that want no request now."""
        now = time.monotonic()
        return {host for host, place in self._places.items() if place.paused_until > now}

    def closed(self) -> dict[str, float]:
        """The hosts that want no request for longer than the crawl stays, and until when (seconds since 1970)."""
        now, clock = time.monotonic(), time.time()
        waits = {host: place.paused_until - now for host, place in self._places.items()}
        return {host: clock + wait for host, wait in waits.items() if wait > self._stay}

    def next_opening(self) -> float | None:
        """In how many seconds the next paused host opens; None when none is paused."""
        now = time.monotonic()
        return min(
            (p.paused_until - now for p in self._places.values() if p.paused_until > now), default=None
        )

    def amp_seen(self, host: str, there: bool) -> None:
        """Note whether an AMP twin was there."""
        place = self._place(host)
        now = -1 if there or place.amp_misses < 0 else place.amp_misses + 1
        if now != place.amp_misses:
            place.amp_misses = now
            self._keep(host, place)

    def amp_misses(self, host: str) -> int:
        """How many AMP twins in a row were missing; -1 once one was there."""
        return self._place(host).amp_misses

    def _wait(self, host: str, place: _Place) -> float:
        """Seconds until the next request may be sent (looked at again after that time)."""
        now = time.monotonic()
        pause = place.paused_until - now
        if pause > self._stay:
            raise HostPaused(host, time.time() + pause)
        wait = max(pause, place.next_request - now)
        if place.inside:  # one at a time, unless it is slow; then at a distance that surely is not too short
            wait = max(wait, place.holding(now), place.started + place.delay + _UNSURE_AT_MOST - now)
        return wait

    def slow(self) -> int:
        """How many transfers are being overtaken now."""
        now = time.monotonic()
        return sum(until <= now for place in self._places.values() for until in place.inside.values())

    def _place(self, host: str) -> _Place:
        if host not in self._places:
            known, now, clock = self._hosts.host(host), time.monotonic(), time.time()
            place = _Place(known.amp_misses, self._delay)
            # Never further away than promised, should the clock have been set back.
            place.next_request = now + min(known.next_request - clock, MAX_DELAY)
            place.paused_until = now + min(known.paused_until - clock, MAX_PAUSE)
            self._places[host] = place
        return self._places[host]

    def _keep(self, host: str, place: _Place) -> None:
        offset = time.time() - time.monotonic()
        promised = Host(
            place.next_request + offset + _UNSURE_AT_MOST, place.paused_until + offset, place.amp_misses
        )
        self._hosts.keep_host(host, promised)


def retry_after(value: str | None, date: str | None, now: float) -> float | None:
    """Seconds that a Retry-After header asks for; None where there is none or it is not understood.

    ``date``: the answer's own Date, by which an HTTP date is read, so that clocks need not agree; both are exact to
    a second only, which is added.
    """
    value = (value or "").strip()
    if value.isdecimal():
        return min(float(value[:9]), MAX_PAUSE) + _UNSURE_AT_MOST
    until = _moment(value)
    if until is None:
        return None
    asked = _moment(date)
    return min(max(0.0, until - (now if asked is None else max(asked, now - 60))) + 1.0, MAX_PAUSE)


def _moment(value: str | None) -> float | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except (TypeError, ValueError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
