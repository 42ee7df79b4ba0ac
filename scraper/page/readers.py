"""Readers: values that say where a field stands on a page. They open nothing; a page is handed to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from lxml.etree import HTMLParser, fromstring

from scraper.page import jsonld
from scraper.page.page import Page, has_text, text_of, texts
from scraper.page.select import compiled
from scraper.text.spaces import tidy


class Reader(Protocol):
    """Reads one field: tidy strings in document order, empty when the page does not hold it."""

    def read(self, page: Page) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Css:
    """The elements of the first selector that matches something with text (or with the attribute)."""

    selectors: tuple[str, ...]
    attribute: str | None = None

    def __post_init__(self) -> None:
        for selector in self.selectors:
            compiled(selector)

    def elements(self, page: Page) -> list[Any]:
        for selector in self.selectors:
            found = [e for e in page.select(selector) if self.attribute or has_text(e)]
            if found:
                return found
        return []

    def read(self, page: Page) -> list[str]:
        for selector in self.selectors:
            values = [self._value(e) for e in page.select(selector)]
            values = [v for v in values if v]
            if values:
                return values
        return []

    def _value(self, element: Any) -> str:
        return tidy(element.get(self.attribute) or "") if self.attribute else text_of(element)


@dataclass(frozen=True, slots=True)
class Meta:
    """The contents of the first <meta> name (or property, itemprop) that is there."""

    names: tuple[str, ...]

    def read(self, page: Page) -> list[str]:
        for name in self.names:
            if name in page.meta:
                return page.meta[name]
        return []


@dataclass(frozen=True, slots=True)
class Ld:
    """The strings at a dotted path of the article's JSON-LD node."""

    path: str

    def read(self, page: Page) -> list[str]:
        return [t for t in map(tidy, jsonld.strings(page.ld_article, self.path)) if t]


@dataclass(frozen=True, slots=True)
class Data:
    """The strings at a dotted path of the page's data island; as a body, the HTML that stands there."""

    path: str

    def read(self, page: Page) -> list[str]:
        return [t for t in map(tidy, jsonld.strings(page.data, self.path)) if t]

    def elements(self, page: Page) -> list[Any]:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        found = []
        for markup in jsonld.strings(page.data, self.path):
            root = fromstring(f"<div>{markup}</div>".encode("utf-8", "replace"), parser)
            found += root.findall("body")
        return found


@dataclass(frozen=True, slots=True)
class After:
    """What follows a printed label, on the same line: ``after("Redaktur:")``."""

    label: str

    def read(self, page: Page) -> list[str]:
        # A label is where a text node starts; its line is the smallest element around it that says more.
        wanted = re.compile(re.escape(self.label).replace(r"\ ", r"\s*").replace(":", r"\s*:"), re.I)
        for text, element in texts(page.root):
            if wanted.match(text.lstrip()):
                for _ in range(3):
                    match = wanted.search(text_of(element))
                    rest = text_of(element)[match.end() :].strip() if match else ""
                    if rest:
                        return [rest]
                    element = element.getparent()
                    if element is None:
                        break
        return []


@dataclass(frozen=True, slots=True)
class Before:
    """What is printed right before a label that stands alone: "Rina Wulan" / "Penulis" is ``before("Penulis")``."""

    label: str

    def read(self, page: Page) -> list[str]:
        found, last = [], ""
        for text, holder in texts(page.root):
            line = tidy(text)
            if not line or holder is None or holder.tag in ("script", "style"):
                continue
            if last and line.lower().rstrip(" :") == self.label.lower():
                found.append(last)
            last = line
        return found


@dataclass(frozen=True, slots=True)
class PathPart:
    """A segment of the page's path, counted from 0; blanks for hyphens."""

    index: int

    def read(self, page: Page) -> list[str]:
        parts = [p for p in urlsplit(page.canonical or page.url or "").path.split("/") if p]
        return [unquote(parts[self.index]).replace("-", " ")] if self.index < len(parts) - 1 else []


@dataclass(frozen=True, slots=True)
class Script:
    """The first group of a regular expression in the page's inline scripts (data layers are JavaScript, not JSON)."""

    pattern: str
    split: str = ""

    def read(self, page: Page) -> list[str]:
        match = re.search(self.pattern, page.scripts)
        parts = (match[1].split(self.split) if self.split else [match[1]]) if match else []
        return [t for t in (tidy(unescape(part)) for part in parts) if t]


def css(*selectors: str, attribute: str | None = None) -> Css:
    """Text (or an attribute) of elements; selectors are tried in order."""
    return Css(selectors, attribute)


def meta(*names: str) -> Meta:
    """Contents of <meta>, names tried in order."""
    return Meta(tuple(name.lower() for name in names))


def ld(path: str) -> Ld:
    """Strings of the article's JSON-LD at a dotted path."""
    return Ld(path)


def data(path: str) -> Data:
    """Strings (or, as a body, the HTML) at a dotted path of ``__NEXT_DATA__``."""
    return Data(path)


def after(label: str) -> After:
    """What follows a printed label on its line."""
    return After(label)


def before(label: str) -> Before:
    """What is printed right before a label that stands alone."""
    return Before(label)


def script(pattern: str, split: str = "") -> Script:
    """The first group of a pattern in the inline scripts, split where one value lists several."""
    return Script(pattern, split)


def path_part(index: int) -> PathPart:
    """A segment of the page's path."""
    return PathPart(index)
