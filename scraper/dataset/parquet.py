"""Parquet, by a schema of its own: nothing is inferred, so no offset of a time is lost and no column changes its type.

Times stand exactly as in the record, as strings with their offset; beside each stands the same moment as a UTC
timestamp (``date_published_utc``), null where the record has no time of day. Objects of free names (``rights``,
``field_sources``) are lists of key and value, which every reader of Parquet knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain, pairwise
from operator import itemgetter
from typing import IO, Any

from scraper.article import SCHEMA_VERSION, Article, Block, Image, Link, Removal
from scraper.dataset.store import StoreError
from scraper.errors import InvalidRecord, UsageError

ROWS = 4096  # of a row group
_BYTES = 64 * 2**20  # of one, where records are long
_HELD = 512  # records that are held as such; those before them are held as Arrow columns, a fifth of the size
TIMES = ("date_published", "date_modified", "date_downloaded")
_UTC = "_utc"
_STRINGS = frozenset("authors editors article_section keywords cited_sources warnings".split())
_INTEGERS = frozenset("word_count pages_expected pages_got http_status revision block after_block".split())
PAIRS: Mapping[str, tuple[str, ...]] = dict.fromkeys(("field_sources", "rights"), ("key", "value"))
PARTS: Mapping[str, Any] = {"blocks": Block, "images": Image, "related_links": Link, "removed": Removal}
_NAMES = tuple(Article.__dataclass_fields__)
_COPIES = (
    "copy_group",
    "copy_overlap",
    "first_seen",
)  # columns beside the record, where copies were looked for
# Few different values, and worth asking for: a dictionary and least and greatest value are kept for these alone.
_COUNTED = (
    "schema_version", "outlet", "publisher", "is_part_of", "in_language", "date_published", "extraction",
    "rules_version", "word_count", "revision", "date_published_utc",
)  # fmt: skip


def arrow() -> Any:
    """The pyarrow package with its parquet module. Raises UsageError where it is not installed."""
    try:
        import pyarrow as pa
        from pyarrow import compute, parquet  # noqa: F401 - they are then there as pa.compute, pa.parquet
    except ImportError:
        raise UsageError("needs pyarrow: pip install 'saring[parquet]'", about="Parquet") from None
    return pa


@cache
def schema(*, copies: bool = False) -> Any:
    """The columns: those of the record in its order, the moments in UTC after them; then those of ``copies``."""
    pa = arrow()
    columns = [pa.field(name, _type(pa, name)) for name in _NAMES]
    columns += [pa.field(name + _UTC, pa.timestamp("us", tz="UTC")) for name in TIMES]
    if copies:
        columns += [pa.field(name, _type(pa, name)) for name in _COPIES]
    return pa.schema(columns, metadata={"saring.schema_version": SCHEMA_VERSION})


class ParquetWriter:
    """Writes records to an open binary file, which stays open; whole once it is closed.

    ``copies``: the records have fields of these columns, too.
    """

    def __init__(self, file: IO[bytes], *, copies: bool = False) -> None:
        self._pa = arrow()
        self._schema = schema(copies=copies)
        self._known = {*_NAMES, *(_COPIES if copies else ())}
        self._out = self._pa.parquet.ParquetWriter(
            self._pa.PythonFile(file, "w"), self._schema, compression="zstd",
            use_dictionary=list(_COUNTED), write_statistics=list(_COUNTED),
        )  # fmt: skip
        self._rows: list[Mapping[str, Any]] = []
        self._batches: list[Any] = []

    def write(self, record: Mapping[str, Any]) -> None:
        """Add a record. Raises InvalidRecord where it does not fit the schema."""
        if not record.keys() <= self._known:
            names = ", ".join(sorted(record.keys() - self._known))
            raise InvalidRecord(f"has fields this schema does not know: {names}", about=str(record.get("id")))
        self._rows.append(record)
        if len(self._rows) >= _HELD:
            self._to_batch()

    def write_batch(self, found: Any) -> None:
        """Add the records of a RecordBatch of this schema."""
        self._batches.append(found)
        if sum(map(len, self._batches)) >= ROWS or sum(each.nbytes for each in self._batches) >= _BYTES:
            self._flush()

    def close(self) -> None:
        """Write what is left, and the end."""
        self._to_batch()
        self._flush()
        self._out.close()

    def _to_batch(self) -> None:
        rows, self._rows = self._rows, []
        if rows:
            self.write_batch(batch_of(rows, self._schema))

    def _flush(self) -> None:
        batches, self._batches = self._batches, []
        if batches:
            self._out.write_table(self._pa.Table.from_batches(batches))


def batch_of(rows: Sequence[Mapping[str, Any]], columns: Any) -> Any:
    """Records as a RecordBatch of a schema. Raises InvalidRecord, naming the first that does not fit."""
    pa = arrow()
    try:
        return _batch(pa, rows, columns)
    except (pa.ArrowException, TypeError, ValueError, KeyError, AttributeError, UnicodeError) as error:
        if len(rows) == 1:
            raise InvalidRecord(f"does not fit the schema: {error}", about=str(rows[0].get("id"))) from None
        for row in rows:
            batch_of([row], columns)
        raise


def read_parquet(file: IO[bytes], about: str) -> Iterator[dict[str, Any]]:
    """The records of an open file. Raises StoreError where it is none of ours, or broken."""
    pa = arrow()
    try:
        opened = pa.parquet.ParquetFile(file)
        if not any(opened.schema_arrow.equals(schema(copies=copies)) for copies in (False, True)):
            raise StoreError("its columns are not those of a data set of this version of saring", about=about)
        for batch in opened.iter_batches(batch_size=256, columns=list(_NAMES)):
            yield from rows(batch)
    except (pa.ArrowException, OSError) as error:
        raise StoreError(" ".join(str(error).split())[:200], about=about) from None


def rows(found: Any) -> Iterator[dict[str, Any]]:
    """The rows of a batch as the records have their fields."""
    columns = [pairs_of(found.column(name)) if name in PAIRS else found.column(name).to_pylist()
               for name in found.schema.names]  # fmt: skip
    return (dict(zip(found.schema.names, row, strict=True)) for row in zip(*columns, strict=True))


def pairs_of(column: Any) -> list[dict[str, str]]:
    """The objects of free names of a column."""
    names, values = (column.values.field(part).to_pylist() for part in ("key", "value"))
    ends = column.offsets.to_pylist()
    return [dict(zip(names[a:b], values[a:b], strict=True)) for a, b in pairwise(ends)]


def _parts(name: str) -> tuple[str, ...]:
    """The names of the parts of a field's elements."""
    return tuple(PARTS[name].__dataclass_fields__) if name in PARTS else PAIRS.get(name, ())


@cache
def _type(pa: Any, name: str) -> Any:
    """The type of a field of the record, or of one of its parts."""
    if name in _STRINGS:
        return pa.list_(pa.string())
    parts = _parts(name)
    if parts:
        return pa.list_(pa.struct([pa.field(part, _type(pa, part)) for part in parts]))
    if name in _INTEGERS:
        return pa.int32()
    return {"is_accessible_for_free": pa.bool_(), "copy_overlap": pa.float32()}.get(name, pa.string())


def _batch(pa: Any, rows: Sequence[Mapping[str, Any]], columns: Any) -> Any:
    its = [name for name in columns.names if not name.endswith(_UTC)]
    try:
        values = dict(zip(its, zip(*map(itemgetter(*its), rows), strict=True), strict=True))
    except KeyError:  # a record that lacks a field: null
        values = {name: tuple(row.get(name) for row in rows) for name in its}
    arrays = {name: _column(pa, name, values[name]) for name in its}
    arrays |= {name + _UTC: moments(pa, arrays[name]) for name in TIMES}
    return pa.RecordBatch.from_arrays([arrays[name] for name in columns.names], schema=columns)


def _column(pa: Any, name: str, values: Sequence[Any]) -> Any:
    """A column; one of lists is made of all their elements and where each list begins: five times as fast."""
    parts = _parts(name)
    if name not in _STRINGS and not parts:
        return pa.array(values, _type(pa, name))
    values = [value or () for value in values]
    begins = pa.array(accumulate(map(len, values), initial=0), pa.int32())
    if not parts:
        flat = pa.array(list(chain.from_iterable(values)), pa.string())
    else:
        if name in PAIRS:
            columns: Any = (
                list(chain.from_iterable(values)),
                list(chain.from_iterable(value.values() for value in values if value)),
            )
        else:
            rows = list(chain.from_iterable(values))
            if sum(map(len, rows)) != len(parts) * len(rows):
                raise ValueError(f"{name}: a part has a field that is none of {', '.join(parts)}")
            columns = [[row[key] for row in rows] for key in parts]
        arrays = [pa.array(column, _type(pa, key)) for key, column in zip(parts, columns, strict=True)]
        flat = pa.StructArray.from_arrays(arrays, names=list(parts))
    return pa.ListArray.from_arrays(begins, flat)


def moments(pa: Any, times: Any) -> Any:
    """The moments of times with an offset; null for a bare date, which is a day and no moment."""
    # No constant of Python's stands here: to make one, pyarrow imports pandas where it finds it, which takes 0.3 s.
    days = pa.compute.match_substring_regex(times, r"\A\d{4}-\d\d-\d\d\z")
    whole = pa.compute.if_else(days, pa.nulls(len(times), pa.string()), times)
    return pa.compute.cast(whole, pa.timestamp("us", tz="UTC"))
