"""Statements that every page runs: compiled once, then given straight to the driver.

SQLAlchemy's own way from a statement to its rows costs more than the database does (a quarter of the crawl's CPU a
page; benchmarks/RESULTS.md). What is rare keeps going that way, which is the plainer one.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import Any, NamedTuple

from sqlalchemy import Connection


class Told(NamedTuple):
    """What a statement gave: its rows, by name or number, and how many it touched."""

    rows: list[Any]
    touched: int

    @property
    def one_or_none(self) -> Any:
        """The one row, or None where there is none."""
        return self.rows[0] if self.rows else None


class Hot:
    """A Core statement whose values are plain (text, numbers, None) and which leans on no default of a column."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._made: dict[tuple[str, ...], tuple[str, dict[str, Any], Any]] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Told:
        """Run it in the transaction of ``connection``; the driver's own errors come through."""
        return self._told(self._sent(connection, values))

    def _sent(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, Any]:
        """The cursor on which it was sent, and what a row is."""
        key = (connection.dialect.name, *values)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(connection, list(values))
        text, fixed, row = made
        cursor = connection.connection.cursor()
        cursor.execute(text, {**fixed, **values})
        return cursor, row

    @staticmethod
    def _told(sent: tuple[Any, Any]) -> Told:
        cursor, row = sent
        rows = [row(*each) for each in cursor.fetchall()] if row else []
        told = Told(rows, cursor.rowcount)
        cursor.close()
        return told

    def _make(self, connection: Connection, names: list[str]) -> tuple[str, dict[str, Any], Any]:
        """Its text for the driver, the values that never change, and what a row is."""
        dialect: Any = connection.dialect
        if dialect.paramstyle == "qmark":
            dialect = type(dialect)(paramstyle="named")
        compiled = self._statement.compile(dialect=dialect, column_keys=names)
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise ValueError(f"not a hot statement, it leans on defaults: {compiled}")
        columns = [column.keyname for column in compiled._result_columns or ()]
        fixed = {name: value for name, value in compiled.params.items() if name not in names}
        return str(compiled), fixed, namedtuple("Row", columns) if columns else None


Sent = tuple[Hot, Mapping[str, Any]]


def run_all(connection: Connection, statements: Sequence[Sent]) -> list[Told]:
    """Run statements, none of which needs to know what another gave: on one way to a server, which costs most there."""
    raw: Any = connection.connection.driver_connection
    with raw.pipeline() if hasattr(raw, "pipeline") else nullcontext():
        sent = [hot._sent(connection, values) for hot, values in statements]
    return [Hot._told(each) for each in sent]
