"""Scrapy's download handler, without the second request that Twisted makes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class PatientDownloadHandler(HTTP11DownloadHandler):
    """Leaves a request that a kept connection broke on to the ledger's next try.

    Twisted would make it again at once, within the pause that was promised.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False
