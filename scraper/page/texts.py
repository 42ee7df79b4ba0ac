"""The visible texts of a page, in one walk, and a way to find the few among them that a reader cares about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "title", "option", "textarea", "select", "button"}
)


class Texts:
    """Every visible, not blank text under an element in order, each with the element that holds it.

    The walk goes only as far as somebody reads.
    """

    def __init__(self, root: Any) -> None:
        self._root = root
        self._walk = _visible(root)
        self._read: list[tuple[str, Any]] = []

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        at = 0
        while True:
            if at == len(self._read):
                following = next(self._walk, None)
                if following is None:
                    return
                self._read.append(following)
            yield self._read[at]
            at += 1

    def all(self) -> list[tuple[str, Any]]:
        """Every text of the page."""
        self._read += self._walk
        return self._read

    def with_word(self, words: Iterable[str]) -> list[tuple[str, Any]]:
        """The texts that hold one of these strings, which are lower-case and of one line.

        They are searched as one string: a page has hundreds of texts, and hardly any is of interest.
        """
        lower = [text.lower() for text, _ in self.all()]
        whole, starts = "\n".join(lower), list(accumulate((len(text) + 1 for text in lower), initial=0))
        found = set()
        for word in words:
            at = whole.find(word)
            while at >= 0:
                one = bisect_right(starts, at)
                found.add(one - 1)
                at = whole.find(word, starts[one])
        return [self._read[i] for i in sorted(found)]


def _visible(root: Any) -> Iterator[tuple[str, Any]]:
    """The texts that are seen, each with its holder.

    In one walk (of a tree without comments) that counts how many children of each element are still to come: to ask a text for its parent, or an
    element for where it ends, takes longer.
    """
    opened: list[Any] = []
    to_come: list[int] = []
    for element in root.iter("*"):
        text = element.text
        if text and not text.isspace() and element.tag not in _UNSEEN:
            yield text, element
        opened.append(element)
        to_come.append(len(element))
        while opened and not to_come[-1]:
            closed = opened.pop()
            to_come.pop()
            if not opened:
                return
            to_come[-1] -= 1
            text = closed.tail
            if text and not text.isspace() and opened[-1].tag not in _UNSEEN:
                yield text, opened[-1]
