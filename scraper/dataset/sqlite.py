"""The data set in one SQLite file: articles, their revisions, what was removed from them, full text (FTS5)."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scraper import __version__
from scraper.article import SCHEMA_VERSION
from scraper.dataset.columns import COLUMNS, row_of
from scraper.dataset.store import StoreError, terms_of
from scraper.dataset.wanted import ALL, Wanted
from scraper.errors import InvalidRecord
from scraper.upgrade import upgraded

APPLICATION_ID = 0x5A217E47  # says that a SQLite file is one of these, and not a ledger or another's
FORM = 1  # of the tables below; raised when they change, an older file is refused by name
_LOCKED_FOR = 60.0  # seconds to wait for another process's transaction; each of ours takes milliseconds

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
  id TEXT PRIMARY KEY NOT NULL, revision INTEGER NOT NULL, outlet TEXT, section TEXT, month TEXT, headline TEXT,
  description TEXT, article_body TEXT NOT NULL, date_published TEXT, date_modified TEXT, authors TEXT NOT NULL,
  editors TEXT NOT NULL, keywords TEXT NOT NULL, in_language TEXT, word_count INTEGER NOT NULL, url TEXT,
  allowed INTEGER NOT NULL, copy_group TEXT, record TEXT NOT NULL
);
CREATE INDEX articles_outlet ON articles (outlet, month);
CREATE INDEX articles_section ON articles (section);
CREATE INDEX articles_month ON articles (month);
CREATE INDEX articles_date ON articles (date_published DESC, id);
CREATE INDEX articles_copy_group ON articles (copy_group) WHERE copy_group IS NOT NULL;
CREATE TABLE superseded (
  id TEXT NOT NULL, revision INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (id, revision)
);
CREATE VIEW revisions AS
  SELECT id, revision, json_extract(record, '$.date_downloaded') AS date_downloaded, record FROM superseded
  UNION ALL SELECT id, revision, json_extract(record, '$.date_downloaded'), record FROM articles;
CREATE TABLE removals (
  article_id TEXT NOT NULL, n INTEGER NOT NULL, rule TEXT NOT NULL, kind TEXT NOT NULL, block INTEGER,
  text TEXT NOT NULL, url TEXT, PRIMARY KEY (article_id, n)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
  headline, description, article_body, content='articles', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts (rowid, headline, description, article_body)
  VALUES (new.rowid, new.headline, new.description, new.article_body);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, headline, description, article_body)
  VALUES ('delete', old.rowid, old.headline, old.description, old.article_body);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF headline, description, article_body ON articles
WHEN old.headline IS NOT new.headline OR old.description IS NOT new.description
  OR old.article_body IS NOT new.article_body
BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, headline, description, article_body)
  VALUES ('delete', old.rowid, old.headline, old.description, old.article_body);
  INSERT INTO articles_fts (rowid, headline, description, article_body)
  VALUES (new.rowid, new.headline, new.description, new.article_body);
END;
"""
_ARTICLE = (
    f"INSERT INTO articles ({', '.join(COLUMNS)}) VALUES ({', '.join(f':{name}' for name in COLUMNS)}) "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
)
_SUPERSEDE = "REPLACE INTO superseded SELECT id, revision, record FROM articles WHERE id = ?"
# Words that stand everywhere match nearly every article, and ranking each would take half a second: of so many matches
# those that came last are ranked.
_RANKED = 5000
_SEARCH = f"""
SELECT record FROM (
  SELECT n, score FROM (
    SELECT rowid AS n, bm25(articles_fts) AS score FROM articles_fts WHERE articles_fts MATCH ?
    ORDER BY rowid DESC LIMIT {_RANKED}
  ) ORDER BY score LIMIT ?
) AS found JOIN articles ON articles.rowid = found.n ORDER BY found.score
"""  # noqa: S608 - a number


class SqliteStore:
    """The store in the file ``path``; ``write`` makes it where there is none. Raises StoreError.

    Readers need no leave to write, and may read while another process writes.
    """

    def __init__(self, path: Path, *, write: bool = False) -> None:
        self.name = str(path)
        self._path = path
        self._write = write
        with self._told():
            self._db = self._open(write=write)
            try:
                self._check_or_make()
            except BaseException:
                self._db.close()
                raise

    def put(self, records: Iterable[Mapping[str, Any]], notes: Mapping[str, str] | None = None) -> int:
        count = 0
        with self._transaction():
            for record in records:
                self._put(record)
                count += 1
            self._db.executemany("REPLACE INTO meta VALUES (?, ?)", (notes or {}).items())
        return count

    def note(self, name: str) -> str | None:
        found = self._one("SELECT value FROM meta WHERE name = ?", name)
        return None if found is None else str(found)

    def get(self, article_id: str) -> dict[str, Any] | None:
        found = self._one("SELECT record FROM articles WHERE id = ?", article_id)
        return None if found is None else _record(found)

    def revisions(self, article_id: str) -> list[dict[str, Any]]:
        return self._records("SELECT record FROM revisions WHERE id = ? ORDER BY revision", article_id)

    def search(self, query: str, limit: int = 20) -> list[dict[str, Any]]:
        terms = terms_of(query)
        return self._records(_SEARCH, " ".join(f'"{term}"' for term in terms), limit) if terms else []

    def newest(self, wanted: Wanted = ALL) -> Iterator[dict[str, Any]]:
        condition, values = wanted.sql("?")
        statement = f"SELECT record FROM articles WHERE {condition} ORDER BY rowid"  # noqa: S608 - no values in it
        # A connection of its own: what is put meanwhile is not seen, and does not disturb it.
        with self._told(), closing(self._open(write=False)) as db:
            for (line,) in db.execute(statement, values):
                record = _record(line)
                if wanted.has(record):
                    yield record

    def set_copy_groups(self, groups: Mapping[str, str]) -> None:
        """As Database.set_copy_groups."""
        with self._transaction():
            self._db.execute("UPDATE articles SET copy_group = NULL WHERE copy_group IS NOT NULL")
            rows = [(group, its_id) for its_id, group in groups.items()]
            self._db.executemany("UPDATE articles SET copy_group = ? WHERE id = ?", rows)

    def close(self) -> None:
        if self._write:
            # The last one out leaves one file that can be read anywhere; others that have it open stay undisturbed.
            with suppress(sqlite3.Error):
                self._db.execute("PRAGMA busy_timeout = 0")
                self._db.execute("PRAGMA journal_mode = DELETE")
        self._db.close()

    # -- inside ---------------------------------------------------------------------------------------------

    def _put(self, record: Mapping[str, Any]) -> None:
        row = row_of(record)
        its_id, revision = row["id"], row["revision"]
        found = self._db.execute("SELECT revision FROM articles WHERE id = ?", (its_id,)).fetchone()
        if found and found[0] > revision:
            self._db.execute("REPLACE INTO superseded VALUES (?, ?, ?)", (its_id, revision, row["record"]))
            return
        if found and found[0] < revision:
            self._db.execute(_SUPERSEDE, (its_id,))
        self._db.execute(_ARTICLE, row)
        if found:
            self._db.execute("DELETE FROM removals WHERE article_id = ?", (its_id,))
        self._db.executemany(
            "INSERT INTO removals VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (its_id, n, each["rule"], each["kind"], each["block"], each["text"], each["url"])
                for n, each in enumerate(record.get("removed") or ())
            ],
        )

    def _open(self, *, write: bool) -> sqlite3.Connection:
        if not write and not self._path.is_file():
            raise StoreError("no such store", about=self.name)
        if write:
            self._path.absolute().parent.mkdir(parents=True, exist_ok=True)
        uri = f"file:{quote(str(self._path.absolute()))}?mode={'rwc' if write else 'ro'}"
        return sqlite3.connect(uri, uri=True, timeout=_LOCKED_FOR, isolation_level=None)

    def _check_or_make(self) -> None:
        if not self._write:
            self._check()
            return
        tables = self._value("SELECT count(*) FROM sqlite_master")
        if tables:
            self._check()
        deadline = time.monotonic() + _LOCKED_FOR
        while self._value("PRAGMA journal_mode") != "wal":
            try:
                self._value("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:  # the switch does not wait for others by itself
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        self._value("PRAGMA synchronous = NORMAL")
        with self._transaction():
            if not self._value("SELECT count(*) FROM sqlite_master"):  # nobody was quicker
                self._make()
        self._check()

    def _make(self) -> None:
        for statement in _statements(_TABLES):
            self._db.execute(statement)
        self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._db.execute(f"PRAGMA user_version = {FORM}")
        notes = {"schema_version": SCHEMA_VERSION, "saring": __version__}
        self._db.executemany("INSERT INTO meta VALUES (?, ?)", notes.items())

    def _check(self) -> None:
        if self._value("PRAGMA application_id") != APPLICATION_ID:
            raise StoreError("a SQLite file, but not a store of saring's; give another name", about=self.name)
        form = self._value("PRAGMA user_version")
        if form != FORM:
            message = f"written by another version of saring (form {form}, this is {FORM}); give another name"
            raise StoreError(message, about=self.name)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk has rolled it back already
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's errors as one clear line."""
        try:
            yield
        except (sqlite3.DataError, UnicodeEncodeError) as error:
            raise InvalidRecord(f"cannot be stored: {error}", about=self.name) from None
        except (sqlite3.Error, OSError) as error:
            raise StoreError(_plainly(error), about=self.name) from None

    def _value(self, statement: str, *values: Any) -> Any:
        row = self._db.execute(statement, values).fetchone()
        return row and row[0]

    def _one(self, statement: str, *values: Any) -> Any:
        with self._told():
            return self._value(statement, *values)

    def _records(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        with self._told():
            return [_record(line) for (line,) in self._db.execute(statement, values)]


def _record(line: str) -> dict[str, Any]:
    return upgraded(json.loads(line))


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, triggers whole: executescript would commit the transaction they belong to."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _plainly(error: Exception) -> str:
    """What is wrong, in our words where SQLite's are no help."""
    said = str(error)
    if "not a database" in said:
        return "not a SQLite file"
    if "locked" in said:
        return f"another process has kept it locked for {_LOCKED_FOR:.0f} s"
    if "readonly" in said:
        return "cannot be written: read-only"
    return said
