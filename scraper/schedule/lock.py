"""One scheduled run of an outlet at a time, on whatever machine: a lease in the ledger, which dies with its holder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, update

from scraper.ledger import Ledger
from scraper.ledger.owner import alive, this_process
from scraper.ledger.schema import locks

LOCKED = 75  # exit code of a run that is left out: EX_TEMPFAIL of sysexits.h
_FREE = {"owner": "", "since": 0.0, "until": 0.0}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who runs an outlet: ``owner`` is machine, process and its start; times are seconds since 1970."""

    owner: str
    since: float
    until: float

    def __str__(self) -> str:
        machine, process, _ = self.owner.rsplit(" ", 2)
        since = datetime.fromtimestamp(self.since, UTC).isoformat(timespec="seconds")
        return f"another scheduled run holds it (process {process} on {machine.partition('/')[0]}, since {since})"


class OutletLock:
    """The lock of one outlet, as this process sees it."""

    def __init__(self, ledger: Ledger, outlet: str) -> None:
        self._ledger = ledger
        self._outlet = outlet
        self._mine = (locks.c.outlet == outlet, locks.c.owner == this_process())

    def holder(self, now: float) -> Holder | None:
        """Who holds it; None when nobody does, or a process that is gone."""
        with self._ledger.begin() as connection:
            row = connection.execute(select(locks).where(locks.c.outlet == self._outlet)).one_or_none()
        if row is None or row.until <= now or not alive(row.owner):
            return None
        return Holder(row.owner, row.since, row.until)

    def take(self, now: float, lease: float) -> Holder | None:
        """Take it for ``lease`` seconds; hands back who holds it instead, None when it is ours."""
        with self._ledger.begin() as connection:
            # The row's lock makes the check and the change one, also between machines.
            insert = self._ledger.insert(locks)
            connection.execute(insert.values(outlet=self._outlet, **_FREE).on_conflict_do_nothing())
            which = select(locks).where(locks.c.outlet == self._outlet).with_for_update()
            row = connection.execute(which).one()
            if row.until > now and row.owner != this_process() and alive(row.owner):
                return Holder(row.owner, row.since, row.until)
            values = {"owner": this_process(), "since": now, "until": now + lease}
            connection.execute(update(locks).where(locks.c.outlet == self._outlet).values(**values))
        return None

    def renew(self, now: float, lease: float) -> bool:
        """Hold it on; False when it was lost."""
        with self._ledger.begin() as connection:
            done = connection.execute(update(locks).where(*self._mine).values(until=now + lease))
            return done.rowcount == 1

    def release(self) -> None:
        """Give it back, if it is ours."""
        with self._ledger.begin() as connection:
            connection.execute(update(locks).where(*self._mine).values(**_FREE))
