"""What an export holds, counted: what its datasheet says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import chain
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

    ``months``: by outlet and month. ``said``: records that say something, by field. ``removed``: spans by kind;
    ``touched``: records that have one. ``rights``: by what is declared. ``left_out``: newest revisions that were not
    asked for.
    """

    articles: int = 0
    words: int = 0
    reserved: int = 0
    revised: int = 0
    left_out: int = 0
    months: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)
    rights: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    extraction: Counter[str] = field(default_factory=Counter)
    downloaded: tuple[str, str] | None = None

    def records(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Count some records in: column by column, in three quarters of the time of one after the other."""
        if not records:
            return
        columns = dict(zip(FIELDS, zip(*map(_values, records), strict=True), strict=True))
        said = {name: sum(map(bool, values)) for name, values in columns.items()}
        said["is_accessible_for_free"] += columns["is_accessible_for_free"].count(False)  # a no is an answer
        kinds = [[each["kind"] for each in removed] for removed in columns["removed"]]
        self.columns(len(records), said, columns, kinds)

    def columns(
        self,
        articles: int,
        said: Mapping[str, int],
        columns: Mapping[str, Sequence[Any]],
        kinds: Sequence[list[str]],
    ) -> None:
        """Count in records whose columns are these: ``said`` of all, ``kinds`` of what was removed from each."""
        self.articles += articles
        self.words += sum(filter(None, columns["word_count"]))
        self.revised += sum(revision > 1 for revision in columns["revision"])
        outlets = (outlet or "(none)" for outlet in columns["outlet"])
        months = ((date or "(undated)")[:7] for date in columns["date_published"])
        self.months.update(zip(outlets, months, strict=True))
        self.said.update(said)
        self.removed.update(chain.from_iterable(kinds))
        self.touched.update(chain.from_iterable(map(set, kinds)))
        self._rights(columns["rights"])
        self.languages.update(language or "(unknown)" for language in columns["in_language"])
        self.versions.update(columns["rules_version"])
        self.extraction.update(columns["extraction"])
        days = [moment[:10] for moment in columns["date_downloaded"] if moment]
        if days:
            self._downloaded(min(days), max(days))

    def _rights(self, columns: Iterable[Mapping[str, str] | None]) -> None:
        """Few differ, so each kind is looked at once."""
        kinds = Counter(tuple(rights.items()) for rights in columns if rights)
        for kind, n in kinds.items():
            self.rights.update({f"{name}: {value}"[:_LONG]: n for name, value in kind})
            self.reserved += n * (not allowed({"rights": dict(kind)}))

    def filled(self) -> dict[str, int]:
        """How many records say something in each field."""
        return {name: self.said[name] for name in FIELDS}

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
