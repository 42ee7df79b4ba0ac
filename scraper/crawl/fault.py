"""Why there is no article. Apart from the visit, so that who only judges an answer needs no ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

FaultKind: TypeAlias = Literal["skipped", "quarantined", "failed"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no article: skipped (none to be had), quarantined (bytes kept), failed (to be tried again).

    ``until``: not to be tried again before that time (seconds since 1970). ``counts``: a failed try is one towards
    giving up.
    """

    kind: FaultKind
    reason: str
    message: str = ""
    until: float = 0.0
    counts: bool = True
