"""Lists of other articles that stand right after the body: read-also boxes, BERITA TERKAIT, BERITA TERPOPULER."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from scraper.article import Link, LinkKind
from scraper.boilerplate.lexicon import LIST_HEADING, READ_ALSO
from scraper.boilerplate.line import Line
from scraper.boilerplate.lines import LineReader
from scraper.boilerplate.readalso import heading_of
from scraper.page import Page
from scraper.text.spaces import tidy

_LEVELS = 3
_MOST_LINES = 250
_MOST_LINKS = 15
# Opens a list of other articles, unlike "Baca juga".
_HEADS = re.compile(r"\W*(?:(?:berita|artikel|pos)\s+(?:terkait|lain(?:nya)?)|related)", re.I)
_FOOTER = re.compile(
    r"(?:^|\s)(?:(?:site|main|page)[_-]?)?footer(?=$|[\s_-])", re.I
)  # the site's, not an article's
# The first word of what LIST_HEADING and READ_ALSO match; the label may go on in elements of its own.
_OPENS_LABEL = re.compile(
    r"\W*(?:berita|artikel|terpopuler|populer|trending|paling|topik|video|konten|news|recommended|rekomendasi|related|"
    r"more|anda|you|terkait|tags?|read|baca|lihat|simak|tonton|dengar|cek|saksikan|klik|pilihan|jangan|also|sudah)",
    re.I,
)
_PART_OF_LABEL = 4  # blanks in what may be the beginning of one
_FOLLOWING = etree.XPath("following::text()[normalize-space()]", smart_strings=False)
_TAG_PAGE = re.compile(r"/(?:tags?|topik|topic|tagar|hashtag)/[^/?]+/?(?:\?|\Z)", re.I)


def links_after(page: Page, bodies: list[Any]) -> list[Link]:
    """Links of labelled lists that follow the body, in order. Lists without a label are not taken for anything."""
    if not bodies or not _may_have_label(_FOLLOWING(bodies[-1])):
        return []
    reader = LineReader({}, page.absolute)
    found: list[Link] = []
    kind: LinkKind | None = None
    for sibling in _behind(bodies[-1]):
        # What has no label and stands under none is not read: it is the most of a page.
        if kind is None and not _may_have_label(sibling.itertext()):
            continue
        before = len(reader.lines)
        reader.read(sibling, _MOST_LINES)
        kind = _gather(reader.lines[before:], kind, found)
        if len(reader.lines) >= _MOST_LINES:
            break
    return found


def _behind(body: Any) -> Iterator[Any]:
    """The elements that follow the body, and those that follow what holds it."""
    element = body
    for _ in range(_LEVELS):
        for sibling in element.itersiblings("*"):
            if not _is_footer(sibling):
                yield sibling
        element = element.getparent()
        if element is None or element.tag == "body":
            return


def _may_have_label(pieces: Iterable[str]) -> bool:
    """Whether one of these pieces of text is, or begins, a label of a list."""
    for piece in pieces:
        if _OPENS_LABEL.match(piece):
            text = tidy(piece)
            if text.count(" ") < _PART_OF_LABEL or READ_ALSO.match(text) or LIST_HEADING.fullmatch(text):
                return True
    return False


def _gather(lines: list[Line], kind: LinkKind | None, found: list[Link]) -> LinkKind | None:
    """Add the links of some lines; ``kind`` of the list they stand in before and after."""
    for line in lines:
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
    return kind


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
