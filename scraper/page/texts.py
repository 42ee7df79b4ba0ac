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


def _visible(body: Any) -> Iterator[tuple[str, Any]]:
    """The texts that are seen, each with its holder: in one walk, for asking each text for its parent takes longer."""
    holders: list[Any] = []
    for element in body.iter("*"):
        parent = element.getparent()
        while holders and holders[-1] is not parent:
            text = holders.pop().tail
            if text and not text.isspace() and holders[-1].tag not in _UNSEEN:
                yield text, holders[-1]
        holders.append(element)
        text = element.text
        if text and element.tag not in _UNSEEN and not text.isspace():
            yield text, element
    while len(holders) > 1:
        text = holders.pop().tail
        if text and not text.isspace() and holders[-1].tag not in _UNSEEN:
            yield text, holders[-1]
