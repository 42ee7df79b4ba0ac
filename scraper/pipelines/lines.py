"""A JSON-lines file that is only ever appended to, whole lines at a time."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)


class LineFile:
    """``path``, opened for appending. Each line is one write to the file, so none is seen half by a reader.

    A half line at the end, left by a machine that died, is cut off when the file is opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("ab", buffering=0)
        self._repair()

    def append(self, line: str) -> None:
        """Write one line (without its newline) and hand it to the operating system."""
        data = line.encode() + b"\n"
        written = self._file.write(data)
        if written != len(data):  # a full disk; take the half line back
            self._file.truncate(self._file.tell() - (written or 0))
            raise OSError(f"{self._path}: wrote {written} of {len(data)} bytes")

    def records(self) -> Iterator[dict[str, Any]]:
        """The objects already there; a line that is none (someone edited the file) is named and passed over."""
        with self._path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    record = json.loads(line)
                except ValueError:
                    record = None
                if isinstance(record, dict):
                    yield record
                else:
                    logger.warning("%s, line %d: not a JSON object, passed over", self._path, number)

    def close(self) -> None:
        self._file.close()

    def _repair(self) -> None:
        end = self._path.stat().st_size
        with self._path.open("rb") as file:
            good = end
            while good:
                start = max(0, good - 65536)
                file.seek(start)
                newline = file.read(good - start).rfind(b"\n")
                if newline >= 0:
                    good = start + newline + 1
                    break
                good = start
        if good < end:
            self._file.truncate(good)
