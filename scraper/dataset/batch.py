"""Lines as columns, many at once, by arrow-json: no object is made of any value, which is what takes the time.

That reader is lenient: a number may stand in quotes, an unknown field is passed over. So nothing it read is believed
before the lines are seen to be as long as saring would write these very columns; any others are left to who reads
line by line and can say what is wrong with each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import orjson

from scraper.article import SCHEMA_VERSION, Article
from scraper.dataset.counts import FIELDS, Counts
from scraper.dataset.parquet import PAIRS, PARTS, TIMES, arrow, moments, pairs_of, rows, schema
from scraper.errors import UsageError

_BACKSLASH, _BLANK = ord("\\"), ord(" ")
_CACHED = 1 << 17  # bytes that are looked through at once: they stay near the processor
_CHOSEN = ("outlet", "article_section", "in_language", "date_published", "word_count", "rights")
_TOLD = ("outlet", "date_published", "word_count", "revision", "in_language", "rules_version", "extraction",
         "date_downloaded")  # fmt: skip


def batch(lines: bytes, count: int) -> Any:
    """The records of so many whole lines as a RecordBatch of parquet.schema().

    None where one is not as saring writes it. Raises UsageError where a package is missing.
    """
    pa = arrow()
    reader = _arro3()
    try:
        read = pa.record_batch(reader(lines, _strict(), batch_size=count + 1).read_next_batch())
    except Exception:  # noqa: BLE001 - it raises nothing more precise; who reads line by line says what is wrong
        return None
    try:
        if read.num_rows != count or not _is_just(lines, read):
            return None
        times = [moments(pa, read.column(name)) for name in TIMES]
    except ValueError:  # the first line is no JSON to other readers, a time is none
        return None
    types = schema().types
    columns = [column if column.type == its else column.cast(its)
               for column, its in zip(read.columns, types[: read.num_columns], strict=True)]  # fmt: skip
    return pa.RecordBatch.from_arrays([*columns, *times], schema=schema())


def joined(batches: Iterable[Any]) -> Any:
    """Batches of parquet.schema() as one."""
    columns = arrow().Table.from_batches(batches, schema()).columns
    return arrow().RecordBatch.from_arrays([column.combine_chunks() for column in columns], schema=schema())


def chosen_by(found: Any) -> Iterator[dict[str, Any]]:
    """What records are chosen by (``Choice.has``), of each row of a batch."""
    return rows(found.select(_CHOSEN))


def with_copies(found: Any, copies: Sequence[tuple[str | None, float | None, str | None]]) -> Any:
    """A batch with the columns that ``schema(copies=True)`` has beyond it, whose values are these, a tuple a row."""
    pa, its = arrow(), schema(copies=True)
    more = [
        pa.array([copy[n] for copy in copies], kind) for n, kind in enumerate(its.types[found.num_columns :])
    ]
    return pa.RecordBatch.from_arrays([*found.columns, *more], schema=its)


def count(found: Any, counts: Counts) -> None:
    """Count the rows of a batch in."""
    columns: dict[str, Sequence[Any]] = {name: found.column(name).to_pylist() for name in _TOLD}
    columns["rights"] = pairs_of(found.column("rights"))
    removed = found.column("removed")
    kinds = arrow().ListArray.from_arrays(removed.offsets, removed.values.field("kind"))
    said = {name: _said(found.column(name)) for name in FIELDS}
    counts.columns(found.num_rows, said, columns, kinds.to_pylist())


def _said(column: Any) -> int:
    """In how many rows a column says something: neither null nor empty nor 0."""
    import numpy as np

    pa = arrow()
    if pa.types.is_boolean(column.type):
        return len(column) - int(column.null_count)
    if pa.types.is_int32(column.type):
        return int(column.cast(pa.bool_()).true_count)
    return int(np.count_nonzero(np.diff(_offsets(column))))


def _arro3() -> Any:
    try:
        from arro3.io import read_json
    except ImportError:
        raise UsageError("needs arro3-io: pip install 'saring[parquet]'", about="Parquet") from None
    return read_json


@cache
def _strict() -> Any:
    """The columns as arrow-json is to read them: what a record always says must be there."""
    pa = arrow()
    fields = []
    for name, of in Article.__dataclass_fields__.items():
        kind = schema().field(name).type
        if name in PAIRS:
            kind = pa.map_(pa.string(), pa.string())
        elif pa.types.is_list(kind):
            item = kind.value_type
            if name in PARTS:
                its = PARTS[name].__dataclass_fields__
                item = pa.struct([pa.field(each.name, each.type, _may_lack(its[each.name])) for each in item])
            kind = pa.list_(pa.field("item", item, nullable=False))
        fields.append(pa.field(name, kind, _may_lack(of)))
    return pa.schema(fields)


def _may_lack(field: Any) -> bool:
    return "None" in str(field.type)


def _is_just(lines: bytes, read: Any) -> Any:
    """Whether lines are what saring writes of these columns, and nothing else.

    They are where they are as long. A field that is spelt otherwise in all lines need not show in that, but does in
    the first line.
    """
    pa = arrow()
    if any(read.column(name).items.null_count for name in PAIRS):  # the one null that was not refused
        return False
    if pa.compute.unique(read.column("schema_version")).to_pylist() != [SCHEMA_VERSION]:
        return False
    escapes, controls = _signs(lines)
    if controls != read.num_rows - (not lines.endswith(b"\n")):
        return False
    if len(lines) != _length(pa, read.to_struct_array()) + controls + escapes:
        return False
    return orjson.loads(lines.partition(b"\n")[0]).keys() == set(FIELDS)


def _signs(lines: bytes) -> tuple[int, int]:
    """How many signs are escaped, and how many control characters there are."""
    import numpy as np

    signs = np.frombuffer(lines, np.uint8)
    escapes = controls = doubles = 0
    for at in range(0, len(signs), _CACHED):
        backslashes = signs[at : at + _CACHED + 1] == _BACKSLASH  # and one more, for a pair across the edge
        escapes += int(np.count_nonzero(backslashes[:_CACHED]))
        doubles += int(np.count_nonzero(backslashes[1:] & backslashes[:-1]))
        controls += int(np.count_nonzero(signs[at : at + _CACHED] < _BLANK))
    if doubles:  # seldom: some are escaped themselves
        escapes -= lines.count(b"\\\\")
    return escapes, controls


def _length(pa: Any, values: Any) -> Any:
    """How many bytes saring writes for some values; each sign that is escaped takes one more."""
    kind, count = values.type, len(values)
    if count == 0:
        return 0
    if pa.types.is_struct(kind):
        names = sum(len(field.name) + len('"":,') for field in kind) + len("{}") - len(",")
        return names * count + sum(_length(pa, values.field(n)) for n in range(kind.num_fields))
    if pa.types.is_map(kind) or pa.types.is_list(kind):
        parts = (values.keys, values.items) if pa.types.is_map(kind) else (values.values,)
        commas_and_colons = len(parts[0]) * len(parts) - _said(values)
        return count * len("[]") + commas_and_colons + sum(_length(pa, part) for part in parts)
    nulls = int(values.null_count)
    if pa.types.is_boolean(kind):
        return nulls * len("null") + (count - nulls) * len("false") - int(values.true_count)
    quotes = 2 * pa.types.is_string(kind)
    offsets = _offsets(values if quotes else values.cast(pa.string()))
    return nulls * len("null") + (count - nulls) * quotes + int(offsets[-1] - offsets[0])


def _offsets(values: Any) -> Any:
    """Where each of some strings or lists begins among all their bytes or elements, and where the last one ends."""
    import numpy as np

    return np.frombuffer(values.buffers()[1], np.int32)[values.offset : values.offset + len(values) + 1]
