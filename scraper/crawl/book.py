"""The crawl's accounts: every discovered address and how it ended, read from the ledger and said in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Ending: TypeAlias = Literal["emitted", "unchanged", "skipped", "quarantined", "failed"]
ENDINGS: tuple[Ending, ...] = ("emitted", "unchanged", "skipped", "quarantined", "failed")


@dataclass(slots=True)
class SourceTally:
    """What one source gave: addresses of articles (known ones too), and why it could not be read, if so."""

    found: int = 0
    fault: str = ""
    read: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """How many addresses of a run are in which state, for which reason: ``tally`` as the ledger counts them."""

    tally: Mapping[tuple[str, str], int]
    sources: Mapping[str, SourceTally] = field(default_factory=dict)

    @property
    def discovered(self) -> int:
        """How many addresses there are."""
        return sum(self.tally.values())

    @property
    def open(self) -> int:
        """How many have no ending yet."""
        return self.discovered - sum(self.count(kind) for kind in ENDINGS)

    def count(self, kind: str) -> int:
        """How many ended so."""
        return sum(n for (state, _), n in self.tally.items() if state == kind)

    def reasons(self, kind: str) -> dict[str, int]:
        """How many ended so, by reason."""
        found: Counter[str] = Counter()
        for (state, reason), n in self.tally.items():
            if state == kind and reason:
                found[reason] += n
        return dict(sorted(found.items()))

    def problems(self, *, silent_sources: bool = True) -> list[str]:
        """Why this crawl cannot be called a success; empty when it can.

        ``silent_sources``: a source that answered and gave no article counts as one.
        """
        found = []
        if self.open:
            found.append(f"{self.discovered} discovered, but only {self.discovered - self.open} ended")
        if not self.discovered:
            found.append("nothing was discovered")
        elif not self.count("emitted") and not self.count("unchanged"):
            found.append("nothing was emitted")
        if silent_sources:
            found += [
                f"source {name} gave no article" + (f" ({tally.fault})" if tally.fault else "")
                for name, tally in self.sources.items()
                if tally.read and not tally.found
            ]
        return found

    def line(self) -> str:
        """The accounts in one line: ``36 discovered = 33 emitted + 1 skipped (robots 1) + …``."""
        parts = []
        for kind in ENDINGS:
            why = ", ".join(f"{reason} {n}" for reason, n in self.reasons(kind).items())
            parts.append(f"{self.count(kind)} {kind}" + (f" ({why})" if why else ""))
        text = f"{self.discovered} discovered = " + " + ".join(parts)
        if self.count("failed"):
            text += "; failed ones have a next visit"
        return text + (f" + {self.open} NOT VISITED" if self.open else "")
