"""Records of WARC files as pages: any compression, a byte range at a time; a damaged record costs itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from scraper.archive.files import next_member, open_bytes
from scraper.page.guard import MAX_BYTES

_WANTED = (
    WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit | WarcRecordType.conversion
)
_NAMES = {
    int(getattr(WarcRecordType, name)): name for name in ("response", "resource", "revisit", "conversion")
}
_GZIP = b"\x1f\x8b"


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


def is_gzip(path: str) -> bool:
    """Whether a file is gzip, so that byte ranges of it can be read."""
    with open_bytes(path) as file:
        return file.read(2) == _GZIP


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
        try:
            record.parse_http(auto_decode="transfer")
        except (OSError, ValueError) as error:
            return Kept("damaged", url, place, body=str(error).encode())
        status = record.http_headers.status_code if record.http_headers else None
        headers = {key.lower(): value for key, value in record.http_headers or ()}
        charset = record.http_charset
    elif content_type := record.headers.get("Content-Type"):
        headers = {"content-type": content_type}
    body = record.reader.read(MAX_BYTES + 1)
    return Kept(kind, url, place, body, status, date, truncated, headers, charset)
