"""The visible texts of a page, in one walk, and a way to find the few among them that a reader cares about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import Any

_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "title", "option", "textarea", "select", "button"}
)


class Texts:
    """Every visible, not blank text under an element in order, each with the element that holds it.

    The look-ups search all texts as one string: a page has hundreds of them, and hardly any is of interest.
    """

    def __init__(self, root: Any) -> None:
        self.all: list[tuple[str, Any]] = list(_visible(root))

    @cached_property
    def _lower(self) -> tuple[str, list[int]]:
        lower = [text.lower() for text, _ in self.all]
        return "\n".join(lower), list(accumulate((len(text) + 1 for text in lower), initial=0))

    def with_word(self, words: Iterable[str]) -> list[tuple[str, Any]]:
        """The texts that hold one of these strings, which are lower-case and of one line."""
        whole, starts = self._lower
        found = set()
        for word in words:
            at = whole.find(word)
            while at >= 0:
                one = bisect_right(starts, at)
                found.add(one - 1)
                at = whole.find(word, starts[one])
        return [self.all[i] for i in sorted(found)]

    def matching(self, pattern: re.Pattern[str]) -> Iterator[tuple[str, Any]]:
        """The texts in which a pattern is found, lower-cased; it must not match across a line feed."""
        whole, starts = self._lower
        match = pattern.search(whole)
        while match:
            one = bisect_right(starts, match.start())
            yield self.all[one - 1]
            match = pattern.search(whole, starts[one])


def _visible(root: Any) -> Iterator[tuple[str, Any]]:
    """The texts that are seen, each with its holder.

    In one walk that counts how many children of each element are still to come: to ask a text for its parent, or an
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
