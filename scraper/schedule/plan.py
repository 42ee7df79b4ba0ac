"""What would run when, and why: every outlet's next visit, from its declaration and the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from scraper.crawl.listing import chosen_sources
from scraper.ledger import Ledger
from scraper.ledger.schema import runs, urls
from scraper.outlet import Outlet
from scraper.schedule.calendar import Calendar, Planned
from scraper.schedule.lock import Holder, OutletLock
from scraper.schedule.pace import Bounds


@dataclass(frozen=True, slots=True)
class Plan:
    """One outlet's next run: ``when`` in seconds since 1970 (0: now, never visited; None: not scheduled) and why."""

    outlet: str
    when: float | None
    why: str
    sources: tuple[Planned, ...] = ()
    held: Holder | None = None

    def due(self, now: float) -> bool:
        """Whether it is to run now."""
        return self.when is not None and self.when <= now and self.held is None


def plan_of(ledger: Ledger, outlets: Iterable[Outlet], bounds: Bounds, now: float) -> list[Plan]:
    """The plans, what is due longest first; what is not scheduled last. A missed visit is due once, now."""
    plans = [_plan(ledger, outlet, bounds, now) for outlet in outlets]
    return sorted(plans, key=lambda plan: (plan.when is None, plan.when or 0.0, plan.outlet))


def _plan(ledger: Ledger, outlet: Outlet, bounds: Bounds, now: float) -> Plan:
    if outlet.broken:
        return Plan(outlet.name, None, f"broken: {outlet.broken}")
    known = Calendar(ledger, outlet.name, bounds).known()
    for source in chosen_sources(outlet.sources, (), ()):  # those that a whole crawl reads
        known.setdefault(source.url, Planned(source.url, None, 0.0, bounds.first))
    sources = tuple(sorted(known.values(), key=lambda each: (each.next_visit, each.source)))
    if not sources:
        return Plan(outlet.name, None, "it declares no sources")
    reasons = [(sources[0].next_visit, _why(sources, now)), *_left_over(ledger, outlet.name, now)]
    when, why = min(reasons)
    return Plan(outlet.name, when, why, sources, OutletLock(ledger, outlet.name).holder(now))


def _why(sources: tuple[Planned, ...], now: float) -> str:
    new = [each for each in sources if each.visited is None]
    if len(new) == len(sources):
        return "never visited"
    due = [each.source for each in sources if each.next_visit <= now]
    if due:
        return f"due: {', '.join(due)}"
    first = sources[0]
    return f"{first.source} every {first.interval / 60:.0f} min ({first.new} new at the last visit)"


def _left_over(ledger: Ledger, outlet: str, now: float) -> list[tuple[float, str]]:
    """What earlier runs left to do: (when, why)."""
    failed = urls.c.outlet == outlet, urls.c.state == "failed", urls.c.next_visit > 0
    cut = runs.c.outlet == outlet, runs.c.finished.is_(None), runs.c.alive_until < now
    with ledger.begin() as connection:
        count, first = connection.execute(
            select(func.count(), func.min(urls.c.next_visit)).where(*failed)
        ).one()
        broken_off = connection.execute(select(func.min(runs.c.alive_until)).where(*cut)).scalar()
    found = []
    if count:
        found.append((float(first), f"{count} pages to be tried again"))
    if broken_off is not None:
        found.append((float(broken_off), "a run was cut off"))
    return found
