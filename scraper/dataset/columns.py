"""What the databases keep of a record beside itself: a column for each thing that is searched, counted or chosen by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scraper.article import json_line
from scraper.errors import InvalidRecord

# The columns of `articles` that a record fills, in order; `copy_group` stands beside them, and is filled later.
COLUMNS = (
    "id", "revision", "outlet", "section", "month", "headline", "description", "article_body", "date_published",
    "date_modified", "authors", "editors", "keywords", "in_language", "word_count", "url", "allowed", "record",
)  # fmt: skip
_SAME = (
    "outlet", "headline", "description", "date_published", "date_modified", "in_language", "url",
)  # fmt: skip
# What a page may say about its use without reserving anything: that robots.txt lets crawlers in, a licence, where a
# policy stands (it counts where a reservation is made).
_NO_LIMIT = frozenset({"robots_txt", "license", "tdm_policy"})


def key_of(record: Mapping[str, Any]) -> tuple[str, int]:
    """The id and the revision of a record. Raises InvalidRecord where they, or the text, are missing."""
    its_id, body, revision = record.get("id"), record.get("article_body"), record.get("revision")
    if not isinstance(its_id, str) or not isinstance(body, str) or not isinstance(revision, int):
        about = str(record.get("url") or its_id or "(record)")
        raise InvalidRecord("no id, article_body or revision: not an article record", about=about)
    return its_id, revision


def row_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a record. Raises InvalidRecord where it is none."""
    its_id, revision = key_of(record)
    try:
        line = json_line(record)
    except TypeError as error:  # half a character
        raise InvalidRecord(f"cannot be stored: {error}", about=str(record.get("url") or its_id)) from None
    sections = record.get("article_section") or [None]
    date = record.get("date_published")
    return {
        **{name: record.get(name) for name in _SAME},
        "id": its_id,
        "revision": revision,
        "article_body": record["article_body"],
        "section": sections[0],
        "month": date[:7] if date else None,
        **{name: "; ".join(record.get(name) or ()) for name in ("authors", "editors", "keywords")},
        "word_count": record.get("word_count") or 0,
        "allowed": int(allowed(record)),
        "record": line,
    }


def allowed(record: Mapping[str, Any]) -> bool:
    """Whether the record's rights reserve nothing: no noai, noindex or the like, no text and data mining rights."""
    rights: Mapping[str, str] = record.get("rights") or {}
    return all(
        name in _NO_LIMIT or (name == "tdm_reservation" and value.strip() == "0")
        for name, value in rights.items()
    )
