"""Statements that every page runs: compiled once, then given straight to the driver.

SQLAlchemy's own way from a statement to its rows costs more than the database does (a quarter of the crawl's CPU a
page; benchmarks/RESULTS.md), and so does psycopg's: for PostgreSQL they go to libpq (``psycopg.pq``), prepared, all at
once. What is rare keeps going SQLAlchemy's way, which is the plainer one.
"""

from __future__ import annotations

import select
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

_PREPARED = "prepared"  # in a connection's info: the names of the statements that its server knows


class Told(NamedTuple):
    """What a statement gave: its rows, by name or number, and how many it touched."""

    rows: list[Any]
    touched: int

    @property
    def one_or_none(self) -> Any:
        """The one row, or None where there is none."""
        return self.rows[0] if self.rows else None


@dataclass(frozen=True, slots=True)
class _Made:
    """A statement as its driver takes it. ``order``: of the values, where they are numbered ($1, $2, …)."""

    text: str
    order: tuple[str, ...]
    fixed: Mapping[str, Any]  # values that are always the same
    row: Any  # what a row is, None where there are none
    kinds: tuple[type, ...]  # of its columns


class Hot:
    """A Core statement whose values are plain (text, numbers, None) and which leans on no default of a column."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._made: dict[tuple[str, ...], _Made] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Told:
        """Run it in the transaction of ``connection``; the driver's own errors come through."""
        return run_all(connection, [(self, values)])[0]

    def made(self, connection: Connection, values: Mapping[str, Any]) -> _Made:
        """The statement for values of these names."""
        key = (connection.dialect.name, *values)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(connection, list(values))
        return made

    def _make(self, connection: Connection, names: list[str]) -> _Made:
        style = "numeric_dollar" if _libpq(_driver(connection)) else "named"
        dialect: Any = connection.dialect
        compiled = self._statement.compile(dialect=type(dialect)(paramstyle=style), column_keys=names)
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise ValueError(f"not a hot statement, it leans on defaults: {compiled}")
        columns = compiled._result_columns or ()
        return _Made(
            str(compiled),
            tuple(compiled.positiontup or ()),
            {name: value for name, value in compiled.params.items() if name not in names},
            namedtuple("Row", [column.keyname for column in columns]) if columns else None,
            tuple(column.type.python_type for column in columns),
        )


Sent = tuple[Hot, Mapping[str, Any]]


def run_all(connection: Connection, statements: Sequence[Sent]) -> list[Told]:
    """Run statements, none of which needs to know what another gave: on one way to a server, which costs most there."""
    made = [(hot.made(connection, values), values) for hot, values in statements]
    raw = _driver(connection)
    if _libpq(raw):
        return _on_server(connection, raw, made)
    told = []
    for each, values in made:
        cursor = raw.execute(each.text, {**each.fixed, **values})
        told.append(Told([each.row(*row) for row in cursor] if each.row else [], cursor.rowcount))
    return told


def tell(connection: Connection, statement: str) -> None:
    """Run a statement that has neither values nor rows: BEGIN, COMMIT, a lock."""
    raw = _driver(connection)
    server = _libpq(raw)
    if server:
        _checked(server.exec_(statement.encode()), "utf-8")
    else:
        raw.execute(statement)


def _driver(connection: Connection) -> Any:
    """The driver's own connection."""
    return connection.connection.driver_connection


def _libpq(raw: Any) -> Any:
    """The connection of PostgreSQL's own library behind the driver's; None for a file."""
    return getattr(raw, "pgconn", None)


def _on_server(
    connection: Connection, raw: Any, statements: Sequence[tuple[_Made, Mapping[str, Any]]]
) -> list[Told]:
    """What run_all gives, from a server. A statement that fails takes those before it with it."""
    server, code = raw.pgconn, raw.info.encoding
    sent = [
        (
            _prepared(connection, made.text, code),
            [_spelt(values[key] if key in values else made.fixed[key], code) for key in made.order],
        )
        for made, values in statements
    ]
    results = []
    server.nonblocking = 0  # libpq itself waits; psycopg's waiting takes as long as the server does
    try:
        server.enter_pipeline_mode()
        for name, values in sent:
            server.send_query_prepared(name, values)
        server.pipeline_sync()
        for _ in sent:
            results.append(_answer(server))
            _answer(server)  # the end of what this one gave
        _answer(server)  # the end of all
    finally:
        with suppress(Exception):  # of a connection that broke; its results say so
            server.exit_pipeline_mode()
            server.nonblocking = 1
    return [
        _told(_checked(result, code), made, code)
        for result, (made, _) in zip(results, statements, strict=True)
    ]


def _answer(server: Any) -> Any:
    """The next result. ``get_result`` alone would wait too, but no thread of this process could go on meanwhile."""
    if server.is_busy():
        waiting = select.poll()
        waiting.register(server.socket, select.POLLIN)
        while server.is_busy():
            waiting.poll()
            server.consume_input()
    return server.get_result()


def _prepared(connection: Connection, text: str, code: str) -> bytes:
    """The name by which the server knows a statement; it is told of one that is new."""
    known: dict[str, bytes] = connection.info.setdefault(_PREPARED, {})
    if text not in known:
        name = f"saring_{len(known)}".encode()
        _checked(_libpq(_driver(connection)).prepare(name, text.encode(code)), code)
        known[text] = name
    return known[text]


def _spelt(value: str | float | None, code: str) -> bytes | None:
    if value is None:
        return None
    spelt = (value if isinstance(value, str) else repr(value)).encode(code)
    if b"\0" in spelt:  # libpq would cut it there
        raise ValueError("PostgreSQL keeps no NUL in texts")
    return spelt


def _told(result: Any, made: _Made, code: str) -> Told:
    reads: list[Callable[[str], Any]] = list(made.kinds)
    rows = []
    for number in range(result.ntuples if made.row else 0):
        cells = (result.get_value(number, column) for column in range(len(reads)))
        rows.append(
            made.row(
                *(None if c is None else read(c.decode(code)) for c, read in zip(cells, reads, strict=True))
            )
        )
    return Told(rows, result.command_tuples or 0)


def _checked(result: Any, code: str) -> Any:
    """A result that went well. Raises psycopg's error of any other."""
    from psycopg import OperationalError, errors, pq

    if result is None:
        raise OperationalError("the connection to the server is lost")
    if result.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        raise errors.error_from_result(result, encoding=code)
    return result
