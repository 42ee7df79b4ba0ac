"""A first look at lines: which article each is, of which revision, outlet and month, and where it stands in its file.

A line that ``Article.to_json`` wrote says all that near its ends, so it need not be parsed; any other is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, NamedTuple

import orjson

from scraper.dataset.sources import Fault, Source
from scraper.text.dates import WIB

PIECE = 16 * 2**20  # bytes looked at in one go
NEVER = 2**62  # when an article was seen that does not say when: after all others

_TEXT = rb'(?:null|"[^"]*")'  # a quote within a text is escaped, so no other name follows it
# With a blank after commas and colons, as saring once wrote its lines, or without.
_HEAD = re.compile(
    rb'\{"schema_version":( ?)"[^"\\]*",\1"id":\1"([^"\\]+)",\1"url":\1' + _TEXT + rb',\1"canonical_url":\1' + _TEXT
    + rb',\1"amp_url":\1' + _TEXT + rb',\1"outlet":\1(?:null|"([^"\\]*)"),'
)  # fmt: skip
_MONTH = re.compile(r"\d{4}-\d\d")
# With their quotes: within a text those are escaped, so that these names stand nowhere else.
_NAMES = {
    blank: [
        b',%b"%b":%b' % (blank, name, blank) for name in (b"revision", b"date_published", b"date_downloaded")
    ]
    for blank in (b"", b" ")
}
_REVISION = re.compile(rb'(\d+), ?"copyright_notice":')


class Line(NamedTuple):
    """One line of a file: ``seen`` is when, as far as it says; ``number`` counts from 1 in its piece."""

    id: str
    revision: int
    outlet: str | None
    month: str | None
    seen: str | None
    at: int
    length: int
    number: int


@dataclass(slots=True)
class Looked:
    """What a piece holds: its lines, how many there are, those that could not be read."""

    lines: list[Line]
    count: int
    faults: list[Fault]


def pieces(source: Source) -> Iterator[tuple[Source, int, int]]:
    """A source in pieces for look()."""
    for start in range(0, source.size, PIECE):
        yield source, start, min(start + PIECE, source.size)


def look(source: Source, start: int, end: int) -> Looked:
    """The lines that begin in ``[start, end)``. Raises OSError."""
    found = Looked([], 0, [])
    # Of lines longer than its buffer, a reader makes pieces.
    with open(source.path, "rb", buffering=1 << 18) as file:
        at = start
        if start:
            file.seek(start - 1)
            at += len(file.readline()) - 1  # the line around the edge is the piece's before
        for count, line in enumerate(file, 1):
            if at >= end:
                break
            found.count = count
            if not line.isspace():
                try:
                    found.lines.append(Line(*(_quick(line) or _slow(line)), at, len(line), count))
                except ValueError as error:
                    cut = not line.endswith(b"\n") or at + len(line) > source.size
                    found.faults.append(Fault(source.name, count, "cut short" if cut else str(error)))
            at += len(line)
    return found


def _quick(line: bytes) -> tuple[str, int, str | None, str | None, str | None] | None:
    """What a line of ours says; None for any other."""
    head = _HEAD.match(line)
    if head is None or not line.endswith(b"}\n"):
        return None
    names = _NAMES[head[1]]
    at = line.rfind(names[0])
    revision = _REVISION.match(line, at + len(names[0])) if at > 0 else None
    if revision is None:
        return None
    published = _value(line, names[1], head.end() - 1)
    seen = published or _value(line, names[2], head.end() - 1)
    outlet = head[3].decode() if head[3] is not None else None
    return head[2].decode(), int(revision[1]), outlet, _month(published), seen


def _value(line: bytes, name: bytes, start: int) -> str | None:
    at = line.find(name, start) + len(name)
    if line[at : at + 1] != b'"':
        return None
    return line[at + 1 : line.index(b'"', at + 1)].decode()


def _slow(line: bytes) -> tuple[str, int, str | None, str | None, str | None]:
    """The same of any line. Raises ValueError where it is no record."""
    record = parsed(line)
    its_id, revision, outlet = (record.get(name) for name in ("id", "revision", "outlet"))
    if not isinstance(its_id, str) or type(revision) is not int or not isinstance(outlet, str | None):
        raise ValueError("no article record: id, revision or outlet is missing or of another type")
    published, downloaded = (_text(record.get(name)) for name in ("date_published", "date_downloaded"))
    return its_id, revision, outlet, _month(published), published or downloaded


def parsed(line: bytes) -> dict[str, Any]:
    """The JSON object of a line. Raises ValueError, with a message of ours."""
    try:
        record = orjson.loads(line)
    except ValueError as error:
        raise ValueError(f"not JSON ({error})") from None
    if not isinstance(record, dict):
        raise ValueError(f"a JSON {type(record).__name__} is no record")
    return record


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _month(published: str | None) -> str | None:
    return published[:7] if published and _MONTH.match(published) else None


def moment(iso: str | None) -> int:
    """A time as a number to sort by; a day without a time of day is over before it counts."""
    try:
        moment = datetime.fromisoformat(iso or "")
        if len(iso or "") == 10:
            moment = datetime.combine(moment.date(), time.max)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=WIB)).timestamp())
    except (ValueError, OverflowError):
        return NEVER
