"""One exchange as it is kept: what was asked, what came, and where it stands in a WARC file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Truncation: TypeAlias = Literal["length", "disconnect", "time", "unspecified"]
Headers: TypeAlias = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier capture with the same payload, which a revisit record refers to. ``date`` is a WARC-Date."""

    url: str
    date: str
    digest: str  # of its payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A request and its response. ``body`` is as it came over the wire, but for the transfer coding."""

    url: str
    method: str = "GET"
    request_headers: Headers
    status: int
    headers: Headers
    body: bytes
    protocol: str = "HTTP/1.1"
    truncated: Truncation | None = None
    ip: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a capture stands. ``offset`` and ``length`` in bytes of the file; ``digest`` of the payload."""

    file: str
    offset: int
    length: int
    kind: Literal["response", "revisit"]
    digest: str
    date: str

    def __str__(self) -> str:
        return f"{self.file}#{self.offset}"
