"""Where records come from: folders of crawls, JSON Lines, Parquet, stores and ledgers, all brought to lines in files.

What is a plain file of lines already is read where it lies; anything else is written out as one first, so that memory
does not grow with it.
"""

from __future__ import annotations

import gzip
import re
import shutil
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from scraper.article import json_line
from scraper.dataset.files import reading
from scraper.dataset.jsonl import unpacked
from scraper.dataset.opening import is_database, open_database
from scraper.dataset.store import StoreError
from scraper.errors import UsageError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, zstd.ZstdError)
_BATCH = 500


class NoSource(StoreError):
    """There is no such source."""

    reason = "no_source"
    advice = "Crawl first (`scrapy crawl NAME`), or name another SOURCE."


class Fault(NamedTuple):
    """What could not be read, where, and why; ``line`` is 0 where it is about the whole."""

    name: str
    line: int
    message: str

    def __str__(self) -> str:
        return (
            f"{self.name}, line {self.line}: {self.message}" if self.line else f"{self.name}: {self.message}"
        )


@dataclass(frozen=True, slots=True)
class Source:
    """A plain file of lines; ``name`` is what messages call it, ``size`` what it had when it was looked at."""

    path: str
    name: str
    size: int


def sources(names: Sequence[str], spool: Path) -> tuple[list[Source], list[Fault]]:
    """The sources of some names, and what of them could not be read. ``spool``: a folder for what is written out.

    Raises UsageError, StoreError (NoSource), LedgerError.
    """
    found: list[Source] = []
    faults: list[Fault] = []
    for name in dict.fromkeys(each for given in names for each in _expanded(given)):
        path = Path(name)
        if is_database(name):
            path = _spooled(spool, len(found), _database_lines(name))
        elif path.suffix == ".parquet":
            path = _spooled(spool, len(found), (json_line(record) for record in reading(path)))
        elif path.suffix in (".gz", ".zst"):
            path = _unpacked(spool, len(found), path, faults)
        found.append(Source(str(path), name, path.stat().st_size))
    return found, faults


def _expanded(name: str) -> list[str]:
    """The files of a folder in which articles lie, else the name itself."""
    folder = Path(name)
    if not folder.exists() and "://" not in name:
        raise NoSource("no such file or folder", about=name)
    if not folder.is_dir():
        if not is_database(name) and not re.search(r"\.(jsonl|ndjson|json|parquet)(\.gz|\.zst)?\Z", name):
            wanted = "a folder, FILE.jsonl (.gz, .zst), FILE.parquet, FILE.db or postgresql://…"
            raise UsageError(f"not a source: give {wanted}", about=name)
        return [name]
    found = [path for ending in ("", ".gz", ".zst") for path in folder.rglob(f"articles.jsonl{ending}")]
    if not found:
        raise NoSource("no articles.jsonl in this folder", about=name)
    return sorted(map(str, found))


def _spooled(spool: Path, number: int, lines: Iterable[str]) -> Path:
    path = spool / f"{number}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(line + "\n")
    return path


def _unpacked(spool: Path, number: int, packed: Path, faults: list[Fault]) -> Path:
    path = spool / f"{number}.jsonl"
    with packed.open("rb") as file, path.open("wb") as out:
        try:
            shutil.copyfileobj(unpacked(file), out, 1 << 20)
        except _BROKEN as error:
            faults.append(Fault(str(packed), 0, f"broken or cut short: {error}"))
    return path


def _database_lines(name: str) -> Iterator[str]:
    """The records of a store, or of a ledger, which has a table of lines."""
    try:
        store = open_database(name)
    except StoreError:
        if not _is_ledger(name):
            raise
        yield from _ledger_lines(name)
        return
    try:
        for record in store.newest():
            yield json_line(record)
    finally:
        store.close()


def _address(name: str) -> str:
    """SQLAlchemy's address of a database."""
    if "://" not in name:
        return f"sqlite:///file:{quote(str(Path(name).absolute()))}?mode=ro&uri=true"
    return name.replace("postgresql://", "postgresql+psycopg://", 1)


def _is_ledger(name: str) -> bool:
    """Looked at before it is opened as one, for that makes tables where there are none."""
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.exc import SQLAlchemyError

    engine = create_engine(_address(name))
    try:
        looked = inspect(engine)
        return looked.has_table("revisions") and "line" in {
            c["name"] for c in looked.get_columns("revisions")
        }
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()


def _ledger_lines(name: str) -> Iterator[str]:
    from sqlalchemy import select

    from scraper.health.ledgers import existing
    from scraper.ledger.schema import revisions

    ledger = existing(name if "://" in name else f"sqlite:///{Path(name).absolute()}", Path())
    try:
        last = 0
        while True:  # some at a time, so that nobody who writes waits long
            with ledger.begin() as connection:
                some = select(revisions.c.seq, revisions.c.line).where(revisions.c.seq > last)
                rows = connection.execute(some.order_by(revisions.c.seq).limit(_BATCH)).all()
            for row in rows:
                last = row.seq
                yield row.line
            if len(rows) < _BATCH:
                return
    finally:
        ledger.close()
