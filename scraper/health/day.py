"""A run as it was counted, and what may be said of it: Day and Alarm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scraper.health.measure import Measure

# Causes, in the order in which they explain others.
CAUSES: Mapping[str, str] = {
    "wall": "a wall (log-in, paywall, consent, challenge) instead of the article",
    "js_shell": "a JavaScript shell: the page comes without its text",
    "selector": "the body selector no longer matches",
    "pages_lost": "pages no longer give an article",
    "date_format": "the date is printed in another format",
    "repeated_line": "a new line repeats in many articles and looks like boilerplate",
    "body_cut": "articles are much shorter than usual: a stub, or a rule that removes too much",
    "body_long": "much more text per article than usual: something else is read with it",
    "field_lost": "a field that is usually printed is missing",
    "frozen": "the source is frozen: it answers, and names nothing new",
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that left the usual. ``severe``: records of this run are worse than none, they are set aside."""

    cause: str
    message: str
    template: str = ""
    severe: bool = False
    examples: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "cause": self.cause, "means": CAUSES[self.cause], "message": self.message, "template": self.template,
            "severe": self.severe, "examples": list(self.examples),
        }  # fmt: skip

    def __str__(self) -> str:
        where = f" ({self.template})" if self.template else ""
        return f"{self.cause}{where}: {CAUSES[self.cause]}: {self.message}"


@dataclass(slots=True)
class Day:
    """One run: counts by template, pages that gave no article by reason, and when (seconds since 1970).

    ``fresh``: addresses that were new in this run. ``listed``: whether the sources were read without a fault.
    """

    at: float = 0.0
    templates: dict[str, Measure] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    fresh: int = 0
    listed: bool = True

    @property
    def whole(self) -> Measure:
        """All templates together."""
        total = Measure()
        for measure in self.templates.values():
            total.merge(measure)
        return total

    @property
    def tried(self) -> int:
        """Pages that were read anew."""
        return sum(m.articles for m in self.templates.values()) + sum(self.refused.values())

    def add(self, record: Mapping[str, Any], template: str) -> None:
        """Count one record."""
        self.templates.setdefault(template, Measure()).add(record)
