"""Manners towards a host: one visitor, requests one at a time, the promised pause apart, none before Retry-After."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scraper.ledger.hosts import Held, Host, Hosts

logger = logging.getLogger(__name__)

MAX_DELAY = 120.0  # what a Crawl-delay may ask for
MAX_PAUSE = 86_400.0  # what a Retry-After may ask for
# A transfer that takes longer is overtaken by the next request: one dripping page must not hold up the others.
_SLOW = 5.0
_SLOW_AGAIN = 1.0  # one that was tried before has had its chance
# A request reaches the server at some time before its answer is there; the pause counts from the latest of these that
# is likely (a server's own thinking is no part of it).
_UNSURE_AT_MOST = 1.0  # a server that is busy with a huge page may notice the next request so late
_ROUNDED = 0.25  # seconds that a Retry-After may have been rounded off
_UNSURE_FIRST = 2.0  # a process's very first request loads the client, then looks up the name
_GLANCE = 0.5  # seconds between two looks at whether the crawl is being stopped
_LOOK = 1.0  # seconds between two looks at whether a host that another process visits is free
_IDLE = 5.0  # a host that was asked for nothing for so long is left to others

_SECONDS = re.compile(r"\d+(?:\.\d+)?\Z", re.ASCII)


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

    delay: float
    amp_misses: int = 0
    since: float | None = None  # when this process became its visitor; None while it is not
    wanted: bool = False  # another process waits for it
    look_again: float = 0.0  # whether it is free
    last_left: float = 0.0
    said: bool = False  # that another process visits it
    promised: float = 0.0  # when the ledger was last told of a request
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
    the crawl waits for a host that wants a pause. Promises are kept in the ledger, hence across restarts; so is who
    visits a host, across processes and machines: one at a time, for ``turn`` seconds where others wait for it.
    """

    def __init__(
        self, hosts: Hosts, *, delay: float, stay: float, stopping: Callable[[], bool], turn: float = 30.0
    ) -> None:
        self._hosts = hosts
        self._turn = turn
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
            while (wait := self._until_let_in(host, place, again=again)) > 0:
                if self._stopping():
                    raise Stopping(f"no request to {host}: the crawl is being stopped")
                if place.holding(time.monotonic()):
                    place.left.clear()
                    waiter = asyncio.ensure_future(place.left.wait())
                    await asyncio.wait({waiter}, timeout=min(wait, _GLANCE))
                    waiter.cancel()
                else:
                    await asyncio.sleep(min(wait, _GLANCE))
            return place.number

    def _until_let_in(self, host: str, place: _Place, *, again: bool) -> float:
        """Seconds until it is worth asking once more; 0 when the request was let in."""
        if not self.claim(host):
            return max(0.01, place.look_again - time.monotonic())
        wait = self._wait(host, place)
        if wait > 0:
            return wait
        started = time.monotonic()
        wanted: bool | None = place.wanted
        unsure = (_UNSURE_AT_MOST if self._number else _UNSURE_FIRST) if place.delay else 0.0
        if place.delay or started - place.promised > _LOOK:  # without a pause there is nothing to promise
            wanted = self._hosts.promise(host, self._clock(started + place.delay + unsure))
            place.promised = started
        if wanted is None:  # this process was silent for so long that another one took the host
            self._lose(place)
            return 0.01
        self._number += 1
        place.wanted, place.number, place.started, place.late = wanted, self._number, started, unsure
        place.inside[place.number] = started + (_SLOW_AGAIN if again else _SLOW)
        place.next_request = started + place.delay
        return 0.0

    def leave(self, host: str, number: int) -> None:
        """The answer to the request of that number is there, or will not come."""
        place = self._place(host)
        place.inside.pop(number, None)
        if number == place.number:
            # Where no pause was promised, none was reckoned; robots.txt, just read, may ask for one.
            place.late = min(time.monotonic() - place.started, place.late or _UNSURE_FIRST)
        place.next_request = max(place.next_request, place.started + place.delay + place.late)
        place.last_left = time.monotonic()
        place.left.set()
        if place.since is not None and place.wanted and place.last_left - place.since > self._turn:
            self._release(host, place)

    # -- whose host it is -----------------------------------------------------------------------------------

    def claim(self, host: str) -> bool:
        """Whether this process is the visitor of a host, or has just become it; the ledger is asked now and then."""
        place = self._place(host)
        now = time.monotonic()
        if place.since is not None:
            return True
        if now < place.look_again:
            return False
        found = self._hosts.claim(host, 3 * _LOOK)
        if isinstance(found, Held):
            place.look_again = now + _LOOK
            if not place.said:
                logger.info("%s is visited by another crawl (%s), waiting for a turn", host, found.owner)
                place.said = True
            return False
        place.since, place.wanted, place.said, place.last_left = now, False, False, now
        self._learn(place, found)
        return True

    def elsewhere(self) -> set[str]:
        """The hosts that another process visits, as far as is known."""
        now = time.monotonic()
        return {h for h, place in self._places.items() if place.since is None and place.look_again > now}

    def tidy(self) -> None:
        """Keep the hosts that are being visited, leave the others to whoever wants them."""
        now = time.monotonic()
        for host, place in self._places.items():
            if place.since is not None and not place.turn.locked() and now - place.last_left > _IDLE:
                self._release(host, place)
        self._hosts.renew()

    def close(self) -> None:
        """Leave every host, at the end of the crawl."""
        for host, place in self._places.items():
            if place.since is not None:
                place.inside.clear()
                self._release(host, place)

    def _release(self, host: str, place: _Place) -> None:
        if place.inside:  # two visitors at once would be one too many, however slow one of them is
            return
        self._hosts.release(host, self._clock(place.next_request))
        self._lose(place)

    def _lose(self, place: _Place) -> None:
        place.since, place.wanted, place.look_again = None, False, time.monotonic() + _GLANCE

    # -- what hosts ask for ---------------------------------------------------------------------------------

    def pause(self, host: str, seconds: float) -> float:
        """The host asked for no request for so long; hands back until when (seconds since 1970)."""
        place = self._place(host)
        seconds = min(seconds, MAX_PAUSE)
        place.paused_until = max(place.paused_until, time.monotonic() + seconds)
        until = self._clock(place.paused_until)
        self._hosts.pause(host, until)
        return until

    def slow_down(self, host: str, delay: float) -> None:
        """Raise the pause between requests to what the host asks for, within reason."""
        place = self._place(host)
        place.delay = max(self._delay, min(delay, MAX_DELAY))
        if place.started:
            place.next_request = max(place.next_request, place.started + place.delay + place.late)

    def paused(self) -> set[str]:
        """The hosts that want no request now."""
        return {host for host, place in self._places.items() if place.paused_until > time.monotonic()}

    def closed(self) -> dict[str, float]:
        """The hosts that want no request for longer than the crawl stays, and until when (seconds since 1970)."""
        now = time.monotonic()
        paused = {h: place.paused_until for h, place in self._places.items()}
        return {h: self._clock(until) for h, until in paused.items() if until - now > self._stay}

    def next_opening(self) -> float | None:
        """In how many seconds the next paused host opens, or one that is visited elsewhere may; None without any."""
        now = time.monotonic()
        opens = [p.paused_until for p in self._places.values()]
        opens += [p.look_again for p in self._places.values() if p.since is None]
        return min((at - now for at in opens if at > now), default=None)

    def amp_seen(self, host: str, there: bool) -> None:
        """Note whether an AMP twin was there."""
        place = self._place(host)
        now = -1 if there or place.amp_misses < 0 else place.amp_misses + 1
        if now != place.amp_misses:
            place.amp_misses = now
            self._hosts.keep_amp(host, now)

    def amp_misses(self, host: str) -> int:
        """How many AMP twins in a row were missing; -1 once one was there."""
        return self._place(host).amp_misses

    def _wait(self, host: str, place: _Place) -> float:
        """Seconds until the next request may be sent (looked at again after that time)."""
        now = time.monotonic()
        pause = place.paused_until - now
        if pause > self._stay:
            raise HostPaused(host, self._clock(place.paused_until))
        wait = max(pause, place.next_request - now)
        if place.inside:  # one at a time, unless it is slow; then at a distance that surely is not too short
            wait = max(wait, place.holding(now), place.started + place.delay + place.late - now)
        return wait

    def slow(self) -> int:
        """How many transfers are being overtaken now."""
        now = time.monotonic()
        return sum(until <= now for place in self._places.values() for until in place.inside.values())

    def _place(self, host: str) -> _Place:
        if host not in self._places:
            self._places[host] = _Place(self._delay)
            self._learn(self._places[host], self._hosts.host(host))
        return self._places[host]

    def _learn(self, place: _Place, known: Host) -> None:
        """Take over what was promised before, by whoever visited the host."""
        now, clock = time.monotonic(), self._hosts.clock()
        # Never further away than promised, should the clock have been set back.
        place.next_request = max(place.next_request, now + min(known.next_request - clock, MAX_DELAY))
        place.paused_until = max(place.paused_until, now + min(known.paused_until - clock, MAX_PAUSE))
        place.amp_misses = known.amp_misses

    def _clock(self, moment: float) -> float:
        """A moment of this process's monotonic clock, by the ledger's."""
        return moment - time.monotonic() + self._hosts.clock()


def retry_after(value: str | None, date: str | None, now: float) -> float | None:
    """Seconds that a Retry-After header asks for; None where there is none or it is not understood.

    ``date``: the answer's own Date, by which an HTTP date is read (clocks need not agree), exact to a second only.
    """
    value = (value or "").strip()
    if _SECONDS.match(value):  # a fraction is against the rules, but clear enough
        return min(float(value[:9]), MAX_PAUSE) + _ROUNDED
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
