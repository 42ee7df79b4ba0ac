"""Parquet, by a schema of its own: nothing is inferred, so no offset of a time is lost and no column changes its type.

Times stand exactly as in the record, as strings with their offset; beside each stands the same moment as a UTC
timestamp (``date_published_utc``), null where the record has no time of day. Objects of free names (``rights``,
``field_sources``) are lists of key and value, which every reader of Parquet knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from typing import IO, Any

from scraper.article import SCHEMA_VERSION, Article, Block, Image, Link, Removal
from scraper.dataset.store import StoreError
from scraper.errors import InvalidRecord, UsageError

ROWS = 4096  # of a row group: what is held in memory at once
TIMES = ("date_published", "date_modified", "date_downloaded")
_UTC = "_utc"
_STRINGS = frozenset("authors editors article_section keywords cited_sources warnings".split())
_INTEGERS = frozenset("word_count pages_expected pages_got http_status revision block after_block".split())
_PAIRS: Mapping[str, tuple[str, ...]] = dict.fromkeys(("field_sources", "rights"), ("key", "value"))
_PARTS: Mapping[str, tuple[str, ...]] = {
    name: tuple(part.__dataclass_fields__)
    for name, part in (("blocks", Block), ("images", Image), ("related_links", Link), ("removed", Removal))
}
_NAMES = tuple(Article.__dataclass_fields__)
_KNOWN = frozenset(_NAMES)
# Few different values, and worth asking for: a dictionary and least and greatest value are kept for these alone.
_COUNTED = (
    "schema_version", "outlet", "publisher", "is_part_of", "in_language", "date_published", "extraction",
    "rules_version", "word_count", "revision", "date_published_utc",
)  # fmt: skip


def arrow() -> Any:
    """The pyarrow package with its parquet module. Raises UsageError where it is not installed."""
    try:
        import pyarrow as pa
        from pyarrow import parquet  # noqa: F401 - it is then there as pa.parquet
    except ImportError:
        raise UsageError("needs pyarrow: pip install 'saring[parquet]'", about="Parquet") from None
    return pa


def schema() -> Any:
    """The columns: those of the record in its order, the moments in UTC after them."""
    pa = arrow()
    columns = [pa.field(name, _type(pa, name)) for name in _NAMES]
    columns += [pa.field(name + _UTC, pa.timestamp("us", tz="UTC")) for name in TIMES]
    return pa.schema(columns, metadata={"saring.schema_version": SCHEMA_VERSION})


class ParquetWriter:
    """Writes records to an open binary file, which stays open; whole once it is closed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._pa = arrow()
        self._schema = schema()
        self._out = self._pa.parquet.ParquetWriter(
            self._pa.PythonFile(file, "w"), self._schema, compression="zstd",
            use_dictionary=list(_COUNTED), write_statistics=list(_COUNTED),
        )  # fmt: skip
        self._rows: list[Mapping[str, Any]] = []

    def write(self, record: Mapping[str, Any]) -> None:
        """Add a record. Raises InvalidRecord where it does not fit the schema."""
        if record.keys() - _KNOWN:
            names = ", ".join(sorted(record.keys() - _KNOWN))
            raise InvalidRecord(f"has fields this schema does not know: {names}", about=str(record.get("id")))
        self._rows.append(record)
        if len(self._rows) >= ROWS:
            self._flush()

    def close(self) -> None:
        """Write what is left, and the end."""
        self._flush()
        self._out.close()

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        if rows:
            self._out.write_table(table(rows))


def table(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Records as an Arrow table of the schema. Raises InvalidRecord, naming the first that does not fit."""
    pa = arrow()
    try:
        return _table(pa, rows)
    except (pa.ArrowException, TypeError, ValueError, KeyError, AttributeError, UnicodeError) as error:
        if len(rows) == 1:
            raise InvalidRecord(f"does not fit the schema: {error}", about=str(rows[0].get("id"))) from None
        for row in rows:
            table([row])
        raise


def read_parquet(file: IO[bytes], about: str) -> Iterator[dict[str, Any]]:
    """The records of an open file. Raises StoreError where it is none of ours, or broken."""
    pa = arrow()
    try:
        opened = pa.parquet.ParquetFile(file)
        if not opened.schema_arrow.equals(schema()):
            raise StoreError("its columns are not those of a data set of this version of saring", about=about)
        for batch in opened.iter_batches(batch_size=256, columns=list(_NAMES)):
            for row in batch.to_pylist():
                for name in _PAIRS:
                    row[name] = {pair["key"]: pair["value"] for pair in row[name]}
                yield row
    except (pa.ArrowException, OSError) as error:
        raise StoreError(" ".join(str(error).split())[:200], about=about) from None


def _type(pa: Any, name: str) -> Any:
    """The type of a field of the record, or of one of its parts."""
    if name in _STRINGS:
        return pa.list_(pa.string())
    parts = _PARTS.get(name) or _PAIRS.get(name)
    if parts:
        return pa.list_(pa.struct([pa.field(part, _type(pa, part)) for part in parts]))
    if name in _INTEGERS:
        return pa.int32()
    return pa.bool_() if name == "is_accessible_for_free" else pa.string()


def _table(pa: Any, rows: Sequence[Mapping[str, Any]]) -> Any:
    columns = [_column(pa, name, [row.get(name) for row in rows]) for name in _NAMES]
    columns += [
        pa.array([_moment(row.get(name)) for row in rows], pa.timestamp("us", tz="UTC")) for name in TIMES
    ]
    return pa.Table.from_arrays(columns, schema=schema())


def _column(pa: Any, name: str, values: list[Any]) -> Any:
    """A column; one of lists is made of all their elements and where each list begins: five times as fast."""
    parts = _PARTS.get(name) or _PAIRS.get(name)
    if name not in _STRINGS and not parts:
        return pa.array(values, _type(pa, name))
    begins = pa.array(accumulate((len(value or ()) for value in values), initial=0), pa.int32())
    if not parts:
        flat = pa.array([text for value in values for text in value or ()], pa.string())
    else:
        if name in _PAIRS:
            flat_rows = [pair for value in values for pair in (value or {}).items()]
            columns = [[pair[at] for pair in flat_rows] for at in range(len(parts))]
        else:
            columns = [[part[key] for value in values for part in value or ()] for key in parts]
        arrays = [pa.array(column, _type(pa, key)) for key, column in zip(parts, columns, strict=True)]
        flat = pa.StructArray.from_arrays(arrays, names=list(parts))
    return pa.ListArray.from_arrays(begins, flat)


def _moment(iso: str | None) -> datetime | None:
    """The moment of a time with an offset; None for a bare date, which is a day and no moment."""
    return datetime.fromisoformat(iso).astimezone(UTC) if iso and len(iso) > 10 else None
