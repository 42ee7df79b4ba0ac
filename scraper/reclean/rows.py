"""Rows of JSONL, CSV and Parquet, and the columns that hold page, text and address."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, cast

from scraper.archive.files import Unavailable, open_bytes
from scraper.errors import UsageError
from scraper.page.guard import MAX_BYTES

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# Names that corpora use, the likeliest first.
_HTML = ("html", "raw_html", "html_content", "page_html", "content_html", "source_html", "page", "body_html")
_TEXT = (
    "text",
    "article_body",
    "content",
    "isi",
    "body",
    "article",
    "plain_text",
    "full_text",
    "artikel",
    "konten",
)
_URL = (
    "url",
    "link",
    "source_url",
    "address",
    "uri",
    "warc_url",
    "canonical_url",
    "source",
    "href",
    "tautan",
)
# The longest line of JSON that is read: a page of the largest size, every byte escaped.
_LINE, _TOO_LONG = 6 * MAX_BYTES, b"-\n"
BROKEN = (gzip.BadGzipFile, EOFError, zlib.error, zstd.ZstdError)  # what a packed file that is damaged raises


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what; None where there is none."""

    html: str | None = None
    text: str | None = None
    url: str | None = None

    def found(self, names: Iterable[str], about: str) -> Columns:
        """Those that are not chosen found among ``names``. Raises UsageError where none can be page or text."""
        have = {name.lower(): name for name in reversed(list(names))}
        for chosen in (self.html, self.text, self.url):
            if chosen and chosen not in have.values():
                raise UsageError(f"no column {chosen!r}; there are {', '.join(have.values())}", about=about)

        def first(wanted: tuple[str, ...]) -> str | None:
            return next((have[name] for name in wanted if name in have), None)

        html = self.html or (None if self.text else first(_HTML))
        text = self.text or (None if html else first(_TEXT))
        if not html and not text:
            raise UsageError(
                f"which column holds the page or its text? --html-column or --text-column; there are "
                f"{', '.join(have.values())}", about=about,
            )  # fmt: skip
        return Columns(html, text, self.url or first(_URL))


def lines_of(path: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The lines that begin in ``[start, end)`` of a file, unpacked where it is gzip or zstd (then: all of them)."""
    with open_bytes(path) as file:
        plain = unpacked(file)
        if start:
            plain.seek(start - 1)
            plain.readline()  # the line around the edge is the piece's before
        while end is None or plain.tell() < end:
            line = plain.readline(_LINE)
            if not line:
                return
            if len(line) == _LINE and not line.endswith(b"\n"):
                while (more := plain.readline(_LINE)) and not more.endswith(b"\n"):
                    pass
                line = _TOO_LONG
            yield line


def json_rows(path: str, start: int, end: int | None) -> Iterator[Mapping[str, Any] | None]:
    """The objects of a JSONL file; None for a line that is none."""
    try:
        for line in lines_of(path, start, end):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            yield row if isinstance(row, dict) else None
    except BROKEN:
        yield None


def csv_rows(path: str) -> Iterator[Mapping[str, Any] | None]:
    """The rows of a CSV file with a head line; None for one that cannot be read."""
    csv.field_size_limit(2**31 - 1)
    with open_bytes(path) as file:
        text = io.TextIOWrapper(unpacked(file), "utf-8-sig", "replace", newline="")
        head = text.readline()
        marks = "\t" if ".tsv" in path else max(",;\t|", key=head.count)
        names = next(csv.reader([head], delimiter=marks), [])
        rows = csv.reader(text, delimiter=marks)
        while True:
            try:
                row = next(rows, None)
            except (csv.Error, *BROKEN):
                yield None
                return
            if row is None:
                return
            if row:
                yield dict(zip(names, row, strict=False))


def parquet_rows(path: str, start: int, end: int | None) -> Iterator[Mapping[str, Any] | None]:
    """The rows of the row groups ``[start, end)`` of a Parquet file."""
    with open_bytes(path) as file:
        parquet = parquet_file(file, path)
        groups = range(start, parquet.num_row_groups if end is None else end)
        for batch in parquet.iter_batches(batch_size=64, row_groups=list(groups)):
            yield from batch.to_pylist()


def parquet_file(file: IO[bytes], path: str) -> Any:
    """An open Parquet file. Raises UsageError without pyarrow, Unavailable where it is none."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError("Parquet needs pyarrow: pip install pyarrow", about=path) from None
    try:
        return pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as error:
        raise Unavailable(str(error), about=path) from None


def unpacked(file: IO[bytes]) -> IO[bytes]:
    """A file as if it were not packed, where it is gzip or zstd; reading raises one of BROKEN where it is damaged."""
    head = file.read(4)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.open(file))
    if head == b"\x28\xb5\x2f\xfd":
        return cast("IO[bytes]", zstd.open(file))
    return file
