"""Data sets in one file: written under another name first, so that a file of the right name is whole; and read."""

from __future__ import annotations

import glob
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import quote, unquote

from scraper.dataset.columns import key_of
from scraper.dataset.jsonl import JsonlWriter, read_jsonl
from scraper.dataset.parquet import ParquetWriter, read_parquet
from scraper.dataset.store import StoreError, terms_of
from scraper.dataset.wanted import ALL, Wanted
from scraper.ledger.owner import alive, this_process
from scraper.upgrade import upgraded

_NAME = re.compile(r"\.(?:jsonl(?:\.gz|\.zst)?|parquet)\Z")


class Writer(Protocol):
    """Takes records one by one."""

    def write(self, record: Mapping[str, Any]) -> None:
        """Add a record. Raises InvalidRecord where its form cannot hold it."""

    def close(self) -> None:
        """Write what is left, and the end."""


def is_file_name(name: str) -> bool:
    """Whether a name is that of a data set in a file, by its ending."""
    return bool(_NAME.search(name))


def writer_of(ending: str, file: IO[bytes]) -> Writer:
    """A writer of the form that a name's ending says, into an open binary file, which stays open."""
    if ending == ".parquet":
        return ParquetWriter(file)
    return JsonlWriter(file, "gzip" if ending.endswith(".gz") else "zstd" if ending.endswith(".zst") else "")


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A writer of the file ``path``, in the form that its name says.

    The file appears, in the place of an earlier one, when the block is left; after an exception the earlier one stays.
    Raises StoreError where it cannot be written.
    """
    found = _NAME.search(path.name)
    if found is None:
        raise StoreError(
            "its name ends neither in .jsonl, .jsonl.gz, .jsonl.zst nor .parquet", about=str(path)
        )
    half = path.with_name(f"{path.name}.{quote(this_process(), safe='')}.part")
    try:
        _clear_up(path)
        with half.open("wb") as file:
            writer = writer_of(found[0], file)
            yield writer
            writer.close()
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror or error}", about=str(path)) from None
    finally:
        half.unlink(missing_ok=True)


def _clear_up(path: Path) -> None:
    """Remove what processes that died in writing the file have left."""
    for half in path.parent.glob(f"{glob.escape(path.name)}.*.part"):
        owner = unquote(half.name.removeprefix(f"{path.name}.").removesuffix(".part"))
        if owner.count(" ") >= 2 and not alive(owner):
            half.unlink(missing_ok=True)


def reading(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file, one at a time. Raises StoreError where it is missing, broken or cut short."""
    try:
        with path.open("rb") as file:
            read = read_parquet if path.suffix == ".parquet" else read_jsonl
            yield from map(upgraded, read(file, str(path)))
    except OSError as error:
        raise StoreError(f"cannot be read: {error.strerror or error}", about=str(path)) from None


class FileStore:
    """A data set in one file as a store: right for what is written once and read through, for every ``put`` writes the
    whole file anew. Raises StoreError."""

    def __init__(self, path: Path, *, write: bool = False) -> None:
        self.name = str(path)
        self._path = path
        self._write = write
        if not write and not path.is_file():
            raise StoreError("no such store", about=self.name)

    def put(self, records: Iterable[Mapping[str, Any]]) -> int:
        """As Store.put; ``records`` are held in memory, the file's are not."""
        if not self._write:
            raise StoreError("opened for reading only", about=self.name)
        new = {key_of(record): dict(record) for record in records}
        count = len(new)
        with writing(self._path) as file:
            for record in self._all():
                file.write(new.pop(key_of(record), record))
            for record in new.values():
                file.write(record)
        return count

    def get(self, article_id: str) -> dict[str, Any] | None:
        return max(self._of(article_id), key=_revision, default=None)

    def revisions(self, article_id: str) -> list[dict[str, Any]]:
        return sorted(self._of(article_id), key=_revision)

    def search(self, query: str, limit: int = 20) -> list[dict[str, Any]]:
        """As Store.search, but in the order of the file: it has no index to rank by."""
        terms = [re.compile(rf"(?<!\w){re.escape(_folded(term))}(?!\w)") for term in terms_of(query)]
        found = (record for record in self.newest() if _has(record, terms))
        return list(islice(found, limit)) if terms else []

    def newest(self, wanted: Wanted = ALL) -> Iterator[dict[str, Any]]:
        # Twice through the file: what is held is a number an article.
        last: dict[str, int] = {}
        for its_id, revision in map(key_of, self._all()):
            last[its_id] = max(revision, last.get(its_id, 0))
        for record in self._all():
            if record["revision"] == last[record["id"]] and wanted.has(record):
                yield record

    def close(self) -> None:
        """Nothing is held."""

    def _all(self) -> Iterator[dict[str, Any]]:
        return reading(self._path) if self._path.exists() else iter(())

    def _of(self, article_id: str) -> Iterator[dict[str, Any]]:
        return (record for record in self._all() if record["id"] == article_id)


def _revision(record: Mapping[str, Any]) -> int:
    return int(record["revision"])


def _has(record: Mapping[str, Any], terms: list[re.Pattern[str]]) -> bool:
    """Whether all terms stand in headline, description or body."""
    texts = (record.get(name) or "" for name in ("headline", "description", "article_body"))
    folded = _folded("\n".join(texts))
    return all(term.search(folded) for term in terms)


def _folded(text: str) -> str:
    """A text without case, accents, and with one blank between words."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+|\n", "".join(c for c in parted if not unicodedata.combining(c))))
