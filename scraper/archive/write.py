"""Writes captures to rotating gzip WARC 1.1 files. The format is warcio's; each record is a gzip member of its own.

Files have their final name from the start, and a record enters with one unbuffered write: whenever the process is
killed, what lies there is a readable file, at worst with a cut last member, which `recover` takes off. A file in the
making is marked by ``NAME.open``, which its process holds locked.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
import re
import socket
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from http.client import responses
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import IO, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scraper.archive.capture import Capture, Earlier, Headers, Place

OPEN = ".open"
SUFFIX = ".warc.gz"
_VERSION = "WARC/1.1"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_LEVEL = 6  # warcio's own 9 takes half as long again for 1 % less
# Said of the connection or the coding that was undone, not of the bytes that are kept; renamed as Common Crawl does.
_OF_THE_WIRE = frozenset({"transfer-encoding", "content-length"})
_BREAKS = re.compile(r"[\r\n]+\s*")


class Archive:
    """The WARC files of one process in ``folder``; not for several threads.

    ``limit``: a file that has this many bytes is followed by the next. ``info``: fields of each warcinfo record.
    ``finished`` is told the path of each file that is complete.
    """

    def __init__(
        self, folder: Path, name: str, info: dict[str, str], *, limit: int = 2**30,
        finished: Callable[[Path], None] | None = None,
    ) -> None:  # fmt: skip
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._name = name
        self._info = info
        self._limit = limit
        self._finished = finished
        self._serial = count()
        self._path: Path | None = None
        self._file: IO[bytes] | None = None
        self._mark: IO[bytes] | None = None
        self._size = 0
        self._buffer = BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=False, warc_version=_VERSION)

    def write(self, capture: Capture, earlier: Earlier | None = None) -> Place:
        """Write response and request; ``earlier`` makes it a revisit record, without the payload.

        Raises OSError; then nothing of the capture is in the file.
        """
        path, file = self._current()
        digest = (
            earlier.digest if earlier else payload_digest(capture.body)
        )  # a 304 has no payload of its own
        response = self._response(capture, earlier, digest)
        first = self._member(response)
        date = response.rec_headers.get_header("WARC-Date")
        second = self._member(self._request(capture, response, date))
        offset = self._size
        self._append(file, first + second)
        kind: Any = response.rec_type
        return Place(path.name, offset, len(first), kind, digest, date)

    def close(self) -> None:
        """Finish the file in the making."""
        if self._path is None or self._file is None or self._mark is None:
            return
        os.fsync(self._file.fileno())
        self._file.close()
        path, mark = self._path, self._mark
        self._path = self._file = self._mark = None
        if self._finished:
            self._finished(path)
        Path(f"{path}{OPEN}").unlink(missing_ok=True)
        mark.close()

    def _current(self) -> tuple[Path, IO[bytes]]:
        if self._size >= self._limit:
            self.close()
        if self._path is None or self._file is None:
            moment = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")[:17]
            host = re.sub(r"[^\w.-]", "_", socket.gethostname())
            name = f"{self._name}-{moment}-{next(self._serial):05d}-{host}-{os.getpid()}{SUFFIX}"
            self._path = self.folder / name
            self._mark = _locked(Path(f"{self._path}{OPEN}"))
            self._file = self._path.open("xb", buffering=0)
            self._size = 0
        if not self._size:  # also when a disk was full before
            info = self._writer.create_warcinfo_record(self._path.name, self._info)
            self._append(self._file, self._member(info))
        return self._path, self._file

    def _append(self, file: IO[bytes], data: bytes) -> None:
        written = -1
        try:
            written = file.write(data)
        finally:
            if written != len(data):  # a full disk: what is half there must not stay
                with suppress(OSError):
                    file.truncate(self._size)
                    file.seek(self._size)
        if written != len(data):
            message = f"{self._path}: wrote {written} of {len(data)} bytes"
            raise OSError(message)
        self._size += len(data)

    def _member(self, record: Any) -> bytes:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._writer.write_record(record)
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        return packer.compress(self._buffer.getbuffer()) + packer.flush()

    def _response(self, capture: Capture, earlier: Earlier | None, digest: str) -> Any:
        status = f"{capture.status} {responses.get(capture.status, '')}".strip()
        http = StatusAndHeaders(status, _kept(capture), protocol=capture.protocol)
        more = {"WARC-IP-Address": capture.ip} if capture.ip else {}
        if capture.truncated:
            more["WARC-Truncated"] = capture.truncated
        if earlier is None:
            return self._writer.create_warc_record(
                capture.url, "response", payload=BytesIO(capture.body), length=len(capture.body),
                http_headers=http, warc_headers_dict=more,
            )  # fmt: skip
        record = self._writer.create_revisit_record(  # which takes it for one of the same payload
            capture.url, digest, earlier.url, earlier.date, http_headers=http, warc_headers_dict=more
        )
        if capture.status == 304:
            record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
        return record

    def _request(self, capture: Capture, response: Any, date: str) -> Any:
        parts = re.sub(r"\A\w+://[^/?#]*", "", capture.url).partition("#")[0]
        target = parts if parts.startswith("/") else f"/{parts}"
        http = StatusAndHeaders(
            f"{capture.method} {target} HTTP/1.1", _clean(capture.request_headers), is_http_request=True
        )
        more = {"WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"), "WARC-Date": date}
        return self._writer.create_warc_record(
            capture.url, "request", http_headers=http, warc_headers_dict=more
        )


def payload_digest(body: bytes) -> str:
    """The digest of a payload as WARC spells it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def _kept(capture: Capture) -> Headers:
    """The response's headers, true for the bytes that are kept: those of the transfer renamed, the length right."""
    headers = []
    for name, value in _clean(capture.headers):
        true = name.lower() == "content-length" and value.strip() == str(len(capture.body))
        headers.append((f"X-Crawler-{name}" if name.lower() in _OF_THE_WIRE and not true else name, value))
    if capture.body and not any(name.lower() == "content-length" for name, _ in headers):
        headers.append(("Content-Length", str(len(capture.body))))
    return headers


def _clean(headers: Headers) -> Headers:
    """Headers that cannot break out of their line."""
    return [(_BREAKS.sub("", name), _BREAKS.sub(" ", value)) for name, value in headers]


def _locked(path: Path) -> IO[bytes]:
    while True:
        mark = path.open("ab")
        fcntl.flock(mark, fcntl.LOCK_EX)
        if (
            path.exists()
        ):  # else another process's recovery took it for a dead one's, in the moment before the lock
            return mark
        mark.close()
