"""The open ledger: one connection, short transactions, a schema that is created once however many start at once."""

from __future__ import annotations

import time
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, event, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from scraper.errors import SaringError
from scraper.ledger.hot import tell
from scraper.ledger.schema import VERSION, meta, metadata

_LOCKED_FOR = 60.0  # seconds to wait for another process's transaction; each of ours takes milliseconds
_LOCKS = 0x5A21  # any number: the first half of the names of PostgreSQL's advisory locks
_SAMPLES = 5  # readings of the server's clock, of which the quickest counts


_NOW = text("select extract(epoch from clock_timestamp())")


class LedgerError(SaringError):
    """The ledger cannot be opened: the address is wrong, the server is away, or it is of another version."""

    reason = "ledger"
    advice = "Check LEDGER_DSN (unset: a file under OUTPUT_DIR), that the server runs and the folder can be written."


def default_dsn(folder: Path) -> str:
    """The address of the SQLite ledger beside the output."""
    return f"sqlite:///{folder.resolve() / 'ledger.db'}"


class Ledger:
    """The ledger at ``dsn``, opened; tables are made where there are none. Raises LedgerError.

    For one thread. Every read and write happens inside ``with ledger.begin() as connection``; inner ones join the
    outer transaction. Who writes more than one row of an outlet names it (``begin(outlet)``), and has it alone until
    the commit: two that wrote the same rows in another order would block each other, and rows would become visible in
    another order than that of their numbers, which the output files go by. SQLite has one writer anyway.
    """

    def __init__(self, dsn: str) -> None:
        try:
            url = make_url(dsn)
            if url.drivername == "postgresql":  # the driver that comes with saring's postgres extra
                url = url.set(drivername="postgresql+psycopg")
            self.is_file = url.get_backend_name() == "sqlite"
            # AUTOCOMMIT: the driver opens no transactions by itself; `begin` tells the database where they begin and
            # end. SQLAlchemy's own objects for that cost an address a tenth of a millisecond each.
            given: dict[str, Any] = {"connect_args": {"timeout": _LOCKED_FOR}} if self.is_file else {}
            self.engine = create_engine(url, isolation_level="AUTOCOMMIT", **given)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise LedgerError(str(error), about=_shown(dsn)) from None
        if self.is_file:
            event.listen(self.engine, "connect", _prepare_file)
        else:
            event.listen(self.engine, "connect", _prepare_server)
        self._offset: float | None = None  # of the server's clock to this machine's monotonic one
        self._inside = False  # a transaction
        self._mine: set[str] = set()  # the outlets that this transaction has alone
        try:
            self._connection = self.engine.connect()
            self._create()
            self.set_clock()
        except SQLAlchemyError as error:
            raise LedgerError(_first_line(error), about=_shown(dsn)) from None

    @contextmanager
    def begin(self, outlet: str = "", *, single: bool = False) -> Iterator[Connection]:
        """A transaction: committed at the end, rolled back by an exception. ``outlet``: nobody else writes there.

        ``single``: of one statement, which a database takes without being told where it begins and ends.
        """
        if self._inside:
            if outlet and not self.is_file and outlet not in self._mine:
                self._tell(_alone(outlet))
                self._mine.add(outlet)
            yield self._connection
            return
        if single:
            yield self._connection
            return
        # With the lock, on one way to the server. A file's transaction that began as a reader could not wait when it
        # comes to write: it would fail at once.
        self._tell("BEGIN IMMEDIATE" if self.is_file else f"BEGIN; {_alone(outlet)}" if outlet else "BEGIN")
        self._inside, self._mine = True, {outlet}
        try:
            yield self._connection
        except BaseException:
            with suppress(Exception):  # the connection may be what broke
                self._tell("ROLLBACK")
            raise
        else:
            self._tell("COMMIT")
        finally:
            self._inside = False

    def _tell(self, statement: str) -> None:
        tell(self._connection, statement)

    def clock(self) -> float:
        """Seconds since 1970, by the one clock that all who share the ledger go by: the server's, or this machine's.

        The server's is read now and then (``set_clock``), and reckoned on from there by the monotonic clock.
        """
        return time.time() if self._offset is None else time.monotonic() + self._offset

    def set_clock(self) -> None:
        """Compare with the server's clock; exact to half the time that the quickest of some answers took."""
        if self.is_file:
            return
        readings = []
        with self.begin() as connection:
            for _ in range(_SAMPLES):
                asked = time.monotonic()
                told = float(connection.execute(_NOW).scalar_one())
                answered = time.monotonic()
                readings.append((answered - asked, told - (asked + answered) / 2))
        self._offset = min(readings)[1]

    def insert(self, table: Table) -> Any:
        """An insert that knows ``on_conflict…``, which the two kinds of database spell alike."""
        # Only the kind in use is loaded: PostgreSQL's takes 40 ms.
        kind = "sqlite" if self.is_file else "postgresql"
        return import_module(f"sqlalchemy.dialects.{kind}").insert(table)

    def identity(self) -> str:
        """A name of this ledger that goes with it, wherever it is moved; given when it is first asked for."""
        new = {"name": "id", "value": uuid.uuid4().hex}
        with self.begin() as connection:
            connection.execute(self.insert(meta).values(new).on_conflict_do_nothing())
            return str(connection.execute(select(meta.c.value).where(meta.c.name == "id")).scalar_one())

    def once(self, what: str) -> bool:
        """Whether this is the first time that anybody who shares the ledger asks for this."""
        new = self.insert(meta).values(name=what, value="").on_conflict_do_nothing()
        with self.begin() as connection:
            return bool(connection.execute(new).rowcount)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
        self.engine.dispose()

    def _create(self) -> None:
        # In one transaction that only one process at a time can hold: `create if not exists` alone races.
        with self.begin() as connection:
            if not self.is_file:
                connection.exec_driver_sql(_alone(""))
            metadata.create_all(connection)
            found = connection.execute(select(meta.c.value).where(meta.c.name == "version")).scalar()
            if found is None:
                connection.execute(meta.insert().values(name="version", value=VERSION))
            elif found != VERSION:
                raise LedgerError(
                    f"written by another version of saring (tables {found}, this is {VERSION}); move it away",
                    about=_shown(str(self.engine.url)),
                )


def _prepare_file(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    deadline = time.monotonic() + _LOCKED_FOR
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except Exception as error:  # the switch does not wait for others by itself
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    # A killed process loses nothing; a power cut may take back the last transactions, whole, which are then done
    # again: the output files are cut to what the ledger knows.
    cursor.execute("PRAGMA synchronous=NORMAL")
    # Pages in the journal (64 MB) before they go to their places, which waits for the disk. A thousand, as usual, are
    # fifty articles; an index's page goes once, however often it changed in between.
    cursor.execute("PRAGMA wal_autocheckpoint=16000")
    cursor.close()


def _prepare_server(connection: Any, _: Any) -> None:
    # As in a file: a power cut of the server may take back the last transactions, whole, which are then done again.
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def _alone(outlet: str) -> str:
    """The statement that waits for an outlet's lock, which the end of the transaction gives back."""
    return f"SELECT pg_advisory_xact_lock({_LOCKS}, {zlib.crc32(outlet.encode()) - 2**31})"


def _shown(dsn: str) -> str:
    try:
        return make_url(dsn).render_as_string(hide_password=True)
    except ArgumentError:
        return "LEDGER_DSN"


def _first_line(error: SQLAlchemyError) -> str:
    cause = error.orig if isinstance(error, OperationalError) and error.orig else error
    return str(cause).strip().splitlines()[0]
