"""The words of the demo newsroom, and the truth about them: what a perfect reader makes of every article."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

WIB = timezone(timedelta(hours=7))
# The year of the visit, as on the real site, not that of any article; fixed, for the pages know no clock.
COPYRIGHT = "Copyright © 2026 by GenPI.co"
# What stands in the body and is of the article; the other kinds are links and prompts.
BLOCKS = frozenset({"paragraph", "heading", "list_item", "quote", "table_row"})
# What the AMP twins do not print, though the desktop pages do.
AMP_SILENT = frozenset({"keywords"})
_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "Januari",
            "Februari",
            "Maret",
            "April",
            "Mei",
            "Juni",
            "Juli",
            "Agustus",
            "September",
            "Oktober",
            "November",
            "Desember",
        ),
        start=1,
    )
}


@dataclass(frozen=True, slots=True)
class Told:
    """The truth about one article: where it stands and what a perfect reader makes of it.

    ``pages``: how many desktop pages. ``amp``: whether the AMP twin answers. ``shows``: what it is there to try.
    ``expected``: fields of the article record, as the desktop pages tell them (AMP_SILENT: what the twin leaves out);
    ``related_links`` are those in the body, with ``path`` for ``url``.
    """

    path: str
    amp_path: str
    pages: int
    amp: bool
    shows: tuple[str, ...]
    expected: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NotArticle:
    """An address that is linked and in the sitemap, yet must yield nothing; ``why`` says what it is."""

    path: str
    why: str
    status: int


def told(article: dict[str, Any], by_id: dict[int, dict[str, Any]]) -> Told:
    """The truth about one article; ``by_id`` is all of them, for the links between them."""
    blocks: list[dict[str, str]] = []
    links: list[dict[str, Any]] = []
    for item in (item for page in article["pages"] for item in page):
        if item["kind"] in BLOCKS:
            blocks.append({"kind": item["kind"], "text": item.get("text") or " ".join(item["cells"])})
        elif "article" in item:
            other = by_id[item["article"]]
            after = len(blocks) - 1 if blocks else None
            links.append(
                {
                    "kind": item["kind"],
                    "title": other["headline"],
                    "path": other["path"],
                    "after_block": after,
                }
            )
    expected = {
        "headline": article["headline"],
        "date_published": article["time"].isoformat(),
        "date_published_raw": article["date"],
        "dateline": "GenPI.co",
        "blocks": blocks,
        "article_body": "\n\n".join(b["text"] for b in blocks),
        "end_mark": article["end_mark"],
        "authors": [article["author"]] if article["author"] else [],
        "editors": [article["editor"]],
        "related_links": links,
        "keywords": article["tags"],
        "article_section": [section(article["kanal"])],
        "cited_sources": article["cited_sources"],
        "canonical_url": f"https://www.genpi.co{article['path']}",
        "copyright_notice": COPYRIGHT,
    }
    pages = len(article["pages"])
    return Told(
        article["path"], f"/amp{article['path']}", pages, article["amp"], tuple(article["shows"]), expected
    )


def read_articles(folder: Path) -> list[dict[str, Any]]:
    """The articles of ``articles.jsonl``, oldest first, each with its ``path`` and publication ``time``."""
    articles = read_lines(folder / "articles.jsonl")
    for article in articles:
        article["path"] = f"/{article['kanal']}/{article['id']}/{article['slug']}"
        article["time"] = _printed(article["date"])
    return sorted(articles, key=lambda article: article["time"])


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def section(kanal: str) -> str:
    """A kanal as words: ``hot-news`` is "hot news"."""
    return kanal.replace("-", " ")


def _printed(date: str) -> datetime:
    day, month, year, clock = date.split()
    hour, minute = clock.split(":")
    return datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), tzinfo=WIB)
