"""What an export holds, counted: what its datasheet says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from operator import itemgetter
from typing import Any

from scraper.article import Article
from scraper.dataset.columns import allowed

FIELDS = tuple(Article.__dataclass_fields__)
_values = itemgetter(*FIELDS)
_LONG = 80


@dataclass(slots=True)
class Counts:
    """Counts of records; two are added up with ``add``.

    ``months``: by outlet and month. ``shapes``: by which fields say something, a byte a field; there are few different
    ones. ``removed``: spans by kind; ``touched``: records that have one. ``rights``: by what is declared. ``left_out``:
    newest revisions that were not asked for.
    """

    articles: int = 0
    words: int = 0
    reserved: int = 0
    revised: int = 0
    left_out: int = 0
    months: Counter[tuple[str, str]] = field(default_factory=Counter)
    shapes: Counter[bytes] = field(default_factory=Counter)
    not_free: int = 0
    removed: Counter[str] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)
    rights: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    extraction: Counter[str] = field(default_factory=Counter)
    downloaded: tuple[str, str] | None = None

    def record(self, record: Mapping[str, Any]) -> None:
        """Count a record in."""
        self.articles += 1
        self.words += record["word_count"] or 0
        self.revised += record["revision"] > 1
        self.months[record["outlet"] or "(none)", (record["date_published"] or "(undated)")[:7]] += 1
        self.shapes[bytes(map(bool, _values(record)))] += 1
        self.not_free += record["is_accessible_for_free"] is False
        kinds = [each["kind"] for each in record["removed"]]
        self.removed.update(kinds)
        self.touched.update(set(kinds))
        rights = record["rights"]
        if rights:
            self.rights.update([f"{name}: {value}"[:_LONG] for name, value in rights.items()])
            self.reserved += not allowed(record)
        self.languages[record["in_language"] or "(unknown)"] += 1
        self.versions[record["rules_version"]] += 1
        self.extraction[record["extraction"]] += 1
        day = (record["date_downloaded"] or "")[:10]
        if day:
            self._downloaded(day, day)

    def filled(self) -> dict[str, int]:
        """How many records say something in each field."""
        found = dict.fromkeys(FIELDS, 0)
        for shape, n in self.shapes.items():
            for name, said in zip(FIELDS, shape, strict=True):
                found[name] += n * said
        found["is_accessible_for_free"] += self.not_free  # a no is an answer
        return found

    def add(self, other: Counts) -> None:
        """Count in what another has counted."""
        for each in fields(self):
            if each.name != "downloaded":
                value = getattr(self, each.name)
                value += getattr(other, each.name)
                setattr(self, each.name, value)
        if other.downloaded:
            self._downloaded(*other.downloaded)

    def _downloaded(self, first: str, last: str) -> None:
        old = self.downloaded or (first, last)
        self.downloaded = min(old[0], first), max(old[1], last)
