"""The page: guarded, decoded and parsed once; everything read from it is computed on first use and kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from lxml import etree

from scraper.errors import PageRefused
from scraper.page import jsonld
from scraper.page.decode import parser_bytes
from scraper.page.guard import refuse_hostile
from scraper.page.select import Index
from scraper.page.texts import Texts
from scraper.text.spaces import tidy
from scraper.text.urls import join_url, unarchive

_SILENT = frozenset({"script", "style", "noscript", "template", "head", "iframe", "object", "svg"})
_BLOCKS = frozenset({"p", "div", "li", "br", "td", "h1", "h2", "h3", "h4"})
_TEXT = etree.XPath("descendant-or-self::text()")
_PIECES = etree.XPath("descendant::text()", smart_strings=False)


class Page:
    """One HTML page.

    ``url`` is the address it came from, if known; ``header_charset`` what the HTTP header claimed. Raises
    PageRefused when the bytes are empty, not HTML, or of a hostile shape.
    """

    def __init__(self, html: bytes, url: str | None = None, *, header_charset: str | None = None) -> None:
        refuse_hostile(html, url)
        self.html = html
        self.url = url
        # huge_tree: 2,048 levels of nesting instead of 256, which unclosed <b> and <font> of old templates exceed.
        parser = etree.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
        )
        try:
            self.source = parser_bytes(html, header_charset)
            root = etree.fromstring(self.source, parser)
        except etree.ParserError as error:  # nothing but comments or doctype
            raise PageRefused(f"no elements: {error}", about=url, reason="not_html") from None
        except etree.XMLSyntaxError as error:
            raise PageRefused(f"cannot be parsed: {error}", about=url, reason="not_html") from None
        if root is None:
            raise PageRefused("no elements", about=url, reason="not_html")
        if any(
            entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in _fatal(parser)
        ):
            raise PageRefused("nested deeper than the parser reads", about=url, reason="too_deep")
        self.root = root
        self.warnings: list[str] = []

    @cached_property
    def ld(self) -> list[dict[str, Any]]:
        """Every JSON-LD node of the page, in order."""
        values: list[Any] = []
        for script in self.tagged("script"):
            if "ld+json" not in script.get("type", ""):
                continue
            parsed = jsonld.parse(script.text or "")
            if parsed is None:
                self.warnings.append("json_ld_malformed")
            else:
                values += parsed
        return list(jsonld.nodes(values))

    @cached_property
    def ld_article(self) -> dict[str, Any]:
        """The JSON-LD node of the article: of an article type, the one with most to say; empty when none."""
        candidates = [n for n in self.ld if jsonld.ARTICLE_TYPES.intersection(jsonld.types(n))]
        return max(candidates, key=lambda n: sum(k in n for k in _TELLING), default={})

    @cached_property
    def meta(self) -> dict[str, list[str]]:
        """Contents of <meta> by lower-case name, property or itemprop, in document order."""
        found: dict[str, list[str]] = {}
        for element in self.tagged("meta"):
            content = tidy(element.get("content", ""))
            if content:
                for attribute in ("name", "property", "itemprop", "http-equiv"):
                    name = element.get(attribute)
                    if name:
                        found.setdefault(name.strip().lower(), []).append(content)
        return found

    @cached_property
    def scripts(self) -> str:
        """The text of all inline scripts, with JavaScript's \\/ undone."""
        return "\n".join(s.text for s in self.tagged("script") if s.text).replace("\\/", "/")

    @cached_property
    def data(self) -> Any:
        """The data island of a page that scripts render (Next.js' ``__NEXT_DATA__``); empty when there is none."""
        for script in self.tagged("script"):
            if script.get("id") != "__NEXT_DATA__":
                continue
            try:
                return json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                self.warnings.append("data_malformed")
        return {}

    @cached_property
    def texts(self) -> Texts:
        """Every visible, not blank text of the page in order, each with the element that holds it."""
        body = self.root.find("body")
        return Texts(self.root if body is None else body)

    @cached_property
    def base(self) -> str | None:
        """The address that relative links resolve against; a <base> on another site is ignored."""
        for href in (e.get("href") for e in self.tagged("base")):
            joined = join_url(self.url or "", href) if href else None
            if joined and (not self.url or _host(joined) == _host(self.url)):
                return joined
        return self.url or self.canonical

    @cached_property
    def canonical(self) -> str | None:
        """The page's own canonical address as printed (rel=canonical, else og:url), archive prefixes undone."""
        for href in [*self._links("canonical"), *self.meta.get("og:url", [])]:
            joined = join_url(self.url or "", href)
            if joined:
                return unarchive(joined)
        return None

    @cached_property
    def amp(self) -> str | None:
        """The address of the AMP twin that the page announces."""
        for href in self._links("amphtml"):
            joined = join_url(self.base or "", href)
            if joined:
                return unarchive(joined)
        return None

    @cached_property
    def _index(self) -> Index:
        return Index(self.root)

    def select(self, selector: str) -> list[Any]:
        """The elements that a CSS selector matches, in document order. Raises InvalidOutlet."""
        return self._index.select(selector)

    def tagged(self, tag: str) -> list[Any]:
        """The elements of a tag, in document order."""
        return self._index.tags.get(tag, [])

    def changed(self) -> None:
        """Say that elements were taken out of the tree."""
        self.__dict__.pop("_index", None)

    def _links(self, rel: str) -> list[str]:
        return [
            e.get("href")
            for e in self.tagged("link")
            if rel in e.get("rel", "").lower().split() and e.get("href") is not None
        ]

    def absolute(self, href: str | None) -> str | None:
        """An absolute http(s) address for a printed link; None for anything else."""
        return join_url(self.base or "", href) if href else None


_TELLING = ("headline", "datePublished", "author", "articleBody", "articleSection", "keywords", "image")


def _host(url: str) -> str:
    return url.split("/", 3)[2].lower() if url.count("/") >= 2 else ""


def _fatal(parser: Any) -> list[Any]:
    return [entry for entry in parser.error_log if entry.level >= 3]


def text_of(element: Any) -> str:
    """The visible text of an element as one tidy line; scripts and styles are silent."""
    if not len(element) and element.tag not in _SILENT:
        return tidy(element.text or "")
    # Few elements have many others in them, and to look for tags by name costs as much as to list ten.
    tags = {inner.tag for inner in element.iter("*")}
    if not tags.isdisjoint(_SILENT):
        return tidy((" " if tags & _BLOCKS else "").join(_heard(element)))
    return tidy(plain_text(element) if tags.isdisjoint(_BLOCKS) else " ".join(pieces(element)))


def has_text(element: Any) -> bool:
    """Whether ``text_of`` an element is not empty; its first words tell."""
    if next(element.iter(*_SILENT), None) is None:
        return any(map(tidy, element.itertext()))
    return any(map(tidy, _heard(element)))


def pieces(element: Any) -> list[str]:
    """Every text under an element, those of scripts as well: as ``itertext``, at a fourth of its cost."""
    found: list[str] = _PIECES(element)
    return found


def plain_text(element: Any) -> str:
    """The same as one string, at a hundredth of the cost."""
    text: str = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return text


def _heard(element: Any) -> Iterator[str]:
    if element.tag not in _SILENT:
        yield from (t for t, holder in texts(element) if holder is not None and holder.tag not in _SILENT)


def texts(element: Any) -> Iterator[tuple[str, Any]]:
    """Every text under an element in document order, each with the element that holds it."""
    for text in _TEXT(element):
        parent = text.getparent()
        yield str(text), (parent.getparent() if text.is_tail else parent)
