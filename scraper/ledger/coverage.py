"""How much of a span of days a run has: per day what was found, what was fetched, and what is missing, why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from scraper.ledger.schema import urls, walks
from scraper.ledger.store import Ledger

_HAD = frozenset({"emitted", "unchanged"})
_COPIES = frozenset({"duplicate", "moved"})  # the article is there, under another address
_NOT_ASKED = frozenset({"before_since", "after_until", "other_section", "no_keyword"})


@dataclass(slots=True)
class DayCover:
    """One day: ``walked`` counts the dated archives that were read to that day's end; ``missing`` is by reason."""

    day: str
    found: int = 0
    fetched: int = 0
    walked: int = 0
    missing: Counter[str] = field(default_factory=Counter)

    def plain(self) -> dict[str, Any]:
        """As data."""
        return {
            "day": self.day, "found": self.found, "fetched": self.fetched, "missing": self.missing.total(),
            "reasons": dict(sorted(self.missing.items())), "walked": self.walked,
        }  # fmt: skip


def walked(ledger: Ledger, run: int, source: str) -> set[str]:
    """The days of a dated archive that the run has read to their end."""
    with ledger.begin() as connection:
        mine = walks.c.run == run, walks.c.source == source
        return set(connection.execute(select(walks.c.day).where(*mine)).scalars())


def enter_walk(ledger: Ledger, run: int, source: str, day: str) -> None:
    """Enter that a day of a dated archive was read to its end."""
    with ledger.begin() as connection:
        if day not in walked(ledger, run, source):
            connection.execute(insert(walks).values(run=run, source=source, day=day))


def coverage(ledger: Ledger, outlet: str, run: int, first: date, last: date) -> list[DayCover]:
    """Every day from ``first`` to ``last`` (Jakarta's), with what the run knows of it.

    The day of an article is the one that it prints itself, else the one under which a list named it; an address of
    which no day is known (it failed, and no list dates it) is under no day.
    """
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    found = {day: DayCover(day) for day in days}
    counted = (
        select(urls.c.day, urls.c.state, urls.c.reason, func.count())
        .where(urls.c.outlet == outlet, urls.c.run == run, urls.c.day.between(days[0], days[-1]))
        .group_by(urls.c.day, urls.c.state, urls.c.reason)
    )
    ended = select(walks.c.day, func.count()).where(walks.c.run == run).group_by(walks.c.day)
    with ledger.begin() as connection:
        for day, state, reason, count in connection.execute(counted):
            if state == "skipped" and reason in _NOT_ASKED:
                continue
            cover = found[day]
            cover.found += count
            if state in _HAD or (state == "skipped" and reason in _COPIES):
                cover.fetched += count
            else:
                cover.missing[reason or state] += count
        for day, count in connection.execute(ended):
            if day in found:
                found[day].walked = count
    return list(found.values())


def undated(ledger: Ledger, outlet: str, run: int) -> int:
    """How many addresses of the run gave no article and have no known day."""
    mine = urls.c.outlet == outlet, urls.c.run == run, urls.c.day.is_(None)
    without = urls.c.state.notin_(("emitted", "unchanged")), urls.c.reason.notin_(_NOT_ASKED | _COPIES)
    with ledger.begin() as connection:
        return int(connection.execute(select(func.count()).where(*mine, *without)).scalar_one())


def newest_day(ledger: Ledger, outlet: str, run: int, until: date) -> date | None:
    """The day of the newest article that the run met; None where it met none. What lies after ``until`` is none."""
    mine = urls.c.outlet == outlet, urls.c.run == run, urls.c.state.in_(_HAD)
    with ledger.begin() as connection:
        met = select(func.max(urls.c.day)).where(*mine, urls.c.day <= until.isoformat())
        day = connection.execute(met).scalar()
    return date.fromisoformat(day) if day else None
