"""One file of an export: read by place, chosen, counted and written; in a process of its own where there are many."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from itertools import chain, compress, islice
from pathlib import Path
from typing import IO, Any

from scraper.article import SCHEMA_VERSION, Article
from scraper.crawl.window import Window
from scraper.dataset import batch
from scraper.dataset.counts import Counts
from scraper.dataset.files import Writer
from scraper.dataset.index import Index, Part, Place
from scraper.dataset.jsonl import JsonlWriter
from scraper.dataset.parquet import ParquetWriter, batch_of, schema
from scraper.dataset.scan import parsed
from scraper.dataset.sources import Fault, Source
from scraper.dataset.sqlite import SqliteStore
from scraper.dataset.store import fill
from scraper.dataset.table import COPY_COLUMNS, CsvWriter
from scraper.dataset.wanted import ALL, Wanted
from scraper.errors import InvalidRecord

ENDINGS = {
    "jsonl": ".jsonl", "jsonl.gz": ".jsonl.gz", "jsonl.zst": ".jsonl.zst", "parquet": ".parquet", "hf": ".parquet",
    "csv": ".csv", "sqlite": ".db",
}  # fmt: skip
_NAMES = frozenset(Article.__dataclass_fields__)
_TIMES = ("date_published", "date_downloaded")
_COLUMNS = frozenset({"parquet", "hf"})  # forms that are written by columns
_ROWS, _SIZE = 2048, 4 * 2**20  # how many lines become columns at once, and how many bytes
_COUNTED = 256  # records that are counted at once


@dataclass(frozen=True, slots=True)
class Choice:
    """Which records are wanted: by what they are, and by when they were published."""

    wanted: Wanted
    window: Window

    def __bool__(self) -> bool:
        return self.wanted != ALL or bool(self.window)

    def has(self, record: dict[str, Any]) -> bool:
        """Whether a record is wanted. Raises ValueError for a time that is none."""
        return self.wanted.has(record) and not self.window.misses(record["date_published"])


@dataclass(frozen=True, slots=True)
class Job:
    """What write_part() is told; ``path`` is the file it makes, if anything in it is wanted."""

    index: Path
    sources: tuple[Source, ...]
    part: Part
    path: Path
    form: str
    choice: Choice
    copies: bool


@dataclass(slots=True)
class Written:
    """What became of a part."""

    counts: Counts = field(default_factory=Counts)
    faults: list[Fault] = field(default_factory=list)


def write_part(job: Job) -> Written:
    """Write one part. Raises StoreError, OSError."""
    written = Written()
    collecting = gc.isenabled()
    gc.disable()  # nothing here is cyclic, and each of a million small dicts would be looked at
    try:
        with closing(Index(job.index)) as index:
            places = index.places(job.part)
            if job.form in _COLUMNS:
                _fill_columns(job, places, written)
                return written
            found = records(places, job.sources, written, job.choice, careful=True)
            first = next(found, None)
            if first is not None:
                job.path.parent.mkdir(parents=True, exist_ok=True)
                _fill(job, chain([first], found), written.counts)
    finally:
        if collecting:
            gc.enable()
    return written


def _fill_columns(job: Job, places: Iterable[Place], written: Written) -> None:
    with ExitStack() as stack:
        writer = None
        for some in _batches(places):
            found = _batch(job, some, written)
            if writer is None and found.num_rows:
                job.path.parent.mkdir(parents=True, exist_ok=True)
                writer = ParquetWriter(stack.enter_context(job.path.open("wb")), copies=job.copies)
            if writer and found.num_rows:
                batch.count(found, written.counts)
                writer.write_batch(found)
        if writer:
            writer.close()


def _batches(places: Iterable[Place]) -> Iterator[list[Place]]:
    """Places, some hundred at a time, fewer where lines are long."""
    some: list[Place] = []
    size = 0
    for place in places:
        some.append(place)
        size += place.length
        if len(some) >= _ROWS or size >= _SIZE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _batch(job: Job, some: list[Place], written: Written) -> Any:
    """The wanted records at some places: all at once where saring wrote them, else line by line."""
    found = batch.batch(b"".join(line for _, line in _lines(_runs(some), job.sources)), len(some))
    if found is not None and job.choice:
        try:
            wanted = list(map(job.choice.has, batch.chosen_by(found)))
        except ValueError:  # a time that is none
            found = None
        else:
            written.counts.left_out += wanted.count(False)
            some, found = list(compress(some, wanted)), found.filter(wanted)
    if found is None:
        some, found = _one_by_one(job, some, written)
    return batch.with_copies(found, [place[-3:] for place in some]) if job.copies else found


def _one_by_one(job: Job, some: list[Place], written: Written) -> tuple[list[Place], Any]:
    kept = list(records(some, job.sources, written, job.choice, careful=True))
    if kept:
        with suppress(InvalidRecord):  # a number is larger than its column holds: whose?
            return [place for place, _ in kept], batch_of([record for _, record in kept], schema())
    fit: list[Place] = []
    rows = []
    for place, record in kept:
        try:
            rows.append(batch_of([record], schema()))
            fit.append(place)
        except InvalidRecord as error:
            written.faults.append(Fault(job.sources[place.file].name, place.number, error.message))
    return fit, batch.joined(rows)


def _fill(job: Job, found: Iterable[tuple[Place, dict[str, Any]]], counts: Counts) -> None:
    if job.form == "sqlite":
        with closing(SqliteStore(job.path, write=True)) as store:
            groups: dict[str, str] = {}
            fill(store, (record for _, record in _counted(_noted(groups, found), counts)))
            store.set_copy_groups(groups)
        return
    with job.path.open("wb") as file:
        writer = _writer(file, job.form, copies=job.copies)
        for place, record in _counted(found, counts):
            if job.copies and not job.form.startswith("jsonl"):
                record |= zip(COPY_COLUMNS, place[-3:], strict=True)
            writer.write(record)
        writer.close()


def _noted(
    groups: dict[str, str], found: Iterable[tuple[Place, dict[str, Any]]]
) -> Iterator[tuple[Place, dict[str, Any]]]:
    for place, record in found:
        if place.copy_group is not None:
            groups[record["id"]] = place.copy_group
        yield place, record


def _counted(
    found: Iterable[tuple[Place, dict[str, Any]]], counts: Counts
) -> Iterator[tuple[Place, dict[str, Any]]]:
    found = iter(found)
    while some := list(islice(found, _COUNTED)):
        counts.records([record for _, record in some])
        yield from some


def _writer(file: IO[bytes], form: str, *, copies: bool) -> Writer:
    makers: dict[str, Callable[[], Writer]] = {
        "jsonl": lambda: JsonlWriter(file),
        "jsonl.gz": lambda: JsonlWriter(file, "gzip"),
        "jsonl.zst": lambda: JsonlWriter(file, "zstd"),
        "csv": lambda: CsvWriter(file, copies=copies),
    }
    return makers[form]()


def records(
    places: Iterable[Place], sources: tuple[Source, ...], written: Written, choice: Choice, *, careful: bool
) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The wanted records at some places, one at a time; what cannot be read goes into ``written.faults``.

    ``careful``: each is held against the schema and the laws of the record.
    """
    for place, line in _lines(places, sources):
        try:
            record = _record(line, careful=careful)
            if choice.has(record):
                yield place, record
            else:
                written.counts.left_out += 1
        except InvalidRecord as error:
            written.faults.append(Fault(sources[place.file].name, place.number, error.message))
        except (TypeError, AttributeError) as error:  # a value of another type: the schema says which
            message = _what_is_wrong(line) or f"not a record: {error}"
            written.faults.append(Fault(sources[place.file].name, place.number, message))
        except ValueError as error:
            message = "cut short" if not line.endswith(b"\n") else str(error)
            written.faults.append(Fault(sources[place.file].name, place.number, message))


def _record(line: bytes, *, careful: bool) -> dict[str, Any]:
    record = parsed(line)
    if careful or record.get("schema_version") != SCHEMA_VERSION:
        from scraper.schema import load

        return load(record, line).to_dict()
    if record.keys() != _NAMES:
        lacking, unknown = sorted(_NAMES - record.keys()), sorted(record.keys() - _NAMES)
        raise ValueError(
            f"{', '.join(lacking)}: missing" if lacking else f"{', '.join(unknown)}: no such field"
        )
    for name in ("article_body", *_TIMES):  # what copies are looked for by; the writer knows the others
        if not isinstance(record[name], str | None):
            raise TypeError(name)
    return record


def _what_is_wrong(line: bytes) -> str:
    try:
        _record(line, careful=True)
    except InvalidRecord as error:
        return error.message
    return ""


def _runs(some: list[Place]) -> Iterator[Place]:
    """Places, those side by side as one."""
    first, end = some[0], some[0].at
    for place in some:
        if place.file != first.file or place.at != end:
            yield first._replace(length=end - first.at)
            first = place
        end = place.at + place.length
    yield first._replace(length=end - first.at)


def _lines(places: Iterable[Place], sources: tuple[Source, ...]) -> Iterator[tuple[Place, bytes]]:
    file: IO[bytes] | None = None
    which, at = -1, 0
    try:
        for place in places:
            if file is None or place.file != which:
                if file:
                    file.close()
                which, at = place.file, 0
                file = open(sources[which].path, "rb", buffering=1 << 18)  # noqa: SIM115 - closed below
            if at != place.at:
                file.seek(place.at)
            line = file.read(place.length)
            at = place.at + place.length
            yield place, line
    finally:
        if file:
            file.close()
