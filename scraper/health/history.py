"""Runs as the ledger remembers them: counted once, at their end, and kept as a row a run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import and_, delete, func, insert, or_, select

from scraper.health.day import Alarm, Day
from scraper.health.judge import LEARNED, judge
from scraper.health.measure import Measure, template_of
from scraper.ledger import Ledger
from scraper.ledger.schema import health, revisions, runs, urls
from scraper.upgrade import upgraded

_MOST = 5_000  # records counted of one run, its newest
_BATCH = 200
_POOL = 10  # pages below which a run is judged together with the small ones before it
# Pages that gave no article, anew: what was refused before for the same reason tells nothing about today.
_REFUSED = (urls.c.past != urls.c.state + "/" + urls.c.reason) & or_(
    and_(urls.c.state == "quarantined", urls.c.reason != "below_baseline"),
    and_(urls.c.state == "skipped", urls.c.reason == "soft_404"),
    and_(urls.c.state.in_(("failed", "waiting")), urls.c.reason.in_(("http_401", "http_402", "http_403"))),
)


@dataclass(slots=True)
class Told:
    """A row of the table: the run, its counts, its alarms as plain data, and its ``pace`` (crawl.pace)."""

    run: int
    outlet: str
    at: float
    healthy: bool
    day: Day
    alarms: list[dict[str, Any]] = field(default_factory=list)
    pace: dict[str, Any] = field(default_factory=dict)


def day_of(ledger: Ledger, outlet: str, run: int, at: float, *, listed: bool = True) -> Day:
    """Count a run from its records and addresses. ``at``: when it ended; ``listed``: its sources were read."""
    day = Day(at=at, listed=listed)
    for record in _records(ledger, outlet, run):
        day.add(record, template_of(record))
    with ledger.begin() as connection:
        mine = urls.c.outlet == outlet, urls.c.run == run
        refused = select(urls.c.reason, func.count()).where(*mine, _REFUSED).group_by(urls.c.reason)
        day.refused = Counter({str(reason): int(n) for reason, n in connection.execute(refused)})
        fresh = select(func.count()).where(urls.c.outlet == outlet, urls.c.first_run == run)
        day.fresh = connection.execute(fresh).scalar_one()
    return day


def _records(ledger: Ledger, outlet: str, run: int) -> Iterator[dict[str, Any]]:
    mine = revisions.c.outlet == outlet, revisions.c.run == run
    before: int | None = None
    for _ in range(_MOST // _BATCH):
        which = select(revisions.c.seq, revisions.c.line).where(*mine).order_by(revisions.c.seq.desc())
        if before is not None:
            which = which.where(revisions.c.seq < before)
        with ledger.begin() as connection:
            rows = connection.execute(which.limit(_BATCH)).all()
        yield from (upgraded(orjson.loads(row.line)) for row in rows)
        if len(rows) < _BATCH:
            return
        before = rows[-1].seq


def judged(ledger: Ledger, outlet: str, day: Day) -> list[Alarm]:
    """The alarms of a run against its outlet's healthy ones; a small run also together with small ones before it."""
    history = [told.day for told in remembered(ledger, outlet, healthy=True)]
    alarms = judge(day, history)
    if alarms or not day.tried or day.tried >= _POOL:
        return alarms
    pool = Day(
        day.at, {name: Measure() for name in day.templates}, Counter(day.refused), day.fresh, day.listed
    )
    for name, measure in day.templates.items():
        pool.templates[name].merge(measure)
    while history and pool.tried < _POOL and 0 < history[-1].tried < _POOL:
        small = history.pop()
        pool.refused.update(small.refused)
        for name, measure in small.templates.items():
            pool.templates.setdefault(name, Measure()).merge(measure)
    return judge(pool, history)


def remembered(ledger: Ledger, outlet: str | None = None, *, healthy: bool = False) -> list[Told]:
    """The runs, oldest first; of ``outlet`` only, and of the ``healthy`` ones only the last that make a baseline."""
    which = select(health).order_by(health.c.at.desc(), health.c.run.desc())
    if outlet is not None:
        which = which.where(health.c.outlet == outlet)
    if healthy:
        which = which.where(health.c.healthy == 1).limit(LEARNED)
    with ledger.begin() as connection:
        rows = connection.execute(which).all()
    return [_told(row) for row in reversed(rows)]


def _told(row: Any) -> Told:
    told = json.loads(row.told)
    day = Day(
        row.at, {name: Measure.from_dict(m) for name, m in told["templates"].items()},
        Counter(told["refused"]), told["fresh"], told["listed"],
    )  # fmt: skip
    return Told(
        row.run, row.outlet, row.at, bool(row.healthy), day, told.get("alarms", []), told.get("pace", {})
    )


def remember(
    ledger: Ledger, outlet: str, run: int, day: Day, alarms: Iterable[Alarm], *, learn: bool,
    pace: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Keep a run's counts, once; ``learn``: the baseline may learn from it."""
    told = {
        "templates": {name: measure.to_dict() for name, measure in day.templates.items()},
        "refused": dict(day.refused), "fresh": day.fresh, "listed": day.listed,
        "alarms": [alarm.to_dict() for alarm in alarms], "pace": pace or {},
    }  # fmt: skip
    row = {"run": run, "outlet": outlet, "at": day.at, "healthy": int(learn)}
    with ledger.begin(outlet) as connection:
        connection.execute(delete(health).where(health.c.run == run))
        connection.execute(insert(health).values(**row, told=json.dumps(told, ensure_ascii=False)))


def catch_up(ledger: Ledger, shown: Callable[[Sequence[Any]], Iterable[Any]] = iter) -> int:
    """Count the runs with articles that have no row (they ended without saying so); how many those were."""
    with ledger.begin() as connection:
        known = select(health.c.run)
        had = select(revisions.c.outlet, revisions.c.run).where(revisions.c.run.not_in(known)).distinct()
        missing = connection.execute(had.order_by(revisions.c.run)).all()
        ended = dict(
            connection.execute(select(runs.c.id, func.coalesce(runs.c.finished, runs.c.started))).all()
        )
    for row in shown(missing):
        day = day_of(ledger, row.outlet, row.run, float(ended.get(row.run, 0.0)))
        remember(ledger, row.outlet, row.run, day, (), learn=False)
    return len(missing)
