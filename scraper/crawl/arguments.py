"""What a crawl is asked for (``-a name=value``), read strictly: what is not understood stops the crawl."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from scraper.crawl.site import Site
from scraper.errors import UsageError
from scraper.outlet import WIB, Outlet
from scraper.text.dates import parse_moment

_NAMES = ("url", "since", "until", "limit", "origin")
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_ORIGIN = re.compile(r"https?://[\w.-]+(?::\d{1,5})?/?\Z", re.IGNORECASE)
# A list's date and the page's own may lie in different zones, or one may be that of an edit soon after.
_SLACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days asked for, both inclusive, in Jakarta's time; None is open."""

    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    def misses(self, published: str | None) -> str | None:
        """Why an article of that time lies outside: before_since, after_until or undated; None inside."""
        if not self:
            return None
        day = _day(published)
        if day is None:
            return "undated"
        if self.since and day < self.since:
            return "before_since"
        return "after_until" if self.until and day > self.until else None

    def surely_misses(self, published: str | None, modified: str | None) -> str | None:
        """The same from what a list prints, where that is beyond doubt: saves a request, never an article.

        The last change cannot come before the publication, so it only tells what is too old.
        """
        day = _listed_day(published)
        latest = day or _listed_day(modified)
        if self.since and latest and latest + _SLACK < self.since:
            return "before_since"
        return "after_until" if self.until and day and day - _SLACK > self.until else None


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the crawl is asked for: addresses (else everything discovered), a window, a number, an origin."""

    urls: tuple[str, ...] = ()
    window: Window = Window()
    limit: int | None = None
    origin: str | None = None

    @classmethod
    def parse(cls, outlet: Outlet, given: Mapping[str, str]) -> Arguments:
        """Arguments of a crawl of ``outlet`` from printed values; raises UsageError naming the wrong one."""
        for name in given:
            if name not in _NAMES and name != "_job":  # which Scrapyd gives to every spider
                raise UsageError(f"there is no such argument; known: {', '.join(_NAMES)}", about=f"-a {name}")
        since, until = (_date(name, given.get(name)) for name in ("since", "until"))
        if since and until and since > until:
            raise UsageError(f"lies after until={until}", about=f"-a since={since}")
        origin = _origin(given.get("origin"))
        urls = _urls(given.get("url"), Site(outlet, origin))
        return cls(urls, Window(since, until), _limit(given.get("limit")), origin)


def _date(name: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        if not _DATE.match(value.strip()):
            raise ValueError
        return date.fromisoformat(value.strip())
    except ValueError:
        raise UsageError("not a date; write it like 2024-06-01", about=f"-a {name}={value}") from None


def _limit(value: str | None) -> int | None:
    if value is None:
        return None
    if not re.fullmatch(r"[1-9]\d{0,8}", value.strip()):
        raise UsageError("not a number of articles; write it like 20", about=f"-a limit={value}")
    return int(value)


def _origin(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        good = bool(_ORIGIN.match(value.strip())) and urlsplit(value.strip()).port != 0
    except ValueError:  # a port beyond 65535
        good = False
    if not good:
        raise UsageError("not an origin; write it like http://127.0.0.1:8000", about=f"-a origin={value}")
    return value.strip().rstrip("/").lower()


def _urls(value: str | None, site: Site) -> tuple[str, ...]:
    """The addresses of ``-a url=``; a comma separates only before the next one, for they may hold commas."""
    if value is None:
        return ()
    found: dict[str, None] = {}
    for printed in re.split(r"[,\s]+(?=https?:)|\s+", value.strip()):
        about = f"-a url={printed}"
        if site.here(printed) is None or "://" not in printed:
            raise UsageError(f"not an address of {site.outlet.publisher} ({site.home})", about=about)
        address = site.article(printed)
        if address is None:
            raise UsageError(f"not the address of an article of {site.outlet.publisher}", about=about)
        found[address] = None
    return tuple(found)


def _day(iso: str | None) -> date | None:
    if not iso:
        return None
    if len(iso) == 10:
        return date.fromisoformat(iso)
    return datetime.fromisoformat(iso).astimezone(WIB).date()


def _listed_day(printed: str | None) -> date | None:
    moment = parse_moment(printed) if printed else None
    return _day(moment.iso) if moment else None
