"""What every store does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Protocol

from scraper.dataset.wanted import ALL, Wanted
from scraper.errors import SaringError

_BATCH = 500


class StoreError(SaringError):
    """A store cannot be opened, read or written: not there, another's file, locked, the disk is full."""

    reason = "store"
    advice = "What it held before is unharmed."


class Store(Protocol):
    """Records by id and revision: each revision once, the newest one of every article at hand.

    Records are the dicts of ``Article.to_dict``; they come back equal, in the same order of fields. Every method raises
    StoreError. For one thread.
    """

    name: str

    def put(self, records: Iterable[Mapping[str, Any]]) -> int:
        """Keep records, all or none; how many they were. A revision that is there already is replaced."""

    def get(self, article_id: str) -> dict[str, Any] | None:
        """The newest revision of an article; None where there is none."""

    def revisions(self, article_id: str) -> list[dict[str, Any]]:
        """All revisions of an article, the oldest first."""

    def search(self, query: str, limit: int = 20) -> list[dict[str, Any]]:
        """Newest revisions that have all the words and "phrases" of ``query``, the best first."""

    def newest(self, wanted: Wanted = ALL) -> Iterator[dict[str, Any]]:
        """The newest revision of every wanted article, one at a time."""

    def close(self) -> None:
        """Give back what it holds; it is of no use afterwards."""


class Database(Store, Protocol):
    """A store that grows while it is read, and remembers how far it has come."""

    def put(self, records: Iterable[Mapping[str, Any]], notes: Mapping[str, str] | None = None) -> int:
        """As Store.put; ``notes`` are kept in the same transaction."""

    def note(self, name: str) -> str | None:
        """What was noted under a name."""

    def set_copy_groups(self, groups: Mapping[str, str]) -> None:
        """Say to which group of copies articles belong, by id; of those not named that they have none."""


def fill(store: Store, records: Iterable[Mapping[str, Any]]) -> int:
    """Put any number of records, some hundreds at a time; how many they were."""
    total, left = 0, iter(records)
    while batch := list(islice(left, _BATCH)):
        total += store.put(batch)
    return total


def terms_of(query: str) -> list[str]:
    """The words and "phrases" of a search, without what is no letter or number."""
    found = (phrase or word for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', query))
    return [term for term in (" ".join(re.findall(r"\w+", part)) for part in found) if term]
