"""The addresses of one run: offered by lists, leased to visits, ended with a reason. Every step is one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, insert, or_, select, update

from scraper.ledger.aliases import ALIAS, UNDECIDED, decide, revive
from scraper.ledger.hot import Sent, Told, run_all
from scraper.ledger.owner import alive, this_process
from scraper.ledger.runs import Run
from scraper.ledger.schema import runs, urls
from scraper.ledger.steps import DUE, END, LEAST_DUE, MINE, TAKE, TAKE_FREE
from scraper.ledger.store import Ledger

_LIMIT = "limit"  # the reason of what was found when a run had as many articles as asked for
_CHUNK = 400  # keys in one look-up, below the limits on bound values


@dataclass(frozen=True, slots=True)
class Offer:
    """An address that a list named. ``skip``: why it is not visited (outside the window, …), and how it ends then.

    ``day``: of the article (2024-06-01), as the list says.
    """

    key: str
    url: str
    host: str
    skip: str = ""
    ends: str = "skipped"
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """An address to visit now, with what is known from its last visit."""

    id: int
    key: str
    url: str
    host: str
    tries: int
    past: str
    page_url: str | None
    etag: str | None
    last_modified: str | None
    version: str | None
    article_id: str | None


class LeaseLost(Exception):
    """The lease of an address expired meanwhile, and another process visits it: nothing of this visit counts."""


class Queue:
    """The addresses of ``run``, leased for ``lease`` seconds at a time to this process."""

    def __init__(self, ledger: Ledger, run: Run, *, lease: float) -> None:
        self._ledger = ledger
        self.run = run
        self._lease = lease
        self.owner = this_process()
        self._counted: set[int] = set()

    # -- discovery ------------------------------------------------------------------------------------------

    def offer(self, offers: Iterable[Offer], source: str, *, now: float, patience: float) -> int:
        """Enter addresses; how many of them ``source`` was the first to name in this run.

        Known ones are queued again, once a run, with what is known of them; one whose next visit is further away
        than ``patience`` seconds ends as it did before.
        """
        fresh = 0
        first: dict[str, Offer] = {}  # a list may spell an address in several ways
        for offer in offers:
            first.setdefault(offer.key, offer)
        waiting = iter(first.values())
        while chunk := list(islice(waiting, _CHUNK)):
            with self._ledger.begin(self.run.outlet) as connection:
                known = {row.key: row for row in connection.execute(self._known([o.key for o in chunk]))}
                new = [offer for offer in chunk if offer.key not in known]
                if new:
                    connection.execute(insert(urls), [self._new(offer, source) for offer in new])
                again = [
                    self._again(offer, known[offer.key], now, patience)
                    for offer in chunk
                    if offer.key in known and self._takes(known[offer.key], now)
                ]
                if again:
                    columns: dict[str, Any] = {
                        name: bindparam(f"new_{name}") for name in again[0] if name != "its_id"
                    }
                    named = [{k if k == "its_id" else f"new_{k}": v for k, v in row.items()} for row in again]
                    connection.execute(update(urls).where(urls.c.id == MINE).values(columns), named)
                ours = [
                    row.key for row in known.values()
                    if (row.first_run == self.run.id and row.source == source)
                    or (row.run != self.run.id and row.reason == _LIMIT)
                ]  # fmt: skip
            # Named again by the same list in this process it is not fresh; in a run gone on with after a crash it is;
            # so is what an earlier run left at its limit, for what lies behind it was never read.
            counted = {hash((source, key)) for key in [*ours, *(offer.key for offer in new)]} - self._counted
            self._counted |= counted
            fresh += len(counted)
        return fresh

    def _known(self, keys: Sequence[str]) -> Any:
        return select(
            urls.c.id, urls.c.key, urls.c.run, urls.c.first_run, urls.c.source, urls.c.state, urls.c.reason,
            urls.c.next_visit, urls.c.lease_until, urls.c.tries, urls.c.day, urls.c.past,
        ).where(urls.c.outlet == self.run.outlet, urls.c.key.in_(keys))  # fmt: skip

    def _new(self, offer: Offer, source: str) -> dict[str, Any]:
        return {
            "outlet": self.run.outlet, "key": offer.key, "url": offer.url, "host": offer.host, "source": source,
            "first_run": self.run.id, "run": self.run.id,
            "state": offer.ends if offer.skip else "waiting", "reason": offer.skip, "day": offer.day,
        }  # fmt: skip

    def _takes(self, row: Row[Any], now: float) -> bool:
        """Whether a known address is this run's to queue: not met yet, and in nobody's hands."""
        return row.run != self.run.id and not (row.state == "leased" and (row.lease_until or 0) > now)

    def _again(self, offer: Offer, row: Row[Any], now: float, patience: float) -> dict[str, Any]:
        state, reason = row.state, row.reason
        if offer.skip:
            state, reason = offer.ends, offer.skip
        elif state == "emitted" and row.next_visit > now + patience:
            state, reason = "unchanged", "not_due"
        elif row.next_visit <= now + patience or state in ("waiting", "leased"):
            state, reason = "waiting", ""
        # How it ended before; unchanged is emitted earlier, a choice of this run's arguments is no ending.
        past = "" if row.state in ("waiting", "leased") else f"{row.state}/{row.reason}"
        past = row.past if row.past.startswith(ALIAS) else past  # not decided yet
        return {
            "its_id": row.id, "run": self.run.id, "state": state, "reason": reason, "past": past,
            "url": offer.url, "host": offer.host, "lease_owner": None, "day": row.day or offer.day,
            "tries": row.tries if row.state in ("failed", "waiting", "leased") else 0,
        }  # fmt: skip

    # -- visits ---------------------------------------------------------------------------------------------

    def lease(self, now: float, busy_hosts: Collection[str] = ()) -> Lease | None:
        """The next address that is due and whose host is not busy, ours for a while; None when there is none."""
        leased = self._lease_next(now, busy_hosts)
        if leased is None and self.release_dead(now):
            leased = self._lease_next(now, busy_hosts)
        return leased

    def _lease_next(self, now: float, busy_hosts: Collection[str]) -> Lease | None:
        given = {
            "its_outlet": self.run.outlet, "its_run": self.run.id, "now": now, "state": "leased",
            "lease_owner": self.owner, "lease_until": now + self._lease,
        }  # fmt: skip
        with self._ledger.begin(single=True) as connection:
            if busy_hosts:
                row: Any = connection.execute(TAKE_FREE, {**given, "busy": list(busy_hosts)}).one_or_none()
            else:
                row = TAKE.run(connection, given).one_or_none
        return None if row is None else Lease(*row)

    def renew(self, now: float) -> None:
        """Keep this process's leases, and its run, alive."""
        until = now + self._lease
        with self._ledger.begin(self.run.outlet) as connection:
            connection.execute(
                update(urls)
                .where(urls.c.lease_owner == self.owner, urls.c.state == "leased")
                .values(lease_until=until)
            )
            connection.execute(update(runs).where(runs.c.id == self.run.id).values(alive_until=until))

    def release_dead(self, now: float) -> int:
        """Hand back the leases of processes that are gone (on this machine at once, elsewhere when they expire)."""
        with self._ledger.begin(self.run.outlet) as connection:
            leased = urls.c.outlet == self.run.outlet, urls.c.state == "leased"
            owners = connection.execute(select(urls.c.lease_owner).where(*leased).distinct()).scalars()
            gone = [owner for owner in owners if owner is None or not alive(owner)]
            freed = update(urls).where(*leased, or_(urls.c.lease_owner.in_(gone), urls.c.lease_until < now))
            return connection.execute(freed.values(state="waiting", lease_owner=None)).rowcount

    def give_back(self, its_id: int) -> None:
        """Undo a lease: nothing was asked of the address."""
        mine = update(urls).where(urls.c.id == its_id, urls.c.lease_owner == self.owner)
        with self._ledger.begin() as connection:
            connection.execute(mine.values(state="waiting", lease_owner=None))

    def end(
        self, its_id: int, state: str, reason: str = "", *, also: Sequence[Sent] = (), **known: Any
    ) -> list[Told]:
        """Enter how an address ended, with what is ``known`` of it now (columns of the table). Raises LeaseLost.

        ``also``: statements to send along, in the same transaction; hands back what they gave.
        """
        values = {"state": state, "reason": reason, "lease_owner": None, **known}
        mine = {"its_id": its_id, "its_owner": self.owner}
        outlet, run = self.run.outlet, self.run.id
        gave = state in ("emitted", "unchanged")
        asked: list[Sent] = [(UNDECIDED, {"its_id": its_id, "its_outlet": outlet})] if gave else []
        with self._ledger.begin(outlet) as connection:
            ended, *others = run_all(connection, [(END, {**mine, **values}), *also, *asked])
            if not ended.touched:
                raise LeaseLost
            if gave and others.pop().rows:
                decide(connection, outlet, run, its_id)
            elif not gave and state != "waiting":
                revive(connection, outlet, run, its_id)
        return others

    def reserve(self, key: str, url: str, host: str, alias_of: str, next_visit: float) -> None:
        """Enter an address that another one led to, so that a list that names it later sends nobody there again."""
        row = {"outlet": self.run.outlet, "key": key, "url": url, "host": host, "source": "redirect"}
        row |= {"state": "skipped", "reason": "moved", "alias_of": alias_of}
        with self._ledger.begin(self.run.outlet) as connection:
            connection.execute(insert(urls).values(**row, first_run=0, run=0, next_visit=next_visit))

    def hold(self, host: str, until: float) -> None:
        """Put off what waits for a host that wants no request before a time."""
        mine = urls.c.outlet == self.run.outlet, urls.c.run == self.run.id, urls.c.state == "waiting"
        held = update(urls).where(*mine, urls.c.host == host, urls.c.next_visit < until)
        with self._ledger.begin(self.run.outlet) as connection:
            connection.execute(held.values(next_visit=until, reason="host_paused"))

    def end_open(self, state: str, reason: str, *, later_than: float | None = None) -> int:
        """End what still waits (``later_than``: only what waits for a later time), keeping an own reason it has."""
        which = and_(urls.c.run == self.run.id, urls.c.outlet == self.run.outlet, urls.c.state == "waiting")
        if later_than is not None:
            which = and_(which, urls.c.next_visit > later_than)
        said: Any = reason
        if state == "failed":
            said = func.coalesce(func.nullif(urls.c.reason, ""), reason)
        with self._ledger.begin(self.run.outlet) as connection:
            return connection.execute(update(urls).where(which).values(state=state, reason=said)).rowcount

    # -- looking --------------------------------------------------------------------------------------------

    def state_of(self, key: str) -> str | None:
        """The state of an address; None where it is unknown."""
        with self._ledger.begin() as connection:
            return connection.execute(
                select(urls.c.state).where(urls.c.outlet == self.run.outlet, urls.c.key == key)
            ).scalar()

    def alias_of(self, key: str) -> str | None:
        """The key of the article whose other address this is; None where it stands for itself."""
        with self._ledger.begin() as connection:
            return connection.execute(
                select(urls.c.alias_of).where(urls.c.outlet == self.run.outlet, urls.c.key == key)
            ).scalar()

    def next_due(self, now: float = 0.0) -> float | None:
        """When the next waiting address falls due; some earlier time where one is due ``now``, None when none waits."""
        mine = {"its_outlet": self.run.outlet, "its_run": self.run.id}
        with self._ledger.begin(single=True) as connection:
            # The least of 100,000 would be looked for among all of them.
            row = DUE.run(connection, {**mine, "now": now}).one_or_none
        if row is None:
            with self._ledger.begin(single=True) as connection:
                row = LEAST_DUE.run(connection, mine).one_or_none
        return None if row is None else row.next_visit

    def emitted(self) -> int:
        """How many addresses of the run gave an article that was emitted, whoever visited them."""
        mine = urls.c.outlet == self.run.outlet, urls.c.run == self.run.id, urls.c.state == "emitted"
        with self._ledger.begin() as connection:
            return connection.execute(select(func.count()).where(*mine)).scalar_one()

    def leased_elsewhere(self, now: float) -> bool:
        """Whether another process holds an address of this run."""
        others = urls.c.state == "leased", urls.c.lease_owner != self.owner, urls.c.lease_until > now
        mine = urls.c.outlet == self.run.outlet, urls.c.run == self.run.id
        with self._ledger.begin() as connection:
            return connection.execute(select(urls.c.id).where(*mine, *others).limit(1)).scalar() is not None

    def tally(self) -> Counter[tuple[str, str]]:
        """How many addresses of the run are in which state for which reason."""
        mine = urls.c.outlet == self.run.outlet, urls.c.run == self.run.id
        counted = select(urls.c.state, urls.c.reason, func.count()).where(*mine)
        with self._ledger.begin() as connection:
            rows = connection.execute(counted.group_by(urls.c.state, urls.c.reason))
            return Counter({(state, reason): count for state, reason, count in rows})
