"""The one cleaner: lines in, blocks and removals out. Every path goes through it: rules, generic, plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scraper.article import Block, Link, Removal, RemovalKind
from scraper.boilerplate import lexicon
from scraper.boilerplate.dateline import tidy_dateline
from scraper.boilerplate.head import strike_contents, strike_dateline, strike_page_head
from scraper.boilerplate.line import Line, live
from scraper.boilerplate.phrases import strike_phrases
from scraper.boilerplate.readalso import heading_of, strike_read_also
from scraper.boilerplate.rules import Rule, Stop, Strike
from scraper.boilerplate.tail import strike_end_marks, strike_lists, strike_tail
from scraper.text.markup import MARKUP
from scraper.text.spaces import words


@dataclass(slots=True)
class Cleaned:
    """What the cleaner makes of a body region."""

    blocks: list[Block] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    dateline: str | None = None
    end_mark: str | None = None
    bylines: list[str] = field(default_factory=list)
    copyright_notice: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the cleaner may know about the page: the outlet's own rules, words that a body repeats, its ``site``."""

    rules: tuple[Rule, ...] = ()
    publisher: str | None = None
    headline: str | None = None
    markup: bool = True
    site: str = ""


def clean(lines: list[Line], context: Context) -> Cleaned:
    """Clean the lines of a body region (they are changed in place) and account for every one of them."""
    _by_fate(lines)
    _outlet_rules(lines, context.rules)
    strike_page_head(lines, context.headline)
    strike_read_also(lines, markup=context.markup, site=context.site)
    strike_phrases(lines, context.headline, markup=context.markup)
    strike_lists(lines, markup=context.markup)
    _inline(lines)
    strike_contents(lines)
    strike_dateline(lines, context.publisher, markup=context.markup)
    end_mark = strike_end_marks(lines, context.publisher)
    _second_copy(lines) if context.markup else _repeats(lines)
    strike_tail(lines, context.publisher)
    return _account(lines, end_mark)


def _by_fate(lines: list[Line]) -> None:
    """Lines whose element was removed: by an outlet's Prune or by the shared markup rules.

    A box that calls itself "Baca juga" is read-also, whatever its class.
    """
    labelled: set[object] = set()
    for line in lines:
        if line.fate is not None:
            kind = line.fate.links
            if kind in (None, "related") and (line.fate.element in labelled or _says_read_also(line.text)):
                labelled.add(line.fate.element)
                kind = "read_also"
            links = line.titles(kind) if kind else []
            if kind == "read_also" and not links and lexicon.READ_ALSO.match(line.text):
                links = heading_of(kind, line.text)
            line.remove(line.fate.rule, line.fate.kind, links)


def _says_read_also(text: str) -> bool:
    match = lexicon.READ_ALSO.match(text)
    return bool(match and not match["video"] and "juga" in match["label"].lower())


def _outlet_rules(lines: list[Line], rules: tuple[Rule, ...]) -> None:
    for rule in rules:
        if isinstance(rule, Strike):
            for line in live(lines):
                match = rule.regex.search(line.text)
                while match and match[0].strip():
                    line.cut(match.start(), match.end(), rule.name, rule.kind)
                    match = rule.regex.search(line.text)
        elif isinstance(rule, Stop):
            stopped = False
            for line in live(lines):
                stopped = stopped or bool(rule.regex.search(line.text))
                if stopped:
                    line.remove(rule.name, rule.kind, line.titles(rule.links) if rule.links else [])


_INLINE: tuple[tuple[str, RemovalKind, re.Pattern[str]], ...] = (
    ("gambas", "embed", lexicon.INLINE_GAMBAS),
    ("escaped_markup", "other", MARKUP),
)


def _inline(lines: list[Line]) -> None:
    """Placeholders and tags that are printed as letters, wherever they stand in a line."""
    for line in live(lines):
        for rule, kind, pattern in _INLINE:
            if "<" in line.text or "[" in line.text:
                line.cut_all(pattern, rule, kind)


def _second_copy(lines: list[Line]) -> None:
    """A body that stands twice, once for small screens: the second copy goes. Songs repeat lines, never the whole."""
    left = live(lines)
    half, odd = divmod(len(left), 2)
    if half >= 3 and not odd and [line.text for line in left[:half]] == [line.text for line in left[half:]]:
        for line in left[half:]:
            line.remove("repeat", "other")


def _repeats(lines: list[Line]) -> None:
    """Paragraphs that stand twice: the second goes. Wrappers that hold later paragraphs glued: the wrapper goes."""
    seen: set[str] = set()
    for line in live(lines):
        key = " ".join(words(line.text.lower()))
        if len(key) > 60:
            if key in seen:
                line.remove("repeat", "other")
            seen.add(key)


def _account(lines: list[Line], end_mark: str | None) -> Cleaned:
    """Blocks, removals and links in reading order."""
    out = Cleaned(end_mark=end_mark)
    for line in lines:
        at = len(out.blocks) if not line.gone else len(out.blocks) - 1
        where = at if at >= 0 else None
        for cut in line.cuts:
            first = next((url for _, _, url in cut.links if url), None)
            out.removed.append(Removal(cut.rule, cut.kind, where, cut.text, first))
            out.links += [Link(kind, title, url, where) for kind, title, url in cut.links]
            if cut.kind == "dateline" and out.dateline is None:
                out.dateline = tidy_dateline(cut.text) or None
            elif cut.kind == "byline":
                out.bylines.append(cut.text)
            elif cut.kind == "copyright" and out.copyright_notice is None:
                out.copyright_notice = cut.text
        if not line.gone:
            out.blocks.append(Block(line.kind, line.text))
    return out
