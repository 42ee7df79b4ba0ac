"""Markup that turns up where text was promised. The one importer of BeautifulSoup.

JSON-LD bodies, feed descriptions and scraped corpora hold pieces of HTML: unclosed, escaped twice, without a root.
Such pieces are small and broken in every way, which is what BeautifulSoup is forgiving about.
"""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<!--")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_BREAKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "figure")


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

    soup = BeautifulSoup(text, "lxml")
    for silent in soup(["script", "style", "iframe", "noscript", "template"]):
        silent.decompose()
    for element in soup(_BREAKS):
        element.insert_before("\n")
        element.insert_after("\n")
    return html.unescape(soup.get_text())
