"""The crawl's accounts: every discovered address and how it ended. In memory; a ledger can stand here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Ending: TypeAlias = Literal["emitted", "unchanged", "skipped", "quarantined", "failed"]
ENDINGS: tuple[Ending, ...] = ("emitted", "unchanged", "skipped", "quarantined", "failed")


@dataclass(slots=True)
class SourceTally:
    """What one source gave: addresses of articles (known ones too), and why it could not be read, if so."""

    found: int = 0
    fault: str = ""
    read: bool = False


class Book:
    """Which addresses were discovered, and the one ending of each.

    ``count`` is told every change as a name such as ``skipped/robots`` (Scrapy's stats, or nothing).
    """

    def __init__(self, count: Callable[[str], object] = str) -> None:
        self._count = count
        self._open: set[str] = set()
        self._known: set[str] = set()
        self._faults: list[str] = []
        self.counts: Counter[str] = Counter()
        self.reasons: dict[str, Counter[str]] = {kind: Counter() for kind in ENDINGS}
        self.sources: dict[str, SourceTally] = {}

    def discover(self, key: str) -> bool:
        """Enter an address; False when it was known already, so that each is visited once."""
        if key in self._known:
            return False
        self._known.add(key)
        self._open.add(key)
        self.counts["discovered"] += 1
        self._count("discovered")
        return True

    def claim(self, key: str) -> bool:
        """Mark an address as taken by a visit redirected there; False when it has a visit of its own."""
        if key in self._known:
            return False
        self._known.add(key)
        return True

    def end(self, key: str, kind: Ending, reason: str = "") -> None:
        """Enter how an address ended. A second ending is a fault of the crawler and spoils the accounts."""
        if key not in self._open:
            self._faults.append(f"{key} ended as {kind} without being open")
            return
        self._open.discard(key)
        self.counts[kind] += 1
        if reason:
            self.reasons[kind][reason] += 1
        self._count(f"{kind}/{reason}" if reason else kind)

    def source(self, name: str) -> SourceTally:
        """The tally of a source, made on first use."""
        return self.sources.setdefault(name, SourceTally())

    @property
    def open(self) -> int:
        """How many discovered addresses have no ending yet."""
        return len(self._open)

    def problems(self, *, silent_sources: bool = True) -> list[str]:
        """Why this crawl cannot be called a success; empty when it can.

        ``silent_sources``: a source that answered and gave no article counts as one.
        """
        found = list(self._faults[:3])
        ended = sum(self.counts[kind] for kind in ENDINGS)
        if self.counts["discovered"] != ended:
            found.append(f"{self.counts['discovered']} discovered, but only {ended} ended")
        if not self.counts["discovered"]:
            found.append("nothing was discovered")
        elif not self.counts["emitted"] and not self.counts["unchanged"]:
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
            why = ", ".join(f"{reason} {n}" for reason, n in sorted(self.reasons[kind].items()))
            parts.append(f"{self.counts[kind]} {kind}" + (f" ({why})" if why else ""))
        text = f"{self.counts['discovered']} discovered = " + " + ".join(parts)
        return text + (f" + {self.open} NOT VISITED" if self.open else "")
