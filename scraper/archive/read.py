"""Records of WARC files as pages: any compression, a byte range at a time; a damaged record costs itself."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader

from scraper.archive.files import Unavailable, next_member, open_bytes, read_failed
from scraper.page.guard import MAX_BYTES

_WANTED = (
    WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit | WarcRecordType.conversion
)
_NAMES = {
    int(getattr(WarcRecordType, name)): name for name in ("response", "resource", "revisit", "conversion")
}
_GZIP = b"\x1f\x8b"
_MARK = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r\n")
_CHUNK = 64 * 1024
_FIRST = 128  # chunks in which the first record (a warcinfo, as a rule) must end


@dataclass(frozen=True, slots=True)
class Kept:
    """One record: a response (or resource), a revisit, a conversion (plain text, as in Common Crawl's WET), or damage.

    ``body``: the payload with its content coding, at most one byte more than a page may have. ``date``: ISO 8601, UTC.
    ``place``: file#offset.
    """

    kind: str
    url: str
    place: str
    body: bytes = b""
    status: int | None = None
    date: str | None = None
    truncated: str | None = None
    headers: dict[str, str] = field(default_factory=dict)  # names in lower case
    charset: str | None = None


def in_members(path: str) -> bool:
    """Whether a file is gzip with a member a record, so that byte ranges of it can be read.

    `gzip file.warc` packs all records into one member; then there is one place to begin.
    """
    unzip = zlib.decompressobj(wbits=31)
    with open_bytes(path) as file:
        for _ in range(_FIRST):
            data = unzip.unconsumed_tail or file.read(_CHUNK)
            try:
                unzip.decompress(data, 8 * _CHUNK)
            except zlib.error:
                return False
            if unzip.eof:
                return (unzip.unused_data + file.read(2)).startswith(_GZIP)
            if not data:
                return False
    return False


def read_range(path: str, start: int = 0, end: int | None = None) -> Iterator[Kept]:
    """The records that begin in ``[start, end)``, in order. Ranges but the whole file need gzip with a member a record.

    Raises Unavailable where the file cannot be opened.
    """
    name = path.rsplit("/", 1)[-1]
    with open_bytes(path) as file:
        at: int | None = start
        told = False  # the same damage is met again until a sound record follows
        if start:
            at = next_member(file, start)
        while at is not None and (end is None or at < end):
            file.seek(at)
            last = at
            try:
                for record in ArchiveIterator(file, record_types=_WANTED, parse_http=False):
                    last = record.stream_pos  # of the whole file, wherever reading began
                    if end is not None and last >= end:
                        return
                    yield _kept(record, f"{name}#{last}")
                    told = False
                return
            except (OSError, EOFError, ValueError) as error:
                if read_failed(error):
                    raise Unavailable(str(error), about=path) from None
                if not told:
                    yield Kept("damaged", "", f"{name}#{last}", body=str(error).encode())
                told = True
                at = next_member(file, last + 1)


def read_at(path: str, offsets: list[int]) -> Iterator[Kept]:
    """The records at these offsets of one file, in this order."""
    name = path.rsplit("/", 1)[-1]
    with open_bytes(path) as file:
        for offset in offsets:
            file.seek(offset)
            try:
                record = next(iter(ArchiveIterator(file, record_types=_WANTED, parse_http=False)))
                kept = _kept(record, f"{name}#{offset}")
            except (OSError, EOFError, ValueError, StopIteration) as error:
                if read_failed(error):
                    raise Unavailable(str(error), about=path) from None
                kept = Kept("damaged", "", f"{name}#{offset}", body=str(error).encode())
            yield kept


def _kept(record: Any, place: str) -> Kept:
    kind = _NAMES.get(int(record.record_type), "response")
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    date, truncated = record.headers.get("WARC-Date"), record.headers.get("WARC-Truncated")
    if kind == "revisit":
        return Kept(kind, url, place, date=date)
    status, headers, charset = None, {}, None
    if record.is_http and kind == "response":
        record.parse_http(auto_decode="none")
        status = record.http_headers.status_code if record.http_headers else None
        headers = _headers(record.http_headers or ())
        charset = record.http_charset
    elif content_type := record.headers.get("Content-Type"):
        headers = {"content-type": content_type}
    body = record.reader.read(MAX_BYTES + 1)
    if len(body) < min(record.content_length, MAX_BYTES + 1):
        return Kept("damaged", url, place, body=b"the file ends in the middle of it")
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    return Kept(kind, url, place, body, status, date, truncated, headers, charset)


def _headers(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By names in lower case, the last of each; X-Robots-Tag, of which every one counts, in a line each."""
    found: dict[str, str] = {}
    for name, value in pairs:
        name = name.lower()
        joined = name == "x-robots-tag" and name in found
        found[name] = f"{found[name]}\n{value}" if joined else value
    return found


def _unchunked(body: bytes) -> bytes:
    """A body without the marks of its transfer; some tools undo them and leave the header. Raises ValueError."""
    if len(body) > MAX_BYTES or not _MARK.match(body):
        return body
    try:
        return bytes(ChunkedDataReader(BytesIO(body), raise_exceptions=True).read())
    except ChunkedDataException as error:
        raise ValueError(f"damaged chunks: {error}") from None
