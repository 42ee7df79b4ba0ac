"""Output files: each repeats a table of the ledger, a line a row, in order and exactly once across crashes."""

from __future__ import annotations

import json
import logging
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, func, insert, select, update

from scraper.ledger.hot import Hot
from scraper.ledger.schema import files, revisions
from scraper.ledger.store import Ledger

logger = logging.getLogger(__name__)

_ROWS = 200  # written with one call
_ID = ".folder-id"
_AT = Hot(select(files.c.seq, files.c.size).where(files.c.name == bindparam("its_name")).with_for_update())
_TO = Hot(update(files).where(files.c.name == bindparam("its_name")))


class OutputFile:
    """``path``, which repeats the rows of ``outlet`` in ``table``; ``adopt`` takes lines that the ledger does not know.

    ``run``: the run that goes on, whose rows wait for the first ``flush`` (it may yet be held back).

    The file is only appended to, whole lines with one write, inside the transaction that notes its length: what lies
    beyond that length is a write that was not committed, and is cut off before the next.
    """

    def __init__(
        self,
        ledger: Ledger,
        path: Path,
        table: Table,
        outlet: str,
        adopt: Callable[[Iterable[dict[str, Any]]], None] | None = None,
        *,
        run: int | None = None,
    ) -> None:
        self._ledger = ledger
        self._path = path
        self._table = table
        self._outlet = outlet
        self._name = f"{outlet}/{folder_id(path.parent)}/{path.name}"
        self._seq = 0  # rows up to here are in the file, or were once
        self._more = Hot(
            select(table.c.seq)
            .where(table.c.outlet == bindparam("its_outlet"), table.c.seq > bindparam("its_seq"))
            .limit(1)
        )
        self._next = Hot(
            select(table.c.seq, table.c.line)
            .where(table.c.outlet == bindparam("its_outlet"), table.c.seq > bindparam("its_seq"))
            .order_by(table.c.seq)
            .limit(_ROWS)
        )
        self._recover(adopt, run)

    @property
    def written(self) -> int:
        """The number of the last row that this file holds, or one of the same name in another folder."""
        with self._ledger.begin() as connection:
            return connection.execute(_furthest(self._outlet, self._path.name)).scalar() or 0

    def flush(self) -> int:
        """Append what the file does not hold yet; how many lines that was."""
        with self._ledger.begin(single=True) as connection:
            if not self._more.run(connection, {"its_outlet": self._outlet, "its_seq": self._seq}).rows:
                return 0
        return self._append_all(None)

    def _append_all(self, run: int | None) -> int:
        total = 0
        count = _ROWS
        while count == _ROWS:
            count = self._append(run)
            total += count
        return total

    def close(self) -> None:
        """Have the machine put it on the disk."""
        if self._path.exists():
            with self._path.open("ab") as file:
                os.fsync(file.fileno())

    def _append(self, run: int | None) -> int:
        """Append the next rows, those before the first one of ``run`` only; how many that was."""
        with self._ledger.begin() as connection:
            at = _AT.run(connection, {"its_name": self._name}).rows[0]
            seq, size = (at.seq, at.size) if self._holds(at.size) else (0, 0)
            rows = self._next.run(connection, {"its_outlet": self._outlet, "its_seq": seq}).rows
            if run is not None:
                its = self._table.c.outlet == self._outlet, self._table.c.run == run
                first = connection.execute(select(func.min(self._table.c.seq)).where(*its)).scalar()
                rows = [row for row in rows if first is None or row.seq < first]
            self._seq = rows[-1].seq if rows else seq
            if not rows:
                return 0
            data = b"".join(row.line.encode() + b"\n" for row in rows)
            with self._path.open("r+b" if self._path.exists() else "w+b", buffering=0) as file:
                file.truncate(size)
                file.seek(size)
                done = file.write(data)
                if done != len(data):  # a full disk; nothing is committed, so the next write cuts this off
                    raise OSError(f"{self._path}: wrote {done} of {len(data)} bytes")
            now = {"seq": rows[-1].seq, "size": size + len(data)}
            _TO.run(connection, {"its_name": self._name, **now})
            return len(rows)

    def _recover(self, adopt: Callable[[Iterable[dict[str, Any]]], None] | None, run: int | None) -> None:
        """Make file and ledger agree: cut off what was not committed, write again what is missing."""
        size = self._path.stat().st_size if self._path.exists() else 0
        with self._ledger.begin() as connection:
            at = connection.execute(select(files).where(files.c.name == self._name)).one_or_none()
            if at is None:
                kept = self._take_over(size, adopt) if size else 0
                newest = select(self._table.c.seq).where(self._table.c.outlet == self._outlet)
                seq = (
                    connection.execute(newest.order_by(self._table.c.seq.desc()).limit(1)).scalar()
                    if kept
                    else 0
                )
                connection.execute(insert(files).values(name=self._name, seq=seq or 0, size=kept))
                return
            if not self._holds(at.size) or not self._ends_a_line(at.size):
                connection.execute(update(files).where(files.c.name == self._name).values(seq=0, size=0))
            elif size > at.size:
                with self._path.open("r+b") as file:
                    file.truncate(at.size)
        self._append_all(run)

    def _holds(self, size: int) -> bool:
        """Whether the file is as long as the ledger knows it, at least; else it is written again from the start."""
        actual = self._path.stat().st_size if self._path.exists() else 0
        if actual < size and actual:
            logger.warning("%s: not as it was left; written again from the ledger", self._path)
        return actual >= size

    def _take_over(self, size: int, adopt: Callable[[Iterable[dict[str, Any]]], None] | None) -> int:
        """Keep a file that the ledger does not know, without a half line at its end; how many bytes are kept."""
        with self._path.open("r+b") as file:
            kept = 0
            for line in file:
                if not line.endswith(b"\n"):
                    file.truncate(kept)
                    break
                kept += len(line)
        if adopt is not None:
            logger.warning("%s: %d bytes the ledger does not know, taken over", self._path, kept)
            adopt(self._records())
        return kept

    def _records(self) -> Iterator[dict[str, Any]]:
        with self._path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    record = json.loads(line)
                except ValueError:
                    record = None
                if isinstance(record, dict):
                    yield record
                else:
                    logger.warning("%s, line %d: not a JSON object, passed over", self._path, number)

    def _ends_a_line(self, size: int) -> bool:
        if not size:
            return True
        with self._path.open("rb") as file:
            file.seek(size - 1)
            return file.read(1) == b"\n"


def released(ledger: Ledger, outlet: str, after: int, limit: int) -> list[Row[int, str, int, str]]:
    """Rows of ``revisions`` (seq, article_id, revision, line) that an ``articles.jsonl`` holds, beyond ``after``.

    In their order. What is not in a file yet may still be withdrawn; what is in one stays.
    """
    columns = revisions.c.seq, revisions.c.article_id, revisions.c.revision, revisions.c.line
    upto = _furthest(outlet, "articles.jsonl").scalar_subquery()
    which = revisions.c.outlet == outlet, revisions.c.seq > after, revisions.c.seq <= upto
    with ledger.begin() as connection:
        return list(connection.execute(select(*columns).where(*which).order_by(revisions.c.seq).limit(limit)))


def has_row(ledger: Ledger, outlet: str, seq: int, article_id: str, revision: int) -> bool:
    """Whether a row of ``revisions`` is still what it was: it is not in an older copy of the ledger."""
    its = revisions.c.outlet == outlet, revisions.c.seq == seq
    same = revisions.c.article_id == article_id, revisions.c.revision == revision
    with ledger.begin() as connection:
        return connection.execute(select(revisions.c.seq).where(*its, *same)).scalar() is not None


def _furthest(outlet: str, name: str) -> Select[int | None]:
    """The number of the last row that a file of this name holds, in any folder."""
    prefix, name = f"{outlet}/", f"/{name}"
    same = files.c.name.startswith(prefix, autoescape=True), files.c.name.endswith(name, autoescape=True)
    return select(func.max(files.c.seq)).where(*same)


def folder_id(folder: Path) -> str:
    """A name for an output folder that goes with it, wherever it is moved or mounted; given when it is first used.

    Names of machines and paths would not do: two machines may reach one folder by different ones, and two folders may
    have the same on different machines.
    """
    path = folder / _ID
    if not path.exists():
        half = folder / f"{_ID}.{uuid.uuid4().hex}"
        half.write_text(f"{uuid.uuid4().hex}\n", encoding="ascii")
        try:
            path.hardlink_to(half)
        except FileExistsError:  # another process was quicker
            pass
        except OSError:  # a disk that knows no links
            half.replace(path)
        half.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()
