"""Files by path or address, in ZIP containers too; sizes, globs, and where the members of gzip files begin."""

from __future__ import annotations

import glob
import os
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, cast

from scraper.errors import SaringError, UsageError

INSIDE = "!/"  # between a container and the file in it: x.wacz!/archive/data.warc.gz
_MEMBER = b"\x1f\x8b\x08"
_WINDOW = 1024 * 1024


class Unavailable(SaringError):
    """A source that cannot be opened."""

    reason = "unavailable"


def read_failed(error: Exception) -> bool:
    """Whether the disk or the network failed, not the format: FastWARC and Arrow call damage a bare OSError."""
    return isinstance(error, OSError) and (type(error) is not OSError or error.errno is not None)


def is_url(path: str) -> bool:
    """Whether it is an address for fsspec, not a local path."""
    return "://" in path


def open_bytes(path: str) -> IO[bytes]:
    """Open a local path, an address or a file inside a ZIP container, seekable. Raises Unavailable or UsageError."""
    container, inside, name = path.partition(INSIDE)
    try:
        if inside:
            return zipfile.ZipFile(open_bytes(container)).open(name)
        if is_url(path):
            return cast("IO[bytes]", _fsspec(path).open(path, "rb").open())
        return open(path, "rb")
    except (OSError, KeyError, ImportError, ValueError, zipfile.BadZipFile) as error:
        raise Unavailable(str(error), about=path) from None


def size_of(path: str) -> int:
    """Its size in bytes. Raises Unavailable or UsageError."""
    if not is_url(path) and INSIDE not in path:
        try:
            return os.stat(path).st_size
        except OSError as error:
            raise Unavailable(error.strerror or str(error), about=path) from None
    return _asked_size(path)


@lru_cache(65536)  # a request each, and sources are gone over twice
def _asked_size(path: str) -> int:
    with open_bytes(path) as file:
        return file.seek(0, os.SEEK_END)


def expand(pattern: str) -> list[str]:
    """The paths or addresses that a pattern stands for, sorted; a folder gives every file in it.

    Raises Unavailable or UsageError.
    """
    if is_url(pattern):
        fsspec = _fsspec(pattern)
        try:
            system, path = fsspec.core.url_to_fs(pattern)
            if any(sign in path for sign in "*?["):
                found = system.glob(path)
            else:
                found = system.find(path) if system.isdir(path) else [path]
        except (ImportError, ValueError) as error:  # a protocol that is not known, or needs a package
            raise UsageError(str(error), about=pattern) from None
        except OSError as error:
            raise Unavailable(str(error), about=pattern) from None
        return sorted(system.unstrip_protocol(name) for name in found)
    if Path(pattern).is_dir():
        return sorted(str(path) for path in Path(pattern).rglob("*") if path.is_file())
    return [pattern] if Path(pattern).exists() else sorted(glob.glob(pattern, recursive=True))


def next_member(file: IO[bytes], start: int) -> int | None:
    """Where the first gzip member at or after ``start`` begins that holds a WARC record; None where there is none."""
    base = start
    while True:
        file.seek(base)
        window = file.read(_WINDOW)
        at = window.find(_MEMBER)
        while at >= 0:
            if _begins_record(window[at : at + 4096]):
                return base + at
            at = window.find(_MEMBER, at + 1)
        if len(window) < _WINDOW:
            return None
        base += _WINDOW - 4096  # so that a member at the edge is seen whole in the next


def _begins_record(data: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, 64).startswith(b"WARC/")
    except zlib.error:
        return False


def _fsspec(about: str) -> Any:
    try:
        import fsspec
    except ImportError:
        raise UsageError("addresses need fsspec: pip install 'saring[archive]'", about=about) from None
    return fsspec
