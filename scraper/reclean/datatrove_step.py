"""Saring as a datatrove step, after any of its readers (a WARC reader, or one of JSONL or Parquet with pages)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datatrove.pipeline.base import PipelineStep

from scraper.reclean.blocks import REASON, RECORD, clean_row


class Saring(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """Each document's text (a page) becomes the article's; ``metadata["saring"]`` holds its record.

    What is no article is dropped, and counted by its reason in datatrove's stats. ``plain``: the documents hold text
    that somebody took off a page, not pages. The address is looked for in ``metadata["url"]``.
    """

    name = "Saring"
    type = "Extractor"

    def __init__(self, *, plain: bool = False, known_only: bool = False) -> None:
        super().__init__()
        self._column = "text" if plain else "html"
        self._known_only = known_only

    def run(self, data: Iterator[Any], rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents that are articles."""
        for document in data:
            row = {self._column: document.text, "url": document.metadata.get("url")}
            with self.track_time():
                cleaned = clean_row(row, known_only=self._known_only)
            record = cleaned[RECORD]
            self.stat_update("emitted" if record else f"dropped_{cleaned[REASON]}")
            if record:
                document.text = record["article_body"]
                document.metadata[RECORD] = record
                yield document
