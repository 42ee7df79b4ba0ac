"""What stands after the article's last word: lists of other articles, end marks, rulers, closing names."""

from __future__ import annotations

import re

from scraper.article import LinkKind
from scraper.boilerplate import lexicon
from scraper.boilerplate.line import Line, live
from scraper.boilerplate.readalso import title_like
from scraper.text.spaces import words


def strike_lists(lines: list[Line], *, markup: bool) -> None:
    """Headings of lists of other articles, with the links (or titles) below them."""
    kind: LinkKind | None = None
    for line in live(lines):
        match = lexicon.LIST_HEADING.fullmatch(line.text)
        if match:
            kind = "popular" if match["popular"] else "related"
            line.remove("list_heading", "related")
        elif kind and (line.linked if markup else title_like(line.text) and len(line.text) < 160):
            line.remove("list_item", "related", line.titles(kind) or [(kind, line.text, None)])
        else:
            kind = None


def strike_end_marks(lines: list[Line], publisher: str | None) -> str | None:
    """Cut end marks; the last one is the article's. One on a line of its own may stand anywhere."""
    left = live(lines)
    mark: str | None = None
    tail = len(left) - 1
    for i, line in enumerate(left):
        match = (
            lexicon.END_MARK.search(line.text, max(0, len(line.text) - 80))
            or (lexicon.LONE_MARK.search(line.text) if i == tail else None)
            or (_tail_mark(line.text, publisher) if i >= tail - 1 else None)
        )
        alone = match is not None and match.start("mark") == 0
        if match and (alone or i >= tail - 1 or "/" in match["mark"] or "*" in match["mark"]):
            mark = match["mark"]
            line.cut(match.start("mark"), len(line.text), "end_mark", "end_mark")
    _rulers(lines)
    return mark


def _tail_mark(text: str, publisher: str | None) -> re.Match[str] | None:
    match = lexicon.TAIL_MARK.search(text, max(0, len(text) - 80))
    brand = match and match["brand"]
    if brand and not re.fullmatch(r"[a-z]{2,12}", brand) and _squeezed(brand) != _squeezed(publisher or ""):
        return None  # two names and a stroke are a writer's only with a code or the outlet behind it
    return match


def _squeezed(name: str) -> str:
    """A name without blanks and case: "Kabar Desa" is printed "KabarDesa" as well."""
    return "".join(words(name.lower()))


def _rulers(lines: list[Line]) -> None:
    """Rulers typed as text between sections or at the end ("*****", "===")."""
    for line in live(lines):
        if lexicon.RULER.fullmatch(line.text):
            line.remove("ruler", "other")


def strike_tail(lines: list[Line], publisher: str | None) -> None:
    """What is left below the last prose once everything else has gone."""
    _teasers(lines)
    _link_tail(lines)
    _tag_words(lines)
    _closing_name(lines, publisher)
    _empty_headings(lines)


_TO_THE_WHOLE = re.compile(r"\W(?:simak|baca|lihat)\s+selengkapnya\W*\Z", re.I)


def _teasers(lines: list[Line]) -> None:
    """The lead once more, cut off and with an invitation to read on."""
    left = live(lines)
    leads = [line.text[:60] for line in left[:2]]
    for line in left[2:]:
        if 80 <= len(line.text) <= 400 and line.text[:60] in leads and _TO_THE_WHOLE.search(line.text[-40:]):
            line.remove("teaser", "related")


def _tag_words(lines: list[Line]) -> None:
    """The article's tags in words without links, below its last prose; a label that comes again is no tags'."""
    left = live(lines)
    found = [line for line in left[-2:] if lexicon.TAG_WORDS.fullmatch(line.text)]
    if (
        len(found) == 1
        and len(left) > 3
        and not any(map(lexicon.TAG_LABEL.match, (x.text for x in left[:-2])))
    ):
        found[0].remove("tag_line", "other")


def _empty_headings(lines: list[Line]) -> None:
    """A heading with nothing under it at the very end ("Video") announces something that was removed."""
    left = live(lines)
    for line in reversed(left[-2:]):
        if line.kind != "heading" or len(line.text) > 60 or line.text[0].isdigit() or line.text[-1] in ".!?":
            return
        line.remove("heading_of_nothing", "other")


_CAPITAL_NAME = re.compile(
    r"[A-Z][A-Z.'’]+(?:\s[A-Z][A-Z.'’]*){1,3}\Z|\([A-Z][\w.'’]+(?:\s[A-Z][\w.'’]*){1,3}\)\Z"
)


def _closing_name(lines: list[Line], publisher: str | None) -> None:
    """A name in capitals or in brackets on the last line is the writer's; one that is the outlet's signs it."""
    left = live(lines)
    if len(left) > 3 and publisher and _squeezed(left[-1].text) == _squeezed(publisher):
        left.pop().remove("closing_brand", "other")
    if len(left) > 3 and left[-1].kind == "paragraph" and _CAPITAL_NAME.match(left[-1].text):
        left[-1].remove("closing_name", "byline")


def _link_tail(lines: list[Line]) -> None:
    """Links (and the labels between them) after the last prose lead to other articles."""
    tail: list[Line] = []
    for line in reversed(live(lines)):
        if not line.linked and (len(line.text) > 40 or line.text[-1] in '.!?”"'):
            break
        tail.append(line)
    while tail and not tail[-1].linked:
        tail.pop()
    if len(tail) < len(live(lines)):
        for line in tail:
            line.remove("link_tail", "related", line.titles("related"))
