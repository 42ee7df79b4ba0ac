"""How a store is opened: its name says which it is."""

from __future__ import annotations

import re
from pathlib import Path

from scraper.dataset.files import FileStore, is_file_name
from scraper.dataset.sqlite import SqliteStore
from scraper.dataset.store import Database, Store
from scraper.errors import UsageError


def open_store(name: str, *, write: bool = False) -> Store:
    """The store of a name: ``….db`` or ``….sqlite``, ``postgresql://…``, ``….jsonl[.gz|.zst]``, ``….parquet``.

    ``write``: it is made where there is none. Raises StoreError, or UsageError for a name that is none of these.
    """
    if is_database(name):
        return open_database(name, write=write)
    if is_file_name(name):
        return FileStore(Path(name), write=write)
    raise UsageError(
        "not a store: give FILE.db, FILE.jsonl (.gz, .zst), FILE.parquet or postgresql://…", about=name
    )


def is_database(name: str) -> bool:
    """Whether a name is that of a database, by its form."""
    return bool(
        re.match(r"postgres(?:ql)?(?:\+psycopg)?://", name) or re.search(r"\.(?:db|sqlite3?)\Z", name)
    )


def open_database(name: str, *, write: bool = False) -> Database:
    """As open_store, for the names that is_database knows."""
    if "://" in name:
        from scraper.dataset.postgres import PostgresStore  # psycopg is an extra

        return PostgresStore(name, write=write)
    return SqliteStore(Path(name), write=write)
