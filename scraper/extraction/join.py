"""Joining the pages of a split article: in number order, overlaps once, every removal kept."""

from __future__ import annotations

from dataclasses import replace

from scraper.boilerplate.cleaner import Cleaned
from scraper.text.spaces import words


def join_pages(parts: list[Cleaned], numbers: list[int]) -> tuple[Cleaned, int]:
    """One body from the cleaned pages, and how many different pages went into it.

    ``numbers`` are the pages' numbers; a page given twice counts once. A paragraph that an earlier page already
    printed (teasers, repeated leads) is recorded as removed.
    """
    if len(parts) == 1:
        return parts[0], 1
    by_number: dict[int, Cleaned] = {}
    for number, part in zip(numbers, parts, strict=True):
        by_number.setdefault(number, part)
    whole = Cleaned()
    seen: set[str] = set()
    for number in sorted(by_number):
        _append(whole, by_number[number], seen)
    return whole, len(by_number)


def _append(whole: Cleaned, part: Cleaned, seen: set[str]) -> None:
    from scraper.article import Removal

    before = _at(whole)
    places: list[int | None] = []
    repeats: dict[int, Removal] = {}
    for i, block in enumerate(part.blocks):
        key = " ".join(words(block.text.lower()))
        if key in seen and len(key) > 40:
            repeats[i] = Removal("repeat", "other", _at(whole), block.text)
        else:
            seen.add(key)
            whole.blocks.append(block)
        places.append(_at(whole))

    def moved(block: int | None) -> int | None:
        return before if block is None else places[block]

    removed = [
        (r.block if r.block is not None else -1, replace(r, block=moved(r.block))) for r in part.removed
    ]
    removed += list(repeats.items())
    whole.removed += [r for _, r in sorted(removed, key=lambda pair: pair[0])]
    whole.links += [replace(link, after_block=moved(link.after_block)) for link in part.links]
    whole.dateline = whole.dateline or part.dateline
    whole.end_mark = part.end_mark or whole.end_mark
    whole.bylines += [b for b in part.bylines if b not in whole.bylines]
    whole.copyright_notice = whole.copyright_notice or part.copyright_notice


def _at(whole: Cleaned) -> int | None:
    return len(whole.blocks) - 1 if whole.blocks else None
