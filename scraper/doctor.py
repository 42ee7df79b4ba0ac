"""Looks whether crawls can go well here, and says what to do where they cannot. No Scrapy."""

from __future__ import annotations

import os
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, distribution, requires, version
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement
from sqlalchemy import func, select, text

from scraper import __version__
from scraper.crawl.robots import Rules, answered
from scraper.crawl.site import Site
from scraper.errors import SaringError
from scraper.ledger import Ledger
from scraper.ledger.hosts import RobotsFile
from scraper.ledger.owner import alive
from scraper.ledger.schema import locks, runs, urls
from scraper.outlet import Index, Outlet
from scraper.text.urls import host_of

Level = Literal["ok", "warning", "bad"]

_CLOCK = 60.0  # seconds that two clocks may differ
_LEAST_FREE = 200 * 2**20  # bytes of disk below which a crawl cannot be trusted to end, …
_LITTLE_FREE = 2 * 2**30  # … and below which it is said
_SECONDS = 15.0  # that a robots.txt may take
_PYTHON = ((3, 11), (3, 14))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do where it is not well (else empty)."""

    what: str
    level: Level
    says: str
    do: str = ""


def installation() -> Iterator[Finding]:
    """Python, saring, its packages in the ranges they need, and its extras."""
    printed = ".".join(map(str, sys.version_info[:3]))
    fits = _PYTHON[0] <= sys.version_info[:2] < _PYTHON[1]
    advice = "" if fits else "Install saring with Python 3.11, 3.12 or 3.13."
    yield Finding("python", "ok" if fits else "bad", printed, advice)
    try:
        needed = [Requirement(line) for line in requires("saring") or ()]
    except PackageNotFoundError:
        yield Finding(
            "saring", "bad", "not installed here", "pip install saring, or --editable . in a checkout."
        )
        return
    wrong = [problem for need in needed if not need.extras and _wanted(need, "") for problem in _wrong(need)]
    for problem in wrong:
        yield Finding("package", "bad", problem, "pip install --upgrade saring")
    if not wrong:
        yield Finding("saring", "ok", f"{__version__}, and every package it needs")
    for extra in sorted(distribution("saring").metadata.get_all("Provides-Extra") or ()):
        own = [need for need in needed if _wanted(need, extra) and not _wanted(need, "")]
        lacks = [problem for need in own if need.name != "saring" for problem in _wrong(need)]
        says = f"not installed ({', '.join(lacks)})" if lacks else "installed"
        yield Finding(f"extra {extra}", "ok", says)


def _wanted(need: Requirement, extra: str) -> bool:
    return need.marker is None or need.marker.evaluate({"extra": extra})


def _wrong(need: Requirement) -> Iterator[str]:
    try:
        found = version(need.name)
    except PackageNotFoundError:
        yield f"{need.name} is missing"
        return
    if not need.specifier.contains(found, prereleases=True):
        yield f"{need.name} {found} does not fit {need.specifier}"


def contact(given: str) -> Finding:
    """Whether outlets can reach who crawls them."""
    if given:
        return Finding("contact", "ok", given)
    advice = "Set CONTACT=you@example.org in the environment, or give -s CONTACT=… to scrapy crawl."
    return Finding("contact", "warning", "not set: outlets cannot reach you", advice)


def disk(out: Path) -> Finding:
    """Whether there is room for what crawls write."""
    place = next(folder for folder in (out, *out.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    says = f"{free / 2**30:.1f} GiB free in {place}"
    if not os.access(place, os.W_OK):
        return Finding(
            "output", "bad", f"{place} cannot be written", "Give another --out, or its owner's rights."
        )
    level: Level = "bad" if free < _LEAST_FREE else "warning" if free < _LITTLE_FREE else "ok"
    return Finding("output", level, says, "" if level == "ok" else "Make room, or give another --out.")


def ledger(dsn: str, now: float) -> Iterator[Finding]:
    """Whether it opens and can be written, how it is set, what is left leased, and what its server's clock says."""
    try:
        opened = Ledger(dsn)
    except SaringError as error:
        yield Finding("ledger", "bad", f"{error.about}: {error.message}", error.advice)
        return
    with closing(opened), opened.begin() as connection:  # SQLite's begins as a writer
        shown = opened.engine.url.render_as_string(hide_password=True)
        if opened.is_file:
            mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
            state = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
            good = mode == "wal" and state == "ok"
            advice = (
                ""
                if good
                else "Keep the ledger on a local disk; restore it from a backup where it is damaged."
            )
            yield Finding("ledger", "ok" if good else "bad", f"{shown}: {mode}, {state}", advice)
        else:
            name = connection.execute(text("show server_version")).scalar_one()
            server = float(
                connection.execute(text("select extract(epoch from clock_timestamp())")).scalar_one()
            )
            yield Finding("ledger", "ok", f"{shown}: PostgreSQL {name}")
            yield _clock("clock", "the ledger's server", server - now)
        started = connection.execute(select(func.max(runs.c.started))).scalar()
        if started is not None and started > now + _CLOCK:
            yield _clock("clock", "the newest run in the ledger", started - now)
        yield from _left(connection, now)


def _left(connection: object, now: float) -> Iterator[Finding]:
    """Leases and locks that nobody holds any more."""
    ask = connection.execute  # type: ignore[attr-defined]
    count = ask(select(func.count()).where(urls.c.state == "leased", urls.c.lease_until < now)).scalar_one()
    if count:
        says = f"{count} addresses are left over from crawls that were cut off"
        yield Finding("leases", "warning", says, "Run the crawl again: it takes them up.")
    else:
        yield Finding("leases", "ok", "none left over")
    for row in ask(select(locks).where(locks.c.until > now)):
        if alive(row.owner):
            yield Finding("locks", "ok", f"{row.outlet} is held by a scheduled run ({row.owner})")


def _clock(what: str, whose: str, ahead: float) -> Finding:
    says = f"{abs(ahead):.0f} s {'behind' if ahead > 0 else 'ahead of'} {whose}"
    far = abs(ahead) > _CLOCK
    advice = "Set the clock by NTP (timedatectl set-ntp true): dates and leases go by it." if far else ""
    return Finding(what, "bad" if far else "ok", says, advice)


def outlet(which: Outlet, origin: str | None, agent: str) -> Iterator[Finding]:
    """What an outlet's robots.txt allows of what its crawl would ask for, and what its clock says."""
    site = Site(which, origin)
    what = f"robots {which.name}"
    if which.broken:
        yield Finding(what, "warning", f"not scheduled: {which.broken}", "`scrapy crawl` still tries it.")
    asked = time.time()
    try:
        status, body, date = _read(f"{site.home}/robots.txt", agent)
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", None) or error
        says = f"{site.home}/robots.txt cannot be read: {why}"
        yield Finding(what, "bad", says, "Check network, DNS and proxy; until it answers nothing is crawled.")
        return
    file = answered(RobotsFile(), status, body, None, None, asked)
    yield _verdict(what, which, site, Rules(file or RobotsFile()), status)
    if date is not None and abs(date - asked) > _CLOCK:
        yield replace(_clock(f"clock {which.name}", host_of(site.home), date - asked), level="warning")


def _verdict(what: str, which: Outlet, site: Site, rules: Rules, status: int) -> Finding:
    if not rules.known:
        return Finding(
            what, "bad", f"it answers {status}: nothing may be crawled now", "Try again within a day."
        )
    # A placeholder stands for any page and day.
    asked = [site.here(_any(each.url) if isinstance(each, Index) else each.url) for each in which.sources]
    refused = [url for url in asked if url and not rules.allows(url)]
    if not rules.allows(f"{site.home}/"):
        return Finding(what, "bad", "it refuses crawlers", "Leave it out, or ask the outlet for its leave.")
    says = f"answers {status}" + (f", a pause of {rules.delay:g} s" if rules.delay else "")
    if refused and len(refused) == len(asked):
        return Finding(
            what, "bad", f"{says}; refuses every source", "Its crawl finds nothing; ask the outlet."
        )
    if refused:
        return Finding(what, "warning", f"{says}; refuses {', '.join(refused)}", "The crawl goes without it.")
    return Finding(what, "ok", says)


def _any(url: str) -> str:
    for name, value in (("{page}", "1"), ("{d}", "01"), ("{m}", "01"), ("{y}", "2024")):
        url = url.replace(name, value)
    return url


def _read(url: str, agent: str) -> tuple[int, bytes, float | None]:
    request = urllib.request.Request(url, headers={"User-Agent": agent})  # noqa: S310  # the outlet's own, or --origin
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as reply:  # noqa: S310  # as above
            return reply.status, reply.read(1024 * 1024), _date(reply.headers.get("Date"))
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b"", _date(error.headers.get("Date"))


def _date(printed: str | None) -> float | None:
    try:
        return parsedate_to_datetime(printed or "").timestamp()
    except (TypeError, ValueError):
        return None


def well(findings: Sequence[Finding]) -> bool:
    """Whether nothing is bad."""
    return not any(finding.level == "bad" for finding in findings)
