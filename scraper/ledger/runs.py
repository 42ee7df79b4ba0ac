"""Runs: one crawl of one outlet for one purpose. Killed and started again with the same arguments, it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from sqlalchemy import Connection, and_, case, insert, or_, select, update

from scraper.ledger.aliases import ALIAS
from scraper.ledger.schema import runs, urls
from scraper.ledger.store import Ledger

_REMEMBERED = 5  # finished runs whose yield makes the baseline
_TELLING = 10  # pages read anew below which a run's yield says nothing


@dataclass(frozen=True, slots=True)
class Run:
    """The run that this process works on. ``baseline`` is the usual share of sound articles, None while unknown."""

    id: int
    outlet: str
    resumed: bool
    baseline: float | None


@dataclass(slots=True)
class Yield:
    """How many pages a run read anew, and how many of them gave an article as its outlet prints them."""

    tried: int = 0
    sound: int = 0

    @property
    def telling(self) -> bool:
        """Whether there are enough pages to judge by."""
        return self.tried >= _TELLING

    def below(self, baseline: float | None) -> bool:
        """Whether this is less than half of what the outlet usually gives."""
        return baseline is not None and self.telling and self.sound < 0.5 * baseline * self.tried


def open_run(
    ledger: Ledger,
    outlet: str,
    scope: str,
    *,
    everything: bool,
    now: float,
    lease: float,
    patience: float = 0.0,
    origin: str = "",
) -> Run:
    """The run to work on: the unfinished one of the same scope, else a new one.

    ``everything``: a crawl without a choice of addresses also takes over what runs of other scopes left open, when
    they are not alive any more, and what failed and falls due within ``patience`` seconds; only of runs to the same
    ``origin``, as another one may not have the page.
    """
    with ledger.begin(outlet) as connection:
        unfinished = runs.c.outlet == outlet, runs.c.finished.is_(None)
        found = connection.execute(
            select(runs.c.id).where(*unfinished, runs.c.scope == scope).order_by(runs.c.id)
        ).scalar()
        resumed = found is not None
        if found is None:
            values = {"outlet": outlet, "scope": scope, "origin": origin, "started": now}
            opened = insert(runs).values(**values, alive_until=now + lease)
            found = connection.execute(opened.returning(runs.c.id)).scalar_one()
        if everything:
            _take_over(connection, outlet, origin, found, now, now + patience)
        connection.execute(update(runs).where(runs.c.id == found).values(alive_until=now + lease))
        return Run(found, outlet, resumed, _baseline(connection, outlet))


def _take_over(connection: Connection, outlet: str, origin: str, run: int, now: float, due: float) -> None:
    """Make the open addresses of dead runs this run's, and the failed ones that fall due; end the dead runs."""
    others = select(runs.c.id).where(runs.c.outlet == outlet, runs.c.origin == origin, runs.c.id != run)
    dead = others.where(runs.c.finished.is_(None), runs.c.alive_until < now)
    abandoned = and_(urls.c.state.in_(("waiting", "leased")), urls.c.run.in_(dead))
    failed = and_(urls.c.state == "failed", urls.c.run.in_(others), urls.c.next_visit <= due)
    # What stands back for another address, or did, is not decided yet.
    past = case((urls.c.past.startswith(ALIAS), urls.c.past), else_=urls.c.state + "/" + urls.c.reason)
    connection.execute(
        update(urls)
        .where(urls.c.outlet == outlet, or_(abandoned, failed))
        .values(run=run, state="waiting", past=past, lease_owner=None)
    )
    connection.execute(update(runs).where(runs.c.id.in_(dead.scalar_subquery())).values(finished=now))


def _baseline(connection: Connection, outlet: str) -> float | None:
    recent = connection.execute(
        select(runs.c.sound * 1.0 / runs.c.tried)
        .where(runs.c.outlet == outlet, runs.c.finished.is_not(None), runs.c.tried >= _TELLING)
        .order_by(runs.c.id.desc())
        .limit(_REMEMBERED)
    ).scalars()
    usual = [float(share) for share in recent]
    return median(usual) if usual else None


def yield_of(ledger: Ledger, run: Run) -> Yield:
    """What the run has given so far."""
    with ledger.begin() as connection:
        row = connection.execute(select(runs.c.tried, runs.c.sound).where(runs.c.id == run.id)).one()
        return Yield(row.tried, row.sound)


def finish_run(ledger: Ledger, run: Run, now: float, *, counts: bool) -> None:
    """Close a run: the same command starts a new one. ``counts``: its yield is worth remembering."""
    with ledger.begin() as connection:
        values: dict[str, float | int] = {"finished": now}
        if not counts:
            values |= {"tried": 0, "sound": 0}
        connection.execute(update(runs).where(runs.c.id == run.id).values(**values))
