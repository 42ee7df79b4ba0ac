"""Lists of other articles that stand right after the body: read-also boxes, BERITA TERKAIT, BERITA TERPOPULER."""

from __future__ import annotations

import re
from typing import Any

from scraper.article import Link, LinkKind
from scraper.boilerplate.lexicon import LIST_HEADING, READ_ALSO
from scraper.boilerplate.line import Line
from scraper.boilerplate.lines import LineReader
from scraper.boilerplate.readalso import heading_of
from scraper.page import Page

_LEVELS = 3
_MOST_LINES = 250
_MOST_LINKS = 15
# Opens a list of other articles, unlike "Baca juga".
_HEADS = re.compile(r"\W*(?:(?:berita|artikel|pos)\s+(?:terkait|lain(?:nya)?)|related)", re.I)
_FOOTER = re.compile(
    r"(?:^|\s)(?:(?:site|main|page)[_-]?)?footer(?=$|[\s_-])", re.I
)  # the site's, not an article's
_TAG_PAGE = re.compile(r"/(?:tags?|topik|topic|tagar|hashtag)/[^/?]+/?(?:\?|\Z)", re.I)


def links_after(page: Page, bodies: list[Any]) -> list[Link]:
    """Links of labelled lists that follow the body, in order. Lists without a label are not taken for anything."""
    if not bodies:
        return []
    reader = LineReader({}, page.absolute)
    element = bodies[-1]
    for _ in range(_LEVELS):
        for sibling in element.itersiblings():
            if isinstance(sibling.tag, str) and not _is_footer(sibling) and len(reader.lines) < _MOST_LINES:
                reader.read(sibling, _MOST_LINES)
        element = element.getparent()
        if element is None or element.tag == "body":
            break
    found: list[Link] = []
    kind: LinkKind | None = None
    for line in reader.lines[:_MOST_LINES]:
        named = _label(line)
        if named:
            kind = named
            found += [
                Link(k, t, url) for k, t, url in (heading_of(kind, line.text) if kind == "read_also" else [])
            ]
        elif kind and _is_link(line) and len(found) < _MOST_LINKS:
            titles = line.titles(kind)
            found += [
                Link(kind, t, url) for _, t, url in titles if len(t) > 15 and not _TAG_PAGE.search(url or "")
            ]
        elif len(line.text) > 60 and not line.text.rstrip(" ])").endswith(
            ("...", "…")
        ):  # the teaser of a card goes on
            kind = None
    return found


def _is_link(line: Line) -> bool:
    """Whether the line is a link for the most part; a notice with a link in it is none."""
    return sum(a.end - a.start for a in line.anchors) * 2 >= len(line.text)


def _is_footer(element: Any) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag == "footer" or bool(_FOOTER.search(named))


def _label(line: Line) -> LinkKind | None:
    match = LIST_HEADING.fullmatch(line.text)
    if match:
        return "popular" if match["popular"] else "related"
    also = READ_ALSO.match(line.text)
    if not also or len(line.text) >= 50 or (line.linked and not _HEADS.match(line.text)):
        return None
    return "related" if _HEADS.match(line.text) else "read_also"
