"""JSON Lines: a record a line, plain, gzip or zstd."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import IO, Any, Literal, cast

from scraper.article import json_bytes
from scraper.dataset.store import StoreError
from scraper.errors import InvalidRecord

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Packing = Literal["", "gzip", "zstd"]
PACKED_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile, zstd.ZstdError)  # broken, or cut short
_MAGIC: Mapping[bytes, Packing] = {b"\x1f\x8b\x08": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}


class JsonlWriter:
    """Writes records to an open binary file, which stays open; whole once it is closed.

    Packed, the same records give the same bytes: no time or name is written into the head.
    """

    def __init__(self, file: IO[bytes], packing: Packing = "") -> None:
        self._out: IO[bytes] = file
        self._packed = packing != ""
        if packing == "gzip":
            self._out = cast("IO[bytes]", gzip.GzipFile("", "wb", 6, file, mtime=0))
        elif packing == "zstd":
            self._out = cast("IO[bytes]", zstd.ZstdFile(file, "wb"))

    def write(self, record: Mapping[str, Any]) -> None:
        """Add a record. Raises InvalidRecord where it holds half a character."""
        try:
            line = json_bytes(record)
        except TypeError as error:
            raise InvalidRecord(f"cannot be written: {error}", about=str(record.get("id"))) from None
        self._out.write(line + b"\n")

    def close(self) -> None:
        """Write the end of what is packed."""
        if self._packed:
            self._out.close()


def unpacked(file: BufferedReader) -> IO[bytes]:
    """What an open file or a pipe says, gunzipped or the like where its first bytes ask for it."""
    head = file.peek(4)
    packing = next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "")
    if packing == "gzip":
        return cast("IO[bytes]", gzip.open(file))
    return cast("IO[bytes]", zstd.open(file)) if packing else file


def read_jsonl(file: BufferedReader, about: str) -> Iterator[dict[str, Any]]:
    """The records of an open file. Raises StoreError naming the line that is none, or where packed bytes end early."""
    number = 0
    try:
        for number, line in enumerate(unpacked(file), 1):
            try:
                record = json.loads(line)
            except ValueError:
                record = None
            if not isinstance(record, dict):
                what = "not a JSON object" if line.endswith(b"\n") else "cut short"
                raise StoreError(f"line {number}: {what}", about=about)
            yield record
    except PACKED_ERRORS as error:
        raise StoreError(f"after line {number}: broken or cut short ({error})", about=about) from None
