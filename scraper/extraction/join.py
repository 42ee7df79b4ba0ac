"""Joining the pages of a split article: in number order, overlaps once, every removal kept."""

from __future__ import annotations

from dataclasses import replace

from scraper.boilerplate.cleaner import Cleaned
from scraper.text.spaces import words


def join_pages(parts: list[Cleaned], numbers: list[int]) -> tuple[Cleaned, int]:
    """One body from the cleaned pages, and how many different pages went into it.

    ``numbers`` are the pages' numbers; a page given twice counts once. A paragraph that an earlier page already
    printed (teasers, repeated leads) is recorded as removed. A page that brings nothing of its own is another one
    in its place, and does not count; the last may bring a by-line only.
    """
    if len(parts) == 1:
        return parts[0], 1
    by_number: dict[int, Cleaned] = {}
    for number, part in zip(numbers, parts, strict=True):
        by_number.setdefault(number, part)
    whole = Cleaned()
    seen: set[str] = set()
    last, got = max(by_number), 0
    for number in sorted(by_number):
        part = by_number[number]
        signed = number == last and (part.end_mark or any(b not in whole.bylines for b in part.bylines))
        before = len(whole.blocks)
        _append(whole, part, seen)
        got += int(not got or len(whole.blocks) > before or bool(signed))
    return whole, got


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
