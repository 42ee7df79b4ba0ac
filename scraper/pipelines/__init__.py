"""Item pipelines, one job a module, in this order: validate, choice, quarantine, articles; store follows the ledger.

They are handed Visits; what leaves them (and reaches Scrapy's feeds) are Articles. A visit ends by raising Ended, or
in the last of them by being written; the ledger is told by whoever ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from scraper.ledger.queue import LeaseLost

if TYPE_CHECKING:
    from scraper.crawl.book import Ending


class Ended(DropItem):
    """The visit is settled without an article: how, the short reason of the accounts, and a word for the log."""

    def __init__(self, kind: Ending, reason: str = "", message: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.reason = reason


@contextmanager
def while_ours() -> Iterator[None]:
    """Ends a visit whose address another process took over meanwhile: nothing of it counts."""
    try:
        yield
    except LeaseLost:
        message = "another process took it over: this one was silent for longer than LEASE_SECONDS"
        raise Ended("skipped", "lease_lost", message) from None
