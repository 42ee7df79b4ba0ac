"""The data set in PostgreSQL, in a schema of its own: articles (jsonb, full text) and their revisions.

``articles.record`` is jsonb, for queries. jsonb orders keys anew, so what is read back is ``revisions.record``: that is
json, which stays as it was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from scraper import __version__
from scraper.article import SCHEMA_VERSION
from scraper.dataset.columns import COLUMNS, row_of
from scraper.dataset.store import StoreError, terms_of
from scraper.dataset.wanted import ALL, Wanted
from scraper.errors import InvalidRecord, UsageError
from scraper.upgrade import upgraded

FORM = "1"  # of the tables below; raised when they change, an older schema is refused by name
_LOCK = 0x5A22  # any number: the name of the advisory lock of who makes the tables
_PATIENCE = 10  # seconds to wait for the server's first word

# Full text search looks at 250,000 characters of a body: the longest page would exceed what a tsvector may hold.
_TABLES = """
CREATE SCHEMA dataset;
CREATE TABLE dataset.meta (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE dataset.articles (
  id text PRIMARY KEY, revision integer NOT NULL, outlet text, section text, month text, headline text,
  description text, article_body text NOT NULL, date_published text, date_modified text, authors text NOT NULL,
  editors text NOT NULL, keywords text NOT NULL, in_language text, word_count integer NOT NULL, url text,
  allowed smallint NOT NULL, copy_group text, record jsonb NOT NULL,
  words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('indonesian', coalesce(headline, '')), 'A')
    || setweight(to_tsvector('indonesian', coalesce(description, '')), 'B')
    || to_tsvector('indonesian', left(article_body, 250000))
  ) STORED
);
CREATE INDEX articles_outlet ON dataset.articles (outlet, month);
CREATE INDEX articles_section ON dataset.articles (section);
CREATE INDEX articles_month ON dataset.articles (month);
CREATE INDEX articles_words ON dataset.articles USING gin (words);
CREATE TABLE dataset.revisions (
  id text, revision integer, date_downloaded text, record json NOT NULL, PRIMARY KEY (id, revision)
);
CREATE VIEW dataset.removals AS
  SELECT id AS article_id, n - 1 AS n, cut ->> 'rule' AS rule, cut ->> 'kind' AS kind,
    (cut ->> 'block')::integer AS block, cut ->> 'text' AS text, cut ->> 'url' AS url
  FROM dataset.articles, jsonb_array_elements(record -> 'removed') WITH ORDINALITY AS removed (cut, n);
"""
_ARTICLE = (
    f"INSERT INTO dataset.articles AS held ({', '.join(COLUMNS)}) "  # noqa: S608 - names of columns, no values
    f"VALUES ({', '.join(f'%({name})s' for name in COLUMNS)}) ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
    + " WHERE excluded.revision >= held.revision"
)
_REVISION = """
INSERT INTO dataset.revisions VALUES (%s, %s, %s, %s) ON CONFLICT (id, revision)
DO UPDATE SET date_downloaded = excluded.date_downloaded, record = excluded.record
"""
_NOTE = "INSERT INTO dataset.meta VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_NEWEST = """
SELECT r.record::text FROM dataset.articles AS a JOIN dataset.revisions AS r USING (id, revision) WHERE
"""
_SEARCH = """
SELECT r.record::text FROM (
  SELECT id, revision, ts_rank(words, asked) AS rank FROM dataset.articles, (SELECT {} AS asked) AS query
  WHERE words @@ asked ORDER BY rank DESC, id LIMIT %s
) AS found JOIN dataset.revisions AS r USING (id, revision) ORDER BY found.rank DESC, id
"""


class PostgresStore:
    """The store at ``dsn``; ``write`` makes its tables where there are none. Raises StoreError."""

    def __init__(self, dsn: str, *, write: bool = False) -> None:
        self.name = shown(dsn)
        try:
            import psycopg
        except ImportError:
            message = "needs psycopg: pip install 'saring[postgres]'"
            raise UsageError(message, about=self.name) from None
        self._psycopg = psycopg
        self._dsn = re.sub(r"\A(postgres(?:ql)?)\+\w+:", r"\1:", dsn)
        with self._told():
            self._db = self._connect()
            try:
                self._check_or_make(write=write)
            except BaseException:
                self._db.close()
                raise

    def put(self, records: Iterable[Mapping[str, Any]], notes: Mapping[str, str] | None = None) -> int:
        rows = [(record, row_of(record)) for record in records]
        with self._told(), self._db.transaction(), self._db.cursor() as cursor:
            # Sent together, answered together: a batch waits for the server once (psycopg's pipeline mode).
            cursor.executemany(
                _REVISION,
                [
                    (row["id"], row["revision"], record.get("date_downloaded"), row["record"])
                    for record, row in rows
                ],
            )
            cursor.executemany(_ARTICLE, [row for _, row in rows])
            cursor.executemany(_NOTE, (notes or {}).items())
        return len(rows)

    def note(self, name: str) -> str | None:
        with self._told():
            row = self._db.execute("SELECT value FROM dataset.meta WHERE name = %s", [name]).fetchone()
        return str(row[0]) if row else None

    def get(self, article_id: str) -> dict[str, Any] | None:
        found = self._records(f"{_NEWEST} a.id = %s", [article_id])
        return found[0] if found else None

    def revisions(self, article_id: str) -> list[dict[str, Any]]:
        return self._records(
            "SELECT record::text FROM dataset.revisions WHERE id = %s ORDER BY revision", [article_id]
        )

    def search(self, query: str, limit: int = 20) -> list[dict[str, Any]]:
        terms = terms_of(query)
        asked = " && ".join(["phraseto_tsquery('indonesian', %s)"] * len(terms))
        return self._records(_SEARCH.format(asked), [*terms, limit]) if terms else []

    def newest(self, wanted: Wanted = ALL) -> Iterator[dict[str, Any]]:
        condition, values = wanted.sql("%s")
        # A connection of its own: what is put meanwhile is not seen, and does not disturb it.
        with self._told(), self._connect() as db, db.transaction(), db.cursor("newest") as cursor:
            cursor.itersize = 200
            for (line,) in cursor.execute(_NEWEST + condition + " ORDER BY a.id", values):
                record = upgraded(json.loads(line))
                if wanted.has(record):
                    yield record

    def set_copy_groups(self, groups: Mapping[str, str]) -> None:
        """As Database.set_copy_groups."""
        with self._told(), self._db.transaction():
            self._db.execute("UPDATE dataset.articles SET copy_group = NULL WHERE copy_group IS NOT NULL")
            rows = [(group, its_id) for its_id, group in groups.items()]
            with self._db.cursor() as cursor:
                cursor.executemany("UPDATE dataset.articles SET copy_group = %s WHERE id = %s", rows)

    def close(self) -> None:
        self._db.close()

    # -- inside ---------------------------------------------------------------------------------------------

    def _connect(self) -> Any:
        parts = self._psycopg.conninfo.conninfo_to_dict(self._dsn)
        given = {"connect_timeout": _PATIENCE, "application_name": "saring", **parts}
        return self._psycopg.connect(**given, autocommit=True)

    def _check_or_make(self, *, write: bool) -> None:
        with self._db.transaction():
            # Two that start at once: `if not exists` alone would let both try.
            self._db.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            if self._one("SELECT to_regnamespace('dataset') IS NULL"):
                if not write:
                    raise StoreError("no such store: its schema `dataset` is not there", about=self.name)
                self._make()
            form = None
            if self._one("SELECT to_regclass('dataset.meta') IS NOT NULL"):
                form = self._one("SELECT value FROM dataset.meta WHERE name = 'form'")
        if form is None:
            raise StoreError(
                "has a schema `dataset` that is not saring's; give another database", about=self.name
            )
        if form != FORM:
            message = (
                f"written by another version of saring (form {form}, this is {FORM}); give another database"
            )
            raise StoreError(message, about=self.name)

    def _make(self) -> None:
        if not self._one("SELECT EXISTS (SELECT FROM pg_ts_config WHERE cfgname = 'indonesian')"):
            raise StoreError(
                "knows no full text search in Indonesian; PostgreSQL 12 or later does", about=self.name
            )
        self._db.execute(_TABLES)
        notes = {"form": FORM, "schema_version": SCHEMA_VERSION, "saring": __version__}
        with self._db.cursor() as cursor:
            cursor.executemany(_NOTE, notes.items())

    def _one(self, statement: str) -> Any:
        return self._db.execute(statement).fetchone()[0]

    def _records(self, statement: str, values: list[Any]) -> list[dict[str, Any]]:
        with self._told():
            return [upgraded(json.loads(line)) for (line,) in self._db.execute(statement, values)]

    @contextmanager
    def _told(self) -> Iterator[None]:
        """The server's and the driver's errors as one clear line, without a password in it."""
        try:
            yield
        except (self._psycopg.DataError, UnicodeError) as error:
            raise InvalidRecord(f"cannot be stored: {_first_line(error)}", about=self.name) from None
        except self._psycopg.Error as error:
            raise StoreError(_first_line(error), about=self.name) from None


def shown(dsn: str) -> str:
    """An address without its password."""
    return re.sub(
        r"(://[^:/@]*):[^@]*@|(password=)[^&\s]*", lambda m: f"{m[1]}:***@" if m[1] else f"{m[2]}***", dsn
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
