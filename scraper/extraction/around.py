"""Lists of other articles that stand right after the body: read-also boxes, BERITA TERKAIT, BERITA TERPOPULER."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from scraper.article import Link, LinkKind
from scraper.boilerplate.lexicon import LIST_HEADING, READ_ALSO
from scraper.boilerplate.line import Line
from scraper.boilerplate.lines import LineReader
from scraper.boilerplate.readalso import heading_of
from scraper.page import Page
from scraper.page.page import pieces
from scraper.text.spaces import tidy

_LEVELS = 3
_DEEPEST = 6
_MOST_LINES = 250
_WRAPPERS = frozenset({"div", "section", "aside", "main", "article", "center", "ul", "ol"})
_BLOCKS = frozenset(
    {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "li",
        "script",
        "style",
        "footer",
        "header",
        "nav",
        "form",
    }
)
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
_TAG_PAGE = re.compile(r"/(?:tags?|topik|topic|tagar|hashtag)/[^/?]+/?(?:\?|\Z)", re.I)


def links_after(page: Page, bodies: list[Any]) -> list[Link]:
    """Links of labelled lists that follow the body, in order. Lists without a label are not taken for anything."""
    reader = LineReader({}, page.absolute, judge=False)
    found: list[Link] = []
    kind: LinkKind | None = None
    waiting = [(element, 0) for element in _behind(bodies[-1])][::-1] if bodies else []
    while waiting and len(reader.lines) < _MOST_LINES and len(found) < _MOST_LINKS:
        element, depth = waiting.pop()
        # What has no label and stands under none is not read: it is the most of a page.
        if kind is None and not _may_have_label(pieces(element)):
            continue
        if depth < _DEEPEST and _only_holds_blocks(element):
            waiting += [(child, depth + 1) for child in reversed(element)]
            continue
        before = len(reader.lines)
        reader.read(element, _MOST_LINES)
        kind = _gather(reader.lines[before:], kind, found)
    return found


def _only_holds_blocks(element: Any) -> bool:
    """Whether an element adds nothing to the lines of its children, which can then be read one by one."""
    return (
        element.tag in _WRAPPERS
        and all(child.tag in _WRAPPERS or child.tag in _BLOCKS for child in element)
        and not any(
            text and not text.isspace() for text in (element.text, *(child.tail for child in element))
        )
    )


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


def _may_have_label(texts: Iterable[str]) -> bool:
    """Whether one of these pieces of text is, or begins, a label of a list."""
    for piece in texts:
        # Blanks between tags are three quarters of the pieces, and the pattern refuses them at ten times the cost.
        if not piece.isspace() and _OPENS_LABEL.match(piece):
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
