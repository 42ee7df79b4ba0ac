"""Markup that turns up where text was promised. The one importer of BeautifulSoup.

JSON-LD bodies, feed descriptions and scraped corpora hold pieces of HTML: unclosed, escaped twice, without a root.
Such pieces are small and broken in every way, which is what BeautifulSoup is forgiving about.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<!--")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_SILENT = frozenset({"script", "style", "iframe", "noscript", "template"})
_BREAKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol",
           "figure")  # fmt: skip


def has_markup(text: str) -> bool:
    """Whether a text holds tags or character references."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def fragment_text(text: str) -> str:
    """The text of a fragment: one line a block element, no markup, references decoded (twice where needed)."""
    if "&lt;" in text and not _TAG.search(text):
        text = html.unescape(text)
    if not _TAG.search(text):
        return html.unescape(text)
    from bs4 import BeautifulSoup

    return html.unescape("".join(_pieces(BeautifulSoup(text, "lxml"))))


def _pieces(soup: Any) -> Iterator[str]:
    """The visible strings of a tree, with a line feed before and after every block element.

    Walked by hand: inserting the line feeds into the tree takes time quadratic in the number of siblings.
    """
    from bs4.element import NavigableString, Tag

    stack: list[Any] = [iter(soup.contents)]
    closing = [""]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            yield closing.pop()
        elif isinstance(node, Tag):
            if node.name not in _SILENT:
                feed = "\n" if node.name in _BREAKS else ""
                yield feed
                stack.append(iter(node.contents))
                closing.append(feed)
        elif type(node) is NavigableString:  # its subclasses are comments, doctypes and the like
            yield str(node)
