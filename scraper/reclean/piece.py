"""A piece of work: plain data, which goes to other processes and into the state of a run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work: records of ``path`` from ``start`` to ``end`` (bytes, or row groups of Parquet), or ``these``.

    ``these``: paths of HTML files, or [offset, outlet, url] of records at offsets of a WARC file.
    """

    kind: str
    path: str
    start: int = 0
    end: int | None = None
    these: tuple[Any, ...] = ()
    size: int = 0  # what it weighs, in bytes

    def plain(self) -> dict[str, Any]:
        """As JSON data."""
        return asdict(self)
