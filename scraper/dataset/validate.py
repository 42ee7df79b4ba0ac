"""Checks JSON Lines of records: every line against the schema and the laws, every (id, revision) once."""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from scraper.dataset.jsonl import PACKED_ERRORS, unpacked
from scraper.errors import InvalidRecord
from scraper.schema import check, decoded

STDIN = "-"
LONGEST = 32 * 1024 * 1024  # bytes of a line; no article is that long, and a line is held in memory
_TOLD_EVERY = 200  # lines


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in which line of which file; line 0: with the file as a whole."""

    file: str
    line: int
    what: str  # with the field's name before it, where it is one field

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


@dataclass(slots=True)
class Counts:
    """What was read: lines that say something, those of them that are valid by their schema_version, findings."""

    files: int = 0
    records: int = 0
    findings: int = 0
    valid: Counter[str] = field(default_factory=Counter)

    @property
    def invalid(self) -> int:
        """Lines that are no valid record, or one that stands elsewhere already."""
        return self.records - self.valid.total()


class Validator:
    """Checks files one after the other, as one data set: the same record in two of them is found.

    Memory stays constant: of each record its id, revision and place are kept, in a file that SQLite makes and removes.
    """

    def __init__(self) -> None:
        self.counts = Counts()
        self._seen = sqlite3.connect("", isolation_level=None)
        self._seen.execute("PRAGMA cache_size = -16000")  # KB
        self._seen.execute(
            "CREATE TABLE seen (id TEXT, revision INTEGER, file TEXT, line INTEGER, PRIMARY KEY (id, revision)) "
            "WITHOUT ROWID"
        )
        self._seen.execute("BEGIN")

    def close(self) -> None:
        """Forget what was seen."""
        self._seen.close()

    def check(self, name: str, told: Callable[[int], None] = lambda _: None) -> Iterator[Finding]:
        """What is wrong in a file, plain or packed; ``-`` is standard input. ``told``: bytes read, now and then."""
        shown = "standard input" if name == STDIN else name
        self.counts.files += 1
        for finding in self._file(name, shown, told):
            self.counts.findings += 1
            yield finding

    def _file(self, name: str, shown: str, told: Callable[[int], None]) -> Iterator[Finding]:
        number, before = 0, self.counts.records
        try:
            with _opened(name) as raw:
                for number, line in enumerate(_lines(unpacked(raw)), 1):
                    if not number % _TOLD_EVERY and name != STDIN:
                        told(raw.tell())
                    yield from (Finding(shown, number, what) for what in self._line(line, shown, number))
        except PACKED_ERRORS as error:
            yield Finding(shown, number, f"after this line: packed badly, or cut off ({error})")
        except OSError as error:
            yield Finding(shown, 0, f"cannot be read: {error.strerror or error}")
        else:
            if self.counts.records == before:
                yield Finding(shown, 0, "holds no record")

    def _line(self, line: bytes, file: str, number: int) -> Iterator[str]:
        if not line.strip():
            yield "empty line"
            return
        self.counts.records += 1
        if len(line) > LONGEST:
            yield f"longer than {LONGEST >> 20} MB: no record"
            return
        try:
            values = decoded(line)
            article, faults = check(values, line)
        except InvalidRecord as error:
            cut = error.message.startswith("not JSON") and not line.endswith(b"\n")
            yield "cut off: the file ends in the middle of a record" if cut else error.message
            return
        yield from map(str, faults)
        twin = self._twin(values, file, number)
        if twin:
            yield f"id: {values['id']} in revision {values['revision']} stands in {twin} already"
        elif article is not None:
            self.counts.valid[values["schema_version"]] += 1

    def _twin(self, values: dict[str, Any], file: str, number: int) -> str:
        """Where the same revision of the same article was met before; "" where it was not."""
        key = values.get("id"), values.get("revision")
        if not isinstance(key[0], str) or type(key[1]) is not int or not -(2**63) <= key[1] < 2**63:
            return ""
        try:
            if self._seen.execute(
                "INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)", (*key, file, number)
            ).rowcount:
                return ""
        except UnicodeEncodeError:  # half a character, of which check() has told
            return ""
        which = "SELECT file, line FROM seen WHERE id = ? AND revision = ?"
        there, line = self._seen.execute(which, key).fetchone()
        return f"line {line}" if there == file else f"{there}:{line}"


def _opened(name: str) -> Any:
    return nullcontext(sys.stdin.buffer) if name == STDIN else Path(name).open("rb")


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines, of one that is too long the beginning."""
    while line := file.readline(LONGEST + 1):
        yield line
        rest = line
        while len(rest) > LONGEST and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST + 1)
