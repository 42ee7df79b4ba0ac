"""Endless pages: the next article stands below the first in the same document, and only one is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from scraper.extraction.generic import prose
from scraper.page import Page
from scraper.page.page import text_of
from scraper.text.spaces import words

# What heads an article of its own: a sub-heading of a long read is no h1 beside the page's own in a twin element.
_HEADS = (
    "h1",
    "[itemprop~=headline]",
    "[class~=entry-title]",
    "[class~=post-title]",
    "[class~=article-title]",
)
_MOST_HEADS = 60
_LEAST = 200  # letters of prose; a card in a list of articles has fewer


def drop_next_articles(page: Page) -> None:
    """Take later articles out of the page's tree.

    An article is another one when it stands in a later sibling of the element that holds the page's own: the same tag
    and class again, with a heading and prose of its own.
    """
    heads = list(islice((e for selector in _HEADS for e in page.select(selector)), _MOST_HEADS))
    if len(heads) < 2:
        return
    own = _own_head(page, heads)
    title = text_of(own)
    headed = {
        e for h in heads if len(text_of(h)) > 15 and text_of(h) != title for e in (h, *h.iterancestors())
    }
    for element in (own, *own.iterancestors()):
        if element.tag in ("body", "html"):
            return
        others = [s for s in _twins(element) if s in headed and prose(s) >= _LEAST]
        if others and prose(element) >= _LEAST:
            for other in others:
                _take_out(other)
            page.changed()
            return


def _own_head(page: Page, heads: list[Any]) -> Any:
    """The heading of the page's own article: the first that its title repeats."""
    titles = [*page.meta.get("og:title", ())[:1], *map(text_of, islice(page.root.iter("title"), 1))]
    title = set(words(" ".join(titles).lower()))
    for head in heads:
        own = words(text_of(head).lower())
        if len(own) >= 3 and title.issuperset(own):
            return head
    return heads[0]


def _twins(element: Any) -> Iterator[Any]:
    """Later siblings of the same tag and (but for <article>) of a class in common, or of none like the element."""
    own = set((element.get("class") or "").split())
    for other in element.itersiblings(element.tag):
        classes = set((other.get("class") or "").split())
        if own & classes or not (own or classes) or element.tag == "article":
            yield other


def _take_out(element: Any) -> None:
    """Remove an element; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
