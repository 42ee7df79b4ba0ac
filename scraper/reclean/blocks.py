"""Saring as a step of other people's pipelines: a function for `map` (Ray, Spark, pandas, multiprocessing)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scraper.reclean.clean import clean
from scraper.reclean.items import row_item
from scraper.reclean.rows import Columns

RECORD, REASON = "saring", "saring_reason"


def clean_row(
    row: Mapping[str, Any],
    *,
    html: str | None = None,
    text: str | None = None,
    url: str | None = None,
    known_only: bool = False,
) -> dict[str, Any]:
    """A copy of ``row`` with two fields more: ``saring``, the record as in articles.jsonl or None, and
    ``saring_reason``, why there is none ("" where there is one).

    html, text, url: the names of the fields that hold the page (str or bytes), the text that somebody took off it,
    and its address; looked for among usual names where not given. Raises UsageError where there is neither page nor
    text, never for what a page holds. It pickles, and keeps nothing between calls.
    """
    columns = Columns(html, text, url).found(row, "the row")
    outcome = clean(row_item(row, columns, ""), known_only=known_only)
    article = outcome.article if not outcome.reason else None
    return {**row, RECORD: article.to_dict() if article else None, REASON: outcome.reason}
