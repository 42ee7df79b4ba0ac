"""Item pipelines, one job a module, in this order: validate, window, quarantine, articles.

They are handed Visits; what leaves them (and reaches Scrapy's feeds) are Articles. A visit ends by raising Ended, or
in the last of them by being written; the ledger is told by whoever ends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

if TYPE_CHECKING:
    from scraper.crawl.book import Ending


class Ended(DropItem):
    """The visit is settled without an article: how, the short reason of the accounts, and a word for the log."""

    def __init__(self, kind: Ending, reason: str = "", message: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.reason = reason
