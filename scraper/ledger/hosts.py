"""What is promised to hosts, and what their lists and robots.txt said: kept across runs, crashes and machines."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from scraper.ledger.schema import hosts, lists, robots
from scraper.ledger.store import Ledger


@dataclass(slots=True)
class Host:
    """The promises to one host, as times: no request before either. ``amp_misses``: -1 once an AMP twin was there."""

    next_request: float = 0.0
    paused_until: float = 0.0
    amp_misses: int = 0


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
    """Reads and writes what the ledger holds about hosts and lists."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._dialect: Any = sqlite if ledger.is_file else postgresql

    def _put(self, table: Any, keys: dict[str, Any], values: dict[str, Any]) -> None:
        """Insert or update one row."""
        statement = self._dialect.insert(table).values(**keys, **values)
        statement = statement.on_conflict_do_update(index_elements=list(keys), set_=values)
        with self._ledger.begin() as connection:
            connection.execute(statement)

    def host(self, name: str) -> Host:
        """What is promised to a host; nothing yet for one that is new."""
        with self._ledger.begin() as connection:
            row = connection.execute(select(hosts).where(hosts.c.host == name)).one_or_none()
        return Host(row.next_request, row.paused_until, row.amp_misses) if row else Host()

    def keep_host(self, name: str, host: Host) -> None:
        """Write down what is promised to a host."""
        values = {
            "next_request": host.next_request, "paused_until": host.paused_until, "amp_misses": host.amp_misses,
        }  # fmt: skip
        self._put(hosts, {"host": name}, values)

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
