"""The file of a piece while it is worked on: a line an item, in order, so that its length says how far it came.

A line is what became of the item as JSON, and after a tab the record or the page of a split article, if there is one.
"""

from __future__ import annotations

import base64
import errno
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from scraper.article import json_bytes
from scraper.extraction.whole import page_number
from scraper.ledger.diff import digest_of
from scraper.reclean.clean import Outcome
from scraper.reclean.items import Item

PART, DONE = ".part", ".done"


def line_of(outcome: Outcome, item: Item) -> bytes:
    """The line of one item."""
    article = outcome.article
    if article is None:
        about = {"why": outcome.reason, "failed": outcome.failed, "url": (item.url or item.place or "")[:300]}
        if outcome.message:
            about["message"] = outcome.message[:300]
        return _json(about) + b"\t\n"
    date = article.date_downloaded or ""
    if outcome.reason:
        page = {
            "body": base64.b64encode(zlib.compress(outcome.body, 1)).decode(),
            "url": item.url, "outlet": article.outlet, "status": item.status, "date": item.date,
            "place": item.place, "charset": item.charset,
            "headers": {k: v for k, v in item.headers.items() if k != "content-encoding"},
        }  # fmt: skip
        url = item.url or article.url or ""
        about = {
            "page": page_number(url), "of": article.pages_expected, "url": url, "outlet": article.outlet, "date": date,
        }  # fmt: skip
        return _json(about) + b"\t" + _json(page) + b"\n"
    record = article.to_dict()
    about = {"id": article.id, "outlet": article.outlet, "date": date, "digest": digest_of(record)}
    return _json(about) + b"\t" + json_bytes(record) + b"\n"


def append(file: IO[bytes], line: bytes) -> None:
    """Write a line at the end of an unbuffered file, whole or not at all. Raises OSError."""
    at = file.tell()
    written = -1
    try:
        written = file.write(line)
    finally:
        if written != len(line):
            with suppress(OSError):
                file.truncate(at)
                file.seek(at)
    if written != len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def lost_line(reason: str, place: str) -> bytes:
    """The line of an item that cost its process."""
    return _json({"why": reason, "failed": True, "url": place}) + b"\t\n"


def page_of(data: bytes) -> Item:
    """The item of a page that line_of kept."""
    page = json.loads(data)
    body = zlib.decompress(base64.b64decode(page.pop("body")))
    return Item(body=body, **page)


def whole_lines(file: IO[bytes]) -> int:
    """Cut a half last line off an open file, and go to its end; how many lines there are."""
    count = kept = 0
    file.seek(0)
    for line in file:
        if not line.endswith(b"\n"):
            file.truncate(kept)
            break
        count, kept = count + 1, kept + len(line)
    file.seek(kept)
    return count


def read_lines(path: Path) -> Iterator[tuple[dict[str, Any], int, int]]:
    """What became of each item, and where its record stands in the file (offset and length in bytes; 0: none)."""
    at = 0
    with path.open("rb") as file:
        for line in file:
            about, _, rest = line.partition(b"\t")
            length = len(rest) - 1
            yield json.loads(about), at + len(about) + 1, length
            at += len(line)


def finish(part: Path) -> None:
    """Mark a piece as done."""
    with part.open("ab") as file:
        os.fsync(file.fileno())
    part.rename(part.with_suffix(DONE))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
