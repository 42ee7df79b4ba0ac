"""The revisions of one article, from the ledger or a store, and what changed between them, word by word."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import select

from scraper.article import article_id
from scraper.dataset.store import Store
from scraper.errors import SaringError
from scraper.ledger import Ledger
from scraper.ledger.diff import differences
from scraper.ledger.schema import articles, revisions, urls
from scraper.outlets import by_url
from scraper.text.urls import is_http, url_key
from scraper.upgrade import upgraded

_WORDS = re.compile(r"\w+(?:[.,:]\w+)*|\s+|[^\w\s]")  # 18.30 and 2,6 are one word
_ALIKE = 0.4  # share of words that two paragraphs have in common, from which on one is the other, changed
_MOST_PAIRS = 4_000  # paragraphs compared each with each; a text that is another altogether has no pairs
_NEAR = 0.8  # likeness of a misspelt id or address


class UnknownArticle(SaringError):
    """No revision of this article is there."""

    reason = "unknown_article"
    advice = "--output DIR, --ledger DSN and --store NAME choose where it is looked for."


class Mark(NamedTuple):
    """A piece of a changed text: ``same``, ``removed`` or ``added``."""

    what: str
    text: str


# -- finding ------------------------------------------------------------------------------------------------


def from_ledger(ledger: Ledger, wanted: str) -> list[dict[str, Any]]:
    """The revisions, oldest first, of the article with this id or address. Raises UnknownArticle naming near ones."""
    key = url_key(wanted)
    outlet = by_url(wanted) if is_http(wanted) else None
    with ledger.begin() as connection:
        ids = [wanted]
        if is_http(wanted):
            known = select(urls.c.article_id).where(urls.c.key == key, urls.c.article_id.is_not(None))
            first = select(articles.c.id).where(articles.c.key == key)
            if outlet:
                known = known.where(urls.c.outlet == outlet.name)
                first = first.where(articles.c.outlet == outlet.name)
            else:  # what stood for an outlet (-a origin=): the ledger has its addresses with the outlet's host
                known = select(urls.c.article_id).where(urls.c.key.endswith(_path(key), autoescape=True))
            ids = [
                *connection.execute(known).scalars(),
                *connection.execute(first).scalars(),
                *_made_of(wanted),
            ]
        for its_id in ids:
            lines = select(revisions.c.line).where(revisions.c.article_id == its_id)
            found = (
                connection.execute(lines.order_by(revisions.c.outlet, revisions.c.revision)).scalars().all()
            )
            if found:
                return [upgraded(json.loads(line)) for line in found]
        column = articles.c.key if is_http(wanted) else articles.c.id
        rows = connection.execute(select(column)).scalars()
        raise _unknown(wanted, near(key if is_http(wanted) else wanted, rows))


def from_store(store: Store, wanted: str) -> list[dict[str, Any]]:
    """As from_ledger, of a store."""
    for its_id in _made_of(wanted) if is_http(wanted) else [wanted]:
        if found := store.revisions(its_id):
            return [upgraded(record) for record in found]
    # Not under the id that its address makes: by the address that the page declared, or not at all.
    seen = []
    for record in store.newest():
        addresses = [url_key(record.get(name) or "") for name in ("url", "canonical_url", "amp_url")]
        if is_http(wanted) and url_key(wanted) in addresses:
            return [upgraded(one) for one in store.revisions(record["id"])]
        seen.append(addresses[0] if is_http(wanted) else record["id"])
    raise _unknown(wanted, near(url_key(wanted) if is_http(wanted) else wanted, seen))


def _path(key: str) -> str:
    """The path of an address's key and what follows; the key itself where there is none."""
    return key[key.find("/", len("https://")) :] if key.count("/") > 2 else key


def _made_of(url: str) -> list[str]:
    """The ids that records of this address have, unless their page declared another one."""
    outlet = by_url(url)
    return [article_id(outlet.name if outlet else None, url_key(url))]


def near(wanted: str, known: Iterable[str]) -> list[str]:
    """Up to three of the known ids or addresses that are spelt alike, the likest first."""
    # Misspelt in one place, the first or the last letters are right: that is looked at before likeness is reckoned.
    head, tail = wanted[: max(4, len(wanted) // 2)], wanted[-6:]
    some = {name for name in known if name.startswith(head) or name.endswith(tail)}
    return get_close_matches(wanted, sorted(some), n=3, cutoff=_NEAR)


def _unknown(wanted: str, those: Sequence[str]) -> UnknownArticle:
    said = f"; do you mean {' or '.join(those)}?" if those else ""
    return UnknownArticle(f"there is no such article{said}", about=wanted)


# -- comparing ----------------------------------------------------------------------------------------------


def history(records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The story of an article as JSON data: who it is, and each revision with its ``changes`` from the one before."""
    newest = records[-1]
    told: list[dict[str, Any]] = [
        {"revision": r.get("revision"), "date_downloaded": r.get("date_downloaded"), "changes": None}
        for r in records
    ]
    for one, (old, new) in zip(told[1:], pairwise(records), strict=True):
        one["changes"] = changes(old, new)
    return {**{name: newest.get(name) for name in ("id", "url", "outlet", "headline")}, "revisions": told}


def changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """``fields``: old and new value by name. ``paragraphs``: each one ``changed`` (with ``words``), removed or added.

    ``at`` counts the paragraphs of the new text; a removed one stood before that.
    """
    found = differences(old, new)
    paragraphs = [one for block in found["paragraphs"] for one in _one_by_one(block)]
    return {"fields": found["fields"], "paragraphs": paragraphs}


def _one_by_one(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The paragraphs of a block of changes, those that are alike brought together."""
    at = block["at"]
    for old, new in _paired(block["old"], block["new"]):
        what = "removed" if new is None else "added" if old is None else "changed"
        words = [list(mark) for mark in marks(old, new)] if old is not None and new is not None else None
        yield {"what": what, "at": at, "old": old, "new": new, "words": words}
        at += new is not None


def _paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """Old and new paragraphs in their order, alike ones together: the pairs with most in common, by table."""
    if len(old) * len(new) > _MOST_PAIRS:
        return [*((text, None) for text in old), *((None, text) for text in new)]
    bags = (
        [Counter(_WORDS.findall(t.lower())) for t in old],
        [Counter(_WORDS.findall(t.lower())) for t in new],
    )
    # best[i][j]: the most that old[i:] and new[j:] can have in common
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(a, b) for b in bags[1]] for a in bags[0]]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            both = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[str | None, str | None]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        elif j < len(new) and best[i][j] == best[i][j + 1]:
            pairs.append((None, new[j]))
            j += 1
        else:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
    return pairs


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """The share of words that two texts have in common, blanks aside."""
    words = [sum(n for word, n in bag.items() if not word.isspace()) for bag in (a, b, a & b)]
    return 2 * words[2] / (words[0] + words[1] or 1)


def marks(old: str, new: str) -> list[Mark]:
    """The words of two texts as one: what stayed, what went, what came. The old or new ones joined are the text."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    out: list[Mark] = []
    gone = come = ""
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            gone, come = gone + "".join(before[a:b]), come + "".join(after[c:d])
        elif (same := "".join(before[a:b])).isspace() and gone and come:
            gone, come = gone + same, come + same  # a blank between changed words: one change, not two
        else:
            out += [*_changed(gone, come), Mark("same", same)]
            gone = come = ""
    return [*out, *_changed(gone, come)]


def _changed(gone: str, come: str) -> Iterator[Mark]:
    # A blank that both end with is no part of the change.
    rest = len(gone) - len(gone.rstrip())
    shared = gone[len(gone) - rest :] if rest and come.endswith(gone[len(gone) - rest :]) else ""
    gone, come = gone.removesuffix(shared), come.removesuffix(shared)
    if gone:
        yield Mark("removed", gone)
    if come:
        yield Mark("added", come)
    if shared:
        yield Mark("same", shared)
