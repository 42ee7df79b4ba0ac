"""The crawl's accounts: every discovered address and how it ended, read from the ledger and said in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, TypeAlias

Ending: TypeAlias = Literal["emitted", "unchanged", "skipped", "quarantined", "failed"]
_SEVERAL = 3  # entries that tell a list from a coincidence
# A feed that ends so long before what else the outlet has: for one whose entries are all known, and for any.
_BEHIND = timedelta(days=7)
_STALE = timedelta(days=30)
ENDINGS: tuple[Ending, ...] = ("emitted", "unchanged", "skipped", "quarantined", "failed")


@dataclass(slots=True)
class SourceTally:
    """What one source gave: addresses of articles (known ones too), and why it could not be read, if so.

    ``entries``: lines of all kinds; ``fresh``: addresses that it was the first to name; ``newest``: the latest day
    that it prints as one of publication. ``optional``: it need not be there, nor have anything.
    """

    found: int = 0
    fault: str = ""
    read: bool = False
    entries: int = 0
    fresh: int = 0
    newest: date | None = None
    optional: bool = False
    different: set[str] = field(default_factory=set)  # some of the keys it named, as many as tell

    def note(self, keys: Iterable[str]) -> None:
        """Count addresses of articles that it named."""
        for key in keys:
            self.found += 1
            if len(self.different) < _SEVERAL:
                self.different.add(key)

    def untrue(self) -> str:
        """What shows that it does not say what there is; "" where nothing does."""
        if self.entries >= _SEVERAL and len(self.different) == 1:
            return f"lies: all of its {self.entries} entries lead to one address"
        return ""


def frozen(tally: SourceTally, newest: date | None) -> str:
    """What shows that a source stands still, beside others whose newest article is of that day; "" for nothing."""
    if tally.newest is None or newest is None:
        return ""
    behind = newest - tally.newest
    if behind > _STALE or (behind > _BEHIND and not tally.fresh):
        return f"is frozen: its newest entry is of {tally.newest}, others have {newest}"
    return ""


@dataclass(frozen=True, slots=True)
class Book:
    """How many addresses of a run are in which state, for which reason: ``tally`` as the ledger counts them.

    ``newest``: the day of the newest article that the run met.
    """

    tally: Mapping[tuple[str, str], int]
    sources: Mapping[str, SourceTally] = field(default_factory=dict)
    newest: date | None = None

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
            found += [f"source {name} {why}" for name, why in self.alarms()]
        return found

    def alarms(self) -> Iterator[tuple[str, str]]:
        """The sources that cannot be trusted, and why: silent, lying or frozen."""
        newest = max((tally.newest for tally in self.sources.values() if tally.newest), default=None)
        if self.newest and (newest is None or self.newest > newest):
            newest = self.newest
        for name, tally in self.sources.items():
            if not tally.read or tally.optional:
                continue
            if not tally.found:
                entries = f"none of its {tally.entries} entries is one" if tally.entries else ""
                why = tally.fault or entries
                yield name, "gave no article" + (f" ({why})" if why else "")
            elif why := tally.untrue() or frozen(tally, newest):
                yield name, why

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
