"""When each source of an outlet is to be visited next: kept in the ledger, from what its visits gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from scraper.ledger import Ledger
from scraper.ledger.schema import source_visits, urls
from scraper.schedule.pace import Bounds, next_interval


@dataclass(frozen=True, slots=True)
class Planned:
    """The next visit of a source. Times are seconds since 1970, ``visited`` None before the first.

    ``new``: addresses that its last visit was the first to name, ``elapsed`` seconds after the one before (0: none).
    """

    source: str
    visited: float | None
    next_visit: float
    interval: float
    new: int = 0
    elapsed: float = 0.0

    @property
    def per_day(self) -> float | None:
        """New articles a day, as the last visit saw it; None while there is no rate."""
        return self.new * 86_400 / self.elapsed if self.elapsed else None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a crawl saw of a source: how many addresses, and whether it could be read."""

    found: int
    read: bool


class Calendar:
    """The visits of one outlet's sources."""

    def __init__(self, ledger: Ledger, outlet: str, bounds: Bounds) -> None:
        self._ledger = ledger
        self._outlet = outlet
        self._bounds = bounds

    def known(self) -> dict[str, Planned]:
        """Every source that was visited, with its next visit."""
        with self._ledger.begin() as connection:
            rows = connection.execute(
                select(source_visits).where(source_visits.c.outlet == self._outlet)
            ).all()
        return {
            row.source: Planned(
                row.source, row.visited, row.next_visit, row.interval, row.found_new, row.elapsed
            )
            for row in rows
        }

    def note(self, run: int, seen: Mapping[str, Seen], now: float, *, skipped: frozenset[str]) -> None:
        """Write down the visits of a run that ended at ``now``.

        ``skipped``: sources that were not due. A source that was due and that the crawl did not meet is none of the
        outlet's any more, and is forgotten; one that could not be read is tried again after its usual pause.
        """
        known = self.known()
        which = urls.c.outlet == self._outlet, urls.c.first_run == run
        with self._ledger.begin() as connection:
            counts = select(urls.c.source, func.count()).where(*which).group_by(urls.c.source)
            new = {row[0]: row[1] for row in connection.execute(counts)}
            gone = [name for name in known if name in seen or (seen and name not in skipped)]
            connection.execute(
                delete(source_visits).where(
                    source_visits.c.outlet == self._outlet, source_visits.c.source.in_(gone)
                )
            )
            for name, what in seen.items():
                row = self._visit(known.get(name), what, new.get(name, 0), now)
                connection.execute(
                    insert(source_visits).values(outlet=self._outlet, source=name, visited=now, **row)
                )

    def _visit(self, before: Planned | None, what: Seen, new: int, now: float) -> dict[str, float]:
        interval = before.interval if before else self._bounds.first
        elapsed = now - before.visited if before and before.visited is not None else None
        if what.read:
            interval = next_interval(interval, elapsed, new=new, found=what.found, bounds=self._bounds)
        return {
            "interval": interval, "next_visit": now + interval, "found_new": new, "elapsed": elapsed or 0.0,
        }  # fmt: skip
