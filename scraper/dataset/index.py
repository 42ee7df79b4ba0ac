"""Which line is the newest revision of each article, and where it stands: a SQLite file, so that memory stays small."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from scraper.dataset.scan import Line, moment

_TABLES = """
pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -32000;
create table lines (id text primary key, revision int, outlet text, month text, seen text, file int, at int, length int,
                    number int) without rowid;
create table copies (id text primary key, copy_group text, copy_overlap real, first_seen text) without rowid;
"""
_ENTER = """
insert into lines values (?1, ?2, ifnull(?3, ''), ifnull(?4, ''), ?5, ?9, ?6, ?7, ?8 + ?10)
on conflict (id) do update set revision = excluded.revision, outlet = excluded.outlet, month = excluded.month,
seen = excluded.seen, file = excluded.file, at = excluded.at, length = excluded.length, number = excluded.number
where excluded.revision >= revision
"""
# All that places() asks for, so that it need not look into the table.
_ORDERED = "create index parts on lines (outlet, month, file, at, length, number)"
_LINES = """
select lines.file, at, length, number, copy_group, copy_overlap, first_seen from lines left join copies using (id)
"""


class Part(NamedTuple):
    """The articles of one output file; None for what it is not split by, "" for articles without."""

    outlet: str | None
    month: str | None
    lines: int
    size: int


class Place(NamedTuple):
    """Where a line stands, and to which group of copies its article belongs."""

    file: int
    at: int
    length: int
    number: int
    copy_group: str | None
    copy_overlap: float | None
    first_seen: str | None


class Index:
    """The index in the file ``path``, made with ``new``, else opened for reading."""

    def __init__(self, path: Path, *, new: bool = False) -> None:
        self.path = path
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.create_function("moment", 1, moment, deterministic=True)
        if new:
            self._db.executescript(_TABLES + "begin;")

    def enter(self, file: int, before: int, lines: Iterable[Line]) -> None:
        """Enter lines of a file, ``before`` of whose lines came earlier; of one id the newest stays."""
        self._db.executemany(_ENTER, ((*line, file, before) for line in lines))

    def enter_copies(self, rows: Iterable[tuple[str, str, float, str | None]]) -> None:
        """Enter id, group, overlap and first_seen of copies."""
        self._db.execute("begin")
        self._db.executemany("insert into copies values (?, ?, ?, ?)", rows)
        self._db.execute("commit")

    def finish(self) -> int:
        """All lines are entered; how many articles there are."""
        self._db.execute(_ORDERED)
        self._db.execute("commit")
        return int(self._db.execute("select count(*) from lines").fetchone()[0])

    def parts(self, split: tuple[str, ...]) -> list[Part]:
        """The output files of a split by outlet, month, both or nothing."""
        names = ", ".join(name if name in split else "null" for name in ("outlet", "month"))
        # Grouped by place: a null is then a column of nothing, and makes one group.
        query = f"select {names}, count(*), sum(length) from lines group by 1, 2 order by 1, 2"  # noqa: S608
        return [Part(*row) for row in self._db.execute(query)]

    def places(self, part: Part) -> Iterator[Place]:
        """The newest lines of a part, in the order of the sources."""
        where = [
            (name, value)
            for name, value in (("outlet", part.outlet), ("month", part.month))
            if value is not None
        ]
        condition = " and ".join(f"{name} = ?" for name, _ in where) or "true"
        query = f"{_LINES} where {condition} order by file, at"
        return map(Place._make, self._db.execute(query, [value for _, value in where]))

    def by_time(self) -> Iterator[Place]:
        """The newest lines of all articles, those first that were seen first."""
        return map(Place._make, self._db.execute(f"{_LINES} order by moment(seen), lines.id"))

    def close(self) -> None:
        """Close the file."""
        self._db.close()
