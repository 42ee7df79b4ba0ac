"""Finishes files that a killed process left: a last member that was cut is taken off, nothing else is touched."""

from __future__ import annotations

import fcntl
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from scraper.archive.write import OPEN

_CHUNK = 1024 * 1024


def recover(folder: Path, finished: Callable[[Path], None] | None = None) -> list[Path]:
    """Finish the files in ``folder`` whose process is gone; which ones. Files of living processes are left alone.

    ``finished`` is told each path, as Archive tells it.
    """
    done = []
    for mark in sorted(folder.glob(f"*{OPEN}")):
        path = Path(str(mark).removesuffix(OPEN))
        with suppress(FileNotFoundError, BlockingIOError), mark.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError: its process lives
            whole = _finish(path)
            if whole and finished:
                finished(path)
            mark.unlink(missing_ok=True)
            if whole:
                done.append(path)
    return done


def _finish(path: Path) -> bool:
    """Cut what is not a whole member off the end; False where nothing is left."""
    if not path.exists():
        return False
    size = whole_members(path)
    if size < path.stat().st_size:
        with path.open("r+b") as file:
            file.truncate(size)
    if not size:
        path.unlink()
    return bool(size)


def whole_members(path: Path) -> int:
    """How many bytes of a file are whole gzip members."""
    whole = 0
    with path.open("rb") as file:
        data = b""
        while data or (data := file.read(_CHUNK)):
            unzip = zlib.decompressobj(wbits=31)
            read = 0
            try:
                while not unzip.eof:
                    unzip.decompress(data)
                    read += len(data) - len(unzip.unused_data)
                    data = unzip.unused_data if unzip.eof else file.read(_CHUNK)
                    if not unzip.eof and not data:
                        return whole
            except zlib.error:
                return whole
            whole += read
    return whole
