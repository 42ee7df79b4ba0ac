"""JSON-LD: read once, forgivingly, and asked by dotted path."""

from __future__ import annotations

import html as html_entities
import json
import re
from collections.abc import Iterator
from typing import Any

ARTICLE_TYPES = frozenset(
    {"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "AnalysisNewsArticle", "OpinionNewsArticle",
     "BackgroundNewsArticle", "ReviewNewsArticle", "LiveBlogPosting", "AdvertiserContentArticle", "Report"}
)  # fmt: skip
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_WRAPPER = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", re.S
)
_DECODER = json.JSONDecoder(strict=False)
_MAX_NODES = 2_000


def parse(source: str) -> list[Any] | None:
    """The values of one JSON-LD script (several may stand in a row), or None when it cannot be read."""
    text = _WRAPPER.sub("", source).strip().rstrip(";").strip()
    if not text:
        return []
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        values, at = [], 0
        try:
            while at < len(attempt):
                value, at = _DECODER.raw_decode(attempt, at)
                values.append(value)
                while at < len(attempt) and attempt[at] in " \t\r\n,;":
                    at += 1
            return values
        except (ValueError, RecursionError):
            if values:
                return values
    return None


def nodes(values: list[Any]) -> Iterator[dict[str, Any]]:
    """Every object that could describe the page, outermost first: top level, lists, @graph, mainEntity, breadcrumb."""
    queue, seen = list(values), 0
    while queue and seen < _MAX_NODES:
        value = queue.pop(0)
        seen += 1
        if isinstance(value, list):
            queue[:0] = value
        elif isinstance(value, dict):
            yield value
            queue.extend(
                value[key]
                for key in ("@graph", "mainEntity", "breadcrumb")
                if isinstance(value.get(key), (list, dict))
            )


def types(node: dict[str, Any]) -> list[str]:
    """The @type names of a node, without a schema.org prefix."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return [name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)]


def strings(value: Any, path: str) -> list[str]:
    """The strings at a dotted path such as ``author.name``; lists fan out, wrong types give nothing.

    HTML entities, which many templates escape twice, are decoded.
    """
    found = [value]
    for key in path.split(".") if path else ():
        found = [v[key] for v in _flat(found) if isinstance(v, dict) and key in v]
    result = []
    for v in _flat(found):
        if isinstance(v, (int, float)) and not isinstance(v, bool):
            v = str(v)
        if isinstance(v, str) and v.strip():
            result.append(html_entities.unescape(v) if "&" in v else v)
    return result


def _flat(values: list[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value
