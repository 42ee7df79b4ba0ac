"""The body element as lines: every piece of visible text once, in reading order, with what its markup says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from scraper.article import BlockKind
from scraper.boilerplate.line import Anchor, Line
from scraper.boilerplate.markup import Fate, fate_of_class, fate_of_tag, is_hidden
from scraper.page.page import plain_text
from scraper.text.spaces import one_blank, tidy_prose

_SILENT = frozenset(
    {"script", "style", "template", "head", "title", "meta", "link", "param", "source", "track"}
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html iframe li main menu nav noscript ol p pre section summary table tbody "
    "tfoot thead tr ul video audio object select option textarea button caption amp-ad amp-iframe amp-list".split()
)
_IMAGES = frozenset({"img", "amp-img", "picture", "amp-video", "video", "iframe", "amp-youtube"})
_KINDS: Mapping[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    "blockquote": "quote",
    "tr": "table_row",
}
_CELLS = frozenset({"td", "th"})
# What a tag means for the lines, as bits: asked for twice an element.
_SKIPPED, _BREAKS, _BLOCK, _SHOWS, _KIND, _CELL, _LINK, _BOLD = 1, 2, 4, 8, 16, 32, 64, 128
_WHAT: dict[Any, int] = {etree.Comment: _SKIPPED, etree.ProcessingInstruction: _SKIPPED}
for _tags, _bits in (
    (_SILENT, _SKIPPED), (_BLOCKS, _BREAKS | _BLOCK), (("br",), _BREAKS), (_IMAGES, _SHOWS), (_KINDS, _KIND),
    (_CELLS, _CELL), (("a",), _LINK), (("b", "strong"), _BOLD),
):  # fmt: skip
    for _tag in _tags:
        _WHAT[_tag] = _WHAT.get(_tag, 0) | _bits
_OPENS = _BLOCK | _KIND | _CELL | _LINK | _BOLD  # what opens something that its end closes
_CONTAINERS = ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "br", "blockquote")


class LineReader:
    """Walks body elements and gathers their lines.

    ``prunes`` maps elements to the outlet rule that drops them; ``absolute`` makes printed links absolute; ``judge``:
    whether anybody asks what becomes of an element (its lines' ``fate``).
    """

    def __init__(
        self,
        prunes: Mapping[Any, Fate],
        absolute: Callable[[str | None], str | None],
        *,
        judge: bool = True,
    ) -> None:
        self._prunes = prunes
        self._judge = judge
        self._absolute = absolute
        self.lines: list[Line] = []
        self._pieces: list[tuple[str, str | None, bool]] = []
        self._kinds: list[BlockKind] = []
        self._groups = [0]
        self._group = 0
        self._href: list[str | None] = []
        self._bold = 0
        self._fates: list[Fate] = []
        self._image = False
        self._body: Any = None
        self._size = 0

    def read(self, body: Any, most: int | None = None) -> None:
        """Append the lines of one element (its tail text is not its own), until there are ``most``."""
        self._body, self._size = body, -1
        pieces, fates, what_is, judge = self._pieces, self._fates, _WHAT.get, self._judge
        walker = etree.iterwalk(body, events=("start", "end"))
        for event, element in walker:
            if most is not None and len(self.lines) >= most:
                return
            what = what_is(element.tag, 0)
            if event == "start":
                if what & _SKIPPED:
                    walker.skip_subtree()
                    continue
                if what & _BREAKS and pieces:
                    self._flush()
                if what & _SHOWS:
                    self._image = True
                if judge and not fates and element is not body:
                    fate = self._fate(element)
                    if fate is not None:
                        self._flush()
                        fates.append(fate)
                if what & _OPENS:
                    self._open(element, what)
                text = element.text
            else:
                if what & _OPENS:
                    self._close(element, what)
                if fates and fates[-1].element is element:
                    self._flush()
                    fates.pop()
                text = element.tail if element is not body else None
            if text and (pieces or not text.isspace()):
                pieces.append((text, self._href[-1] if self._href else None, self._bold > 0))
        self._flush()

    def _open(self, element: Any, what: int) -> None:
        if what & _BLOCK:
            self._group += 1
            self._groups.append(self._group)
        if what & _KIND and (element.tag != "tr" or _is_data_row(element)):
            self._kinds.append(_KINDS[element.tag])
        elif what & _CELL:
            self._flush() if not self._in_row() else self._pieces.append((" ", None, False))
        if what & _LINK:
            self._href.append(element.get("href"))
        elif what & _BOLD:
            self._bold += 1

    def _close(self, element: Any, what: int) -> None:
        if what & _BLOCK:
            self._flush()
            self._groups.pop()
        elif what & _CELL and not self._in_row():
            self._flush()
        if what & _KIND and (element.tag != "tr" or _is_data_row(element)):
            self._kinds.pop()
        if what & _LINK:
            self._href.pop()
        elif what & _BOLD:
            self._bold -= 1

    def _fate(self, element: Any) -> Fate | None:
        rule = self._prunes.get(element) if self._prunes else None
        if rule is not None:
            return Fate(rule.rule, rule.kind, rule.links, element)
        found = fate_of_tag(element)
        if found is None and element.keys():
            found = fate_of_class(element, self._body_size)
            if found is None and is_hidden(element):
                return Fate("hidden", "other", None, element)
        return Fate(*found, element) if found else None

    def _body_size(self) -> int:
        """Letters of the element that is being read."""
        if self._size < 0:
            self._size = len(plain_text(self._body))
        return self._size

    def _in_row(self) -> bool:
        return bool(self._kinds) and self._kinds[-1] == "table_row"

    def _flush(self) -> None:
        """Make a line of the pieces that have gathered."""
        if not self._pieces:
            return
        pieces = self._pieces[:]
        self._pieces.clear()
        line = Line("")
        parts: list[str] = []
        length, pending, bold_run = 0, "", True
        for raw, href, bold in pieces:
            piece = "" if raw.isspace() else tidy_prose(raw)
            if not piece:
                pending += "".join(filter(str.isspace, raw))
                continue
            if parts and (pending or raw[0].isspace()):
                parts.append(one_blank(pending + raw[: len(raw) - len(raw.lstrip())]))
                length += 1
            start = length
            parts.append(piece)
            length += len(piece)
            pending = raw[len(raw.rstrip()) :]
            if href is not None:
                self._anchor(line, start, length, href)
            bold_run = bold_run and bold
            if bold_run:
                line.lead = length
        if not parts:
            return
        line.text = "".join(parts)
        line.group = self._groups[-1]
        if self._kinds:
            line.kind = self._kinds[-1]
        line.after_image, self._image = self._image, False
        if self._fates:
            line.fate = self._fates[-1]
        self.lines.append(line)

    def _anchor(self, line: Line, start: int, end: int, href: str) -> None:
        url = self._absolute(href)
        if line.anchors and line.anchors[-1].url == url and start - line.anchors[-1].end <= 1:
            line.anchors[-1].end = end  # one link cut in pieces by inner tags
        else:
            line.anchors.append(Anchor(start, end, url))


def _is_data_row(row: Any) -> bool:
    """Whether a table row holds data rather than page layout: its cells have no blocks of their own."""
    return next(row.iter(*_CONTAINERS), None) is None
