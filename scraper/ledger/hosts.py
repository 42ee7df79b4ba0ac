"""What is promised to hosts, who visits them, and what their lists and robots.txt said: across runs and machines."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, select, update

from scraper.ledger.hot import Hot
from scraper.ledger.owner import alive, this_process
from scraper.ledger.schema import hosts, lists, robots
from scraper.ledger.store import Ledger

_PROMISE = Hot(
    update(hosts)
    .where(hosts.c.host == bindparam("its_host"), hosts.c.owner == bindparam("its_owner"))
    .returning(hosts.c.wanted_by, hosts.c.wanted_until)
)


@dataclass(slots=True)
class Host:
    """The promises to one host, as times: no request before either. ``amp_misses``: -1 once an AMP twin was there."""

    next_request: float = 0.0
    paused_until: float = 0.0
    amp_misses: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A host that another process visits: who, and until when unless that one renews it."""

    owner: str
    until: float


@dataclass(slots=True)
class RobotsFile:
    """The robots.txt of an origin. ``status`` None: none is known; ``next_try``: not asked again before."""

    status: int | None = None
    body: bytes = b""
    etag: str | None = None
    last_modified: str | None = None
    read: float = 0.0
    tries: int = 0
    next_try: float = 0.0


@dataclass(frozen=True, slots=True)
class ListPage:
    """A sitemap, feed or index page as it was last read."""

    body: bytes
    etag: str | None
    last_modified: str | None


class Hosts:
    """Reads and writes what the ledger holds about hosts and lists.

    A host has one visitor: the process that claimed it, for ``lease`` seconds, which every promise and every renewal
    extends. Times are those of the ledger's clock.
    """

    def __init__(self, ledger: Ledger, *, lease: float = 120.0) -> None:
        self._ledger = ledger
        self._lease = lease
        self.owner = this_process()

    def clock(self) -> float:
        """The ledger's clock."""
        return self._ledger.clock()

    def _put(self, table: Any, keys: dict[str, Any], values: dict[str, Any]) -> None:
        """Insert or update one row."""
        statement = self._ledger.insert(table).values(**keys, **values)
        statement = statement.on_conflict_do_update(index_elements=list(keys), set_=values)
        with self._ledger.begin() as connection:
            connection.execute(statement)

    # -- hosts ----------------------------------------------------------------------------------------------

    def claim(self, name: str, patience: float) -> Host | Held:
        """Become the visitor of a host: what is promised to it, or who visits it now.

        Who is refused has its name down for ``patience`` seconds, and is the next unless another one was before it.
        """
        with self._ledger.begin() as connection:
            fresh = self._ledger.insert(hosts).values(host=name).on_conflict_do_nothing()
            connection.execute(fresh)
            row = connection.execute(select(hosts).where(hosts.c.host == name).with_for_update()).one()
            now = self.clock()
            if self._others(row.owner, row.owner_until, now):
                return self._stand_by(connection, row, now, Held(row.owner, row.owner_until), patience)
            if row.owner != self.owner and self._others(row.wanted_by, row.wanted_until, now):
                return Held(row.wanted_by, row.wanted_until)
            ours: dict[str, Any] = {"owner": self.owner, "owner_until": now + self._lease}
            if row.wanted_by == self.owner:
                ours |= {"wanted_by": None}
            connection.execute(update(hosts).where(hosts.c.host == name).values(**ours))
            return Host(row.next_request, row.paused_until, row.amp_misses)

    def _others(self, owner: str | None, until: float, now: float) -> bool:
        """Whether a name is that of another process which is alive, as far as can be known."""
        return owner is not None and owner != self.owner and until > now and alive(owner)

    def _stand_by(
        self, connection: Connection, row: Row[Any], now: float, held: Held, patience: float
    ) -> Held:
        if not self._others(row.wanted_by, row.wanted_until, now):
            mine = {"wanted_by": self.owner, "wanted_until": now + patience}
            connection.execute(update(hosts).where(hosts.c.host == row.host).values(**mine))
        return held

    def promise(self, name: str, next_request: float) -> bool | None:
        """Note when the next request may come, before this one is sent; None when the host is not ours any more.

        Else whether another process waits for it.
        """
        now = self.clock()
        values = {"next_request": next_request, "owner_until": now + self._lease}
        with self._ledger.begin(single=True) as connection:
            mine = {"its_host": name, "its_owner": self.owner}
            row = _PROMISE.run(connection, {**mine, **values}).one_or_none
        return None if row is None else self._others(row.wanted_by, row.wanted_until, now)

    def release(self, name: str, next_request: float) -> None:
        """Leave a host to others, who make no request before ``next_request``."""
        which = hosts.c.host == name, hosts.c.owner == self.owner
        free = {"owner": None, "owner_until": 0.0, "next_request": next_request}
        with self._ledger.begin() as connection:
            connection.execute(update(hosts).where(*which).values(**free))

    def renew(self) -> None:
        """Keep the hosts that are ours."""
        mine = update(hosts).where(hosts.c.owner == self.owner)
        with self._ledger.begin() as connection:
            connection.execute(mine.values(owner_until=self.clock() + self._lease))

    def pause(self, name: str, until: float) -> None:
        """Note that a host wants no request before a time; an earlier note of a later time stands."""
        later = case((hosts.c.paused_until > until, hosts.c.paused_until), else_=until)
        statement = self._ledger.insert(hosts).values(host=name, paused_until=until)
        statement = statement.on_conflict_do_update(index_elements=["host"], set_={"paused_until": later})
        with self._ledger.begin() as connection:
            connection.execute(statement)

    def keep_amp(self, name: str, misses: int) -> None:
        """Note how many AMP twins were missing in a row."""
        self._put(hosts, {"host": name}, {"amp_misses": misses})

    def host(self, name: str) -> Host:
        """What is promised to a host; nothing yet for one that is new."""
        with self._ledger.begin() as connection:
            row = connection.execute(select(hosts).where(hosts.c.host == name)).one_or_none()
        return Host(row.next_request, row.paused_until, row.amp_misses) if row else Host()

    # -- robots.txt and lists -------------------------------------------------------------------------------

    def robots(self, origin: str) -> RobotsFile:
        """The robots.txt of an origin as last read."""
        with self._ledger.begin() as connection:
            row = connection.execute(select(robots).where(robots.c.origin == origin)).one_or_none()
        if row is None:
            return RobotsFile()
        return RobotsFile(
            row.status, row.body or b"", row.etag, row.last_modified, row.read, row.tries, row.next_try
        )

    def keep_robots(self, origin: str, file: RobotsFile) -> None:
        """Write down the robots.txt of an origin."""
        names = ("status", "body", "etag", "last_modified", "read", "tries", "next_try")
        self._put(robots, {"origin": origin}, {name: getattr(file, name) for name in names})

    def list_page(self, outlet: str, url: str) -> ListPage | None:
        """A list as it was last read; None for one that is new."""
        which = lists.c.outlet == outlet, lists.c.url == url
        with self._ledger.begin() as connection:
            row = connection.execute(select(lists).where(*which)).one_or_none()
        return ListPage(zlib.decompress(row.body), row.etag, row.last_modified) if row else None

    def keep_list(self, outlet: str, url: str, page: ListPage) -> None:
        """Write down a list, to be read from here when the server says it did not change."""
        values = {"etag": page.etag, "last_modified": page.last_modified, "body": zlib.compress(page.body, 3)}
        self._put(lists, {"outlet": outlet, "url": url}, values)
