"""The finished pieces as one data set: split articles found, every article once, everything counted.

In a SQLite file, so that memory does not grow with the archive.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from scraper.extraction.whole import page_address, without_page
from scraper.outlets import by_name
from scraper.reclean.lines import DONE, PART, read_lines

_TABLES = """
create table articles (outlet text, id text, digest text, date text, file int, at int, length int);
create table pages (file int, at int, length int, outlet text, number int, expected int, url text, key text, date text,
                    used int default 0);
create index pages_key on pages (outlet, key);
"""
_FURTHER = """
select rowid, file, at, length, url from pages where outlet = ? and key = ? and used = 0 and rowid != ?
order by date desc limit 1
"""
_NEW_PAGE = "insert into pages values (?,?,?,?,?,?,?,?,?,0)"
_NEW_ARTICLE = "insert into articles values (?,?,?,?,?,?,?)"
# Of one article the newest capture; of the same words under several ids the first.
_ONCE = """
with newest as (
  select *, row_number() over (partition by outlet, id order by date desc, file, at) as nth from articles),
first as (
  select *, row_number() over (partition by outlet, digest order by file, at) as same from newest where nth = 1)
select outlet, file, at, length from first where same = 1 order by outlet, file, at
"""


@dataclass(slots=True)
class Totals:
    """What became of every record: records = emitted + duplicates + pages + not_articles + failed.

    ``emitted`` by outlet; ``pages``: further pages that went into split articles; the others by reason.
    ``unread``: files that could not be read, and why; a piece of one counts as one record that failed.
    """

    records: int = 0
    emitted: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0
    pages: int = 0
    not_articles: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)

    @property
    def settled(self) -> int:
        """The records that are accounted for."""
        ends = (self.emitted, self.not_articles, self.failed)
        return self.duplicates + self.pages + sum(sum(counts.values()) for counts in ends)


class Merge:
    """The pieces of the run whose state lies in ``state``; ``take`` them, join their ``groups``, then ``write``."""

    def __init__(self, state: Path) -> None:
        self._state = state
        path = state / "merge.db"
        path.unlink(missing_ok=True)
        self._db = sqlite3.connect(path)
        self._db.executescript(
            "pragma journal_mode = off; pragma synchronous = off; pragma temp_store = file;" + _TABLES
        )
        self._files: list[Path] = []
        self._not: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self._records = self._joined = 0

    def take(self, count: int, name: str) -> None:
        """Count and enter what came of the records of the pieces ``name`` 0 to ``count`` - 1."""
        for number in range(count):
            path = self._state / f"{name}-{number:07d}{DONE}"
            if not path.exists():  # a file that could not be opened
                self._failed["unavailable"] += 1
                self._records += name == "piece"
                continue
            self._files.append(path)
            self._take(path, len(self._files) - 1, own=name == "piece")
        self._db.commit()

    def _take(self, path: Path, file: int, *, own: bool) -> None:
        for about, at, length in read_lines(path):
            self._records += own  # a joined article's pages are counted where they were read
            if "why" in about:
                (self._failed if about["failed"] else self._not)[about["why"]] += 1
            elif "page" in about:
                if not own:
                    self._not["incomplete"] += 1
                    continue
                row = (
                    file,
                    at,
                    length,
                    about["outlet"],
                    about["page"],
                    about["of"],
                    about["url"],
                    _key(about["url"]),
                    about["date"],
                )
                self._db.execute(_NEW_PAGE, row)
            else:
                article = about["outlet"] or "generic", about["id"], about["digest"], about["date"]
                self._db.execute(_NEW_ARTICLE, (*article, file, at, length))

    def groups(self) -> Iterator[list[list[list[Any]]]]:
        """Split articles of which every page is there, some at a time: [file, offset, length, address] of each."""
        group: list[list[list[Any]]] = []
        mains = self._db.execute(
            "select rowid, file, at, length, outlet, expected, url from pages where number = 1 "
            "order by date desc, file, at"
        ).fetchall()
        for row in mains:
            pages = self._pages(row)
            if pages:
                group.append(pages)
            if len(group) == 200:
                yield group
                group = []
        left = self._db.execute("select count(*) from pages where used = 0").fetchone()[0]
        if left:
            self._not["incomplete"] += left
        if group:
            yield group

    def _pages(self, row: Any) -> list[list[Any]] | None:
        rowid, file, at, length, name, expected, url = row
        if not name or self._db.execute("select used from pages where rowid = ?", (rowid,)).fetchone()[0]:
            return None
        found, rows = [[str(self._files[file].resolve()), at, length, url]], [rowid]
        for n in range(2, expected + 1):
            address = page_address(by_name(name), url, n)
            page = address and self._db.execute(
                _FURTHER, (name, _key(address), rowid),
            ).fetchone()  # fmt: skip
            if not page:
                return None
            found.append([str(self._files[page[1]].resolve()), *page[2:4], page[4]])
            rows.append(page[0])
        self._db.executemany("update pages set used = 1 where rowid = ?", [(r,) for r in rows])
        self._joined += len(rows) - 1
        return found

    def write(self, out: Path) -> Totals:
        """Write ``<out>/<outlet>/articles.jsonl``, each in one step, and hand back the totals."""
        self._db.commit()
        emitted: Counter[str] = Counter()
        writing, name, source, opened = None, "", None, -1
        for outlet, file, at, length in self._db.execute(_ONCE):
            if outlet != name:
                _settle(writing, out, name)
                name, writing = outlet, _begin(out, outlet)
            if file != opened or source is None:
                if source:
                    source.close()
                source, opened = self._files[file].open("rb"), file
            source.seek(at)
            if writing:
                writing.write(source.read(length) + b"\n")
            emitted[outlet] += 1
        _settle(writing, out, name)
        if source:
            source.close()
        total = self._db.execute("select count(*) from articles").fetchone()[0]
        self._db.close()
        for old in out.glob("*/articles.jsonl"):  # of an earlier run into the same folder
            if old.parent.name not in emitted:
                old.unlink()
        return Totals(
            self._records, dict(sorted(emitted.items())), total - sum(emitted.values()), self._joined,
            dict(self._not.most_common()), dict(self._failed.most_common()),
        )  # fmt: skip


def _begin(out: Path, outlet: str) -> IO[bytes]:
    folder = out / outlet
    folder.mkdir(exist_ok=True)
    return (folder / f"articles.jsonl{PART}").open("wb")


def _settle(writing: IO[bytes] | None, out: Path, outlet: str) -> None:
    if writing:
        writing.close()
        (out / outlet / f"articles.jsonl{PART}").replace(out / outlet / "articles.jsonl")


def _key(url: str) -> str:
    """One key for the spellings of a page's address that a page number survives."""
    parts = urlsplit(url)
    text = f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}".rstrip("?")
    return without_page(text) if re.search(r"[?&](?:page|halaman|hal)=1(?:&|\Z)", text) else text
