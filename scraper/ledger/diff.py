"""What tells two revisions of an article apart, and what differs between them, paragraph by paragraph."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

# What makes an article another one for its readers; a page's bytes change with every advertisement, and tags,
# images and links with the page (AMP or desktop) it was read from.
WORDS = ("headline", "article_body", "authors", "editors", "date_published")


def digest_of(record: Mapping[str, Any]) -> str:
    """A digest of the words of a record."""
    words = json.dumps([record.get(name) for name in WORDS], ensure_ascii=False)
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The changed fields (``{name: [old, new]}``) and paragraphs (``at`` counts those of the new text) as JSON data."""
    fields = {
        name: [old.get(name), new.get(name)]
        for name in ("url", *WORDS)
        if name != "article_body" and old.get(name) != new.get(name)
    }
    return {"fields": fields, "paragraphs": _paragraphs(_texts(old), _texts(new))}


def same_article(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records are versions of one article, edited or cut, not two that are merely alike.

    They have more than half of the shorter one's paragraphs in common, or headline and time of publication.
    """
    here, there = set(_texts(one)), set(_texts(other))
    if 2 * len(here & there) > min(len(here), len(there)):
        return True
    when = one.get("date_published")
    return bool(when) and all(one.get(name) == other.get(name) for name in ("headline", "date_published"))


def _texts(record: Mapping[str, Any]) -> list[str]:
    return [block["text"] for block in record.get("blocks") or ()]


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> list[dict[str, Any]]:
    names = {"replace": "changed", "delete": "removed", "insert": "added"}
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        {"what": names[tag], "at": start, "old": list(old[a:b]), "new": list(new[start:end])}
        for tag, a, b, start, end in matcher.get_opcodes()
        if tag != "equal"
    ]
