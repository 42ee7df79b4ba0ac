"""CSV for spreadsheets: a row an article, and no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import IO, Any

_PLAIN = (
    "id", "url", "outlet", "publisher", "headline", "description", "article_body", "date_published", "date_modified",
    "in_language", "word_count", "is_accessible_for_free", "revision", "date_downloaded",
)  # fmt: skip
_LISTS = ("authors", "editors", "article_section", "keywords", "cited_sources")
COPY_COLUMNS = ("copy_group", "copy_overlap", "first_seen")
COLUMNS = (*_PLAIN, *_LISTS, "rights")
# What makes a formula of a cell (the wide signs in Japanese and Chinese settings, too), and the mark itself.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")


class CsvWriter:
    """Writes records to an open binary file, which stays open: UTF-8, comma, quotes doubled, a head line."""

    def __init__(self, file: IO[bytes], *, copies: bool = False) -> None:
        self._text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        self._rows = csv.writer(self._text, lineterminator="\n")
        self._more = COPY_COLUMNS if copies else ()
        self._rows.writerow((*COLUMNS, *self._more))

    def write(self, record: Mapping[str, Any]) -> None:
        """Add a record."""
        cells = [record[name] for name in _PLAIN]
        cells += ["; ".join(record[name]) for name in _LISTS]
        cells.append(json.dumps(record["rights"], ensure_ascii=False) if record["rights"] else None)
        cells += [record.get(name) for name in self._more]
        self._rows.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])

    def close(self) -> None:
        """Nothing is held back."""
        self._text.detach()


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one apostrophe before what begins like one.

    A cell that begins with an apostrophe gets another, so that taking one away always gives the text back.
    """
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def unguarded(cell: str) -> str:
    """The text of a guarded cell."""
    return cell[1:] if cell.startswith("'") else cell
