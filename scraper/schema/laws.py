"""The laws of the record that a schema cannot say: what its words may hold, and what must agree with what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from scraper.article import Article
from scraper.text.markup import MARKUP
from scraper.text.spaces import tidy


class Fault(NamedTuple):
    """What is wrong with which field; "" for the record as a whole."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


def faults_of(article: Article, line: bytes) -> Iterator[Fault]:
    """The breaches of a law. The record's types are taken as checked; ``line`` is it as JSON."""
    if article.article_body != "\n\n".join([block.text for block in article.blocks]):
        yield Fault("article_body", "is not the texts of blocks joined by a blank line")
    # The body has a blank line between two blocks, which is its own matter.
    if not _surely_clean(line, 2 * (len(article.blocks) - 1)):
        yield from _words(article)
    yield from _numbers(article)
    for name in ("date_published", "date_modified", "date_downloaded"):
        value = getattr(article, name)
        if value is not None and not _is_real(value):
            yield Fault(name, f"{value!r} is no date of the calendar")


def _words(article: Article) -> Iterator[Fault]:
    for name, text in _strings(article):
        # What was removed is kept as it stood, tags printed as letters included.
        message = _fault_of(text, markup=not name.startswith("removed"))
        if message:
            yield Fault(name, message)


def _surely_clean(line: bytes, breaks: int) -> bool:
    """Whether a record surely has clean words, and so many line breaks: each character is innocent by itself.

    One look at everything, at C speed; only after a suspicion it is looked into string by string.
    """
    try:
        rest = line.translate(None, _PLAIN).decode()
    except UnicodeDecodeError:  # half a pair of surrogates
        return False
    return _ESCAPED.findall(line) == [rb"\n"] * breaks and all(map(_is_innocent, set(rest)))


_ESCAPED = re.compile(rb'\\[^"]')  # what JSON escapes, but for quotation marks
# Printable ASCII, but for what opens a tag: nine tenths of a text, which need not be looked at one by one.
_PLAIN = bytes(range(0x20, 0x7F)).replace(b"<", b"")


@lru_cache(4096)
def _is_innocent(char: str) -> bool:
    """Whether a character is printable (or the one blank that prose may hold), and never joins one before it."""
    if char == "<" or not (char.isprintable() or char == "\xa0"):
        return False
    if char == "\ufe0f":  # after an emoji; a mark that joins nothing
        return True
    # Only marks and the later parts of a Hangul syllable may join, in the normal form NFC.
    joins = unicodedata.category(char).startswith("M") or "\u1100" <= char <= "\u11ff"
    return not joins and unicodedata.is_normalized("NFC", char)


def _fault_of(text: str, *, markup: bool) -> str | None:
    """What is wrong with one string; None when it is one line of clean text."""
    if not text.isprintable():
        clean = tidy(text)
        for char in text:
            if not char.isprintable() and not char.isspace() and char not in clean:
                return f"holds the character {_name(char)}"
        if text.count("\u200d") != clean.count("\u200d"):
            return f"holds the character {_name(chr(0x200D))} outside an emoji"
        if any(char in text for char in "\n\r\t\v\f\u0085\u2028\u2029"):
            return "holds a line break or tab"
    if not unicodedata.is_normalized("NFC", text):
        return "is not in Unicode's normal form NFC"
    tag = MARKUP.search(text) if markup and "<" in text else None
    return f"holds markup: {tag[0][:60]!r}" if tag else None


def _name(char: str) -> str:
    return f"U+{ord(char):04X} ({unicodedata.name(char, 'control or unassigned')})"


def _strings(article: Article) -> Iterator[tuple[str, str]]:
    """Every string of the record with its place. article_body is left out: its blocks are there."""
    for name in _TEXTS:
        value = getattr(article, name)
        if value is not None:
            yield name, value
    for name in _LISTS:
        for i, value in enumerate(getattr(article, name)):
            yield f"{name}[{i}]", value
    for name in _PAIRS:
        for key, value in getattr(article, name).items():
            yield name, key
            yield f"{name}.{key}", value
    for name, parts in _PARTS:
        for i, part in enumerate(getattr(article, name)):
            for attribute in parts:
                value = getattr(part, attribute)
                if value is not None:
                    yield f"{name}[{i}].{attribute}", value


_TEXTS = (
    "id", "url", "canonical_url", "amp_url", "outlet", "publisher", "is_part_of", "headline", "description",
    "dateline", "end_mark", "in_language", "date_published_raw", "rules_version", "etag", "last_modified", "archive",
    "copyright_notice",
)  # fmt: skip
_LISTS = ("authors", "editors", "article_section", "keywords", "cited_sources", "warnings")
_PAIRS = ("field_sources", "rights")
_PARTS = (
    ("blocks", ("kind", "text")),
    ("removed", ("rule", "text", "url")),
    ("related_links", ("title", "url")),
    ("images", ("url", "caption", "credit")),
)


def _numbers(article: Article) -> Iterator[Fault]:
    if not 1 <= article.pages_got <= article.pages_expected:
        yield Fault("pages_got", f"{article.pages_got} of {article.pages_expected} pages cannot be")
    elif article.pages_got < article.pages_expected and "incomplete" not in article.warnings:
        yield Fault("warnings", "pages are missing, but 'incomplete' is not among the warnings")
    if article.word_count < 0:
        yield Fault("word_count", "is negative")
    if article.revision < 1:
        yield Fault("revision", "is less than 1")
    if article.http_status is not None and not 100 <= article.http_status <= 599:
        yield Fault("http_status", f"{article.http_status} is no HTTP status")
    blocks = len(article.blocks)
    for i, removal in enumerate(article.removed):
        if removal.block is not None and not 0 <= removal.block < blocks:
            yield Fault(
                f"removed[{i}].block", f"{removal.block} is the index of no block (there are {blocks})"
            )
    for i, link in enumerate(article.related_links):
        if link.after_block is not None and not 0 <= link.after_block < blocks:
            yield Fault(f"related_links[{i}].after_block", f"{link.after_block} is the index of no block")


def _is_real(iso: str) -> bool:
    try:
        date.fromisoformat(iso) if len(iso) == 10 else datetime.fromisoformat(iso)
    except ValueError:
        return False
    return True
