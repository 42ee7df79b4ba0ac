"""Copies: the same text in several articles, edited, cut or under another headline; found by MinHash and LSH (rensa).

Articles come in the order in which they were seen. Each is held against the first of every group so far that shares
enough with it by the sketch; the two are then compared exactly, shingle by shingle. So a group never grows by a chain
of neighbours, and its name is the id of the article that was there first.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from scraper.errors import UsageError

WORDS = 4  # of a shingle: a changed word costs four of them, and two reports of one event share few
OVERLAP = 0.6  # the least share of the shorter text's shingles that stands in the other, of a copy
_LEAST = 8  # shingles: what is shorter is a caption or a headline, and many of those are alike
# 40 bands of 3: of two texts that share half of all their shingles 99.5 of 100 pairs are compared, of those that share
# a tenth 4 of 100. It costs some 4 kB of memory an article.
_BANDS, _ROWS, _SEED = 40, 3, 1
_WORD = re.compile(r"\w+")


class Seen(NamedTuple):
    """An article as this looks at it; ``first_seen`` is its time as its record says it."""

    id: str
    first_seen: str | None
    text: str


class Copy(NamedTuple):
    """One article of a group: the id and time of the group's first, and how much of the shorter text they share."""

    id: str
    copy_group: str
    copy_overlap: float
    first_seen: str | None


@dataclass(slots=True)
class _First:
    id: str
    first_seen: str | None
    at: int
    shingles: int
    copied: bool = False


def copies(articles: Iterable[Seen], scratch: Path, *, overlap: float = OVERLAP) -> Iterator[Copy]:
    """The articles that have copies, each as soon as it is known; the first of a group comes with its first copy.

    ``scratch`` is a file that is made, for the shingles of the firsts. Raises UsageError where rensa is missing.
    """
    sketch, index = _library()
    firsts: list[_First] = []
    with scratch.open("w+b") as kept:
        for article in articles:
            shingles = shingles_of(article.text)
            if len(shingles) < _LEAST:
                continue
            hashes = set(sketch.hash_token_sets([shingles])[0])
            signature = sketch(num_perm=_BANDS * _ROWS, seed=_SEED)
            signature.update(shingles)
            first, share = _best(index.query(signature), firsts, hashes, kept)
            if first is not None and share >= overlap:
                if not first.copied:
                    first.copied = True
                    yield Copy(first.id, first.id, 1.0, first.first_seen)
                yield Copy(article.id, first.id, round(share, 3), first.first_seen)
                continue
            index.insert(len(firsts), signature)
            at = kept.seek(0, 2)
            kept.write(array("Q", hashes).tobytes())
            firsts.append(_First(article.id, article.first_seen, at, len(hashes)))


def shingles_of(text: str) -> list[str]:
    """The runs of words of a text, without case and marks."""
    words = _WORD.findall(text.casefold())
    return list(map(" ".join, zip(*(words[start:] for start in range(WORDS)), strict=False)))


def _best(found: list[int], firsts: list[_First], hashes: set[int], kept: Any) -> tuple[_First | None, float]:
    """Of the firsts that may be alike the one that shares most, of several the earliest; and how much."""
    best: tuple[_First | None, float] = None, 0.0
    for number in sorted(found):
        first = firsts[number]
        kept.seek(first.at)
        its = array("Q", kept.read(8 * first.shingles))
        share = len(hashes.intersection(its)) / min(len(hashes), first.shingles)
        if share > best[1]:
            best = first, share
    return best


def _library() -> tuple[Any, Any]:
    try:
        from rensa import RMinHash, RMinHashLSH
    except ImportError:
        raise UsageError("needs rensa: pip install 'saring[copies]'", about="copies") from None
    return RMinHash, RMinHashLSH(threshold=0.5, num_perm=_BANDS * _ROWS, num_bands=_BANDS)
