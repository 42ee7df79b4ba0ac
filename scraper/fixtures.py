"""Fixture pairs: a page of our own words in an outlet's real markup, and the golden record it must become.

``fixtures/<outlet>/<template>.html`` with ``<template>.json`` beside it; the further pages of a split article are
``<template>.p2.html``, ``<template>.p3.html``, …. The page's own canonical link says where it came from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

from scraper.article import Article
from scraper.extraction import extract

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
# What changes with every release or is said better by another field.
_LEFT_OUT = frozenset(
    {"schema_version", "rules_version", "content_sha256", "article_body", "word_count", "id"}
)


@dataclass(frozen=True, slots=True)
class Case:
    """One fixture pair."""

    outlet: str
    template: str
    folder: Path

    def __str__(self) -> str:
        return f"{self.outlet}/{self.template}"

    @property
    def page(self) -> Path:
        """The (first) page."""
        return self.folder / f"{self.template}.html"

    @property
    def golden(self) -> Path:
        """The golden record."""
        return self.folder / f"{self.template}.json"

    def extract(self) -> Article:
        """The record that today's code makes of the pages."""
        numbered = sorted(
            self.folder.glob(f"{self.template}.p*.html"), key=lambda p: int(p.stem.rpartition(".p")[2])
        )
        return extract(self.page.read_bytes(), more_pages=[p.read_bytes() for p in numbered])

    def expected(self) -> dict[str, Any] | None:
        """The golden record; None where it was not written yet."""
        return json.loads(self.golden.read_text("utf-8")) if self.golden.exists() else None

    def write(self, article: Article) -> None:
        """Write the golden record, for a human to review."""
        self.golden.write_text(json.dumps(golden(article), ensure_ascii=False, indent=1) + "\n", "utf-8")


def cases(folder: Path = FIXTURES) -> Iterator[Case]:
    """Every fixture pair below ``folder``, in order."""
    for page in sorted(folder.glob("*/*.html")):
        if page.parent.name != "newsroom" and ".p" not in page.stem:
            yield Case(page.parent.name, page.stem, page.parent)


def golden(article: Article) -> dict[str, Any]:
    """The fields of a record that say something: without defaults and without what any release changes."""
    record = article.to_dict()
    kept = {}
    for f in fields(Article):
        default = (
            f.default
            if f.default is not MISSING
            else f.default_factory()
            if f.default_factory is not MISSING
            else None
        )
        if f.name not in _LEFT_OUT and record[f.name] != default:
            kept[f.name] = record[f.name]
    return kept
