"""Which records are wanted: one meaning for every store, whatever of it a store can already do by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scraper.dataset.columns import allowed
from scraper.text.urls import slug

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A choice of records; what is left empty chooses nothing out.

    ``since``, ``until``: days (``2024-06-01``), both included, as the outlet's own clock shows them; an article of no
    known day is then not wanted. ``sections``: any of an article's, spelled as it may be (``gaya-hidup``).
    ``only_allowed``: not what its page or site reserves rights on.
    """

    outlets: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_words: int = 0
    only_allowed: bool = False

    def has(self, record: Record) -> bool:
        """Whether a record is wanted."""
        day = (record.get("date_published") or "")[:10]
        sections = {slug(name) for name in record.get("article_section") or ()} if self.sections else set()
        return (
            (not self.outlets or record.get("outlet") in self.outlets)
            and (not self.sections or not sections.isdisjoint(map(slug, self.sections)))
            and (not self.languages or record.get("in_language") in self.languages)
            and (self.since is None or day >= self.since)
            and (self.until is None or "" < day <= self.until)
            and (record.get("word_count") or 0) >= self.min_words
            and (not self.only_allowed or allowed(record))
        )

    def sql(self, mark: str) -> tuple[str, list[Any]]:
        """What a database can choose by its columns, as a condition with ``mark`` for each value; and the values.

        It may let through what ``has`` does not, never the other way round.
        """
        terms: list[str] = []
        values: list[Any] = []
        for column, names in (("outlet", self.outlets), ("in_language", self.languages)):
            if names:
                terms.append(f"{column} IN ({', '.join([mark] * len(names))})")
                values += names
        # The month first: it has an index.
        for sign, day in ((">=", self.since), ("<=", self.until)):
            if day is not None:
                terms.append(f"month {sign} {mark} AND substr(date_published, 1, 10) {sign} {mark}")
                values += [day[:7], day]
        if self.min_words:
            terms.append(f"word_count >= {mark}")
            values.append(self.min_words)
        if self.only_allowed:
            terms.append("allowed = 1")
        return " AND ".join(terms) or "1 = 1", values


ALL = Wanted()
