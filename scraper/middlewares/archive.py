"""Keeps every response as it came over the wire (ARCHIVE), before anything else looks at it.

The nearest to the downloader. A response that was cut short never comes here whole: what had arrived of it is
gathered from Scrapy's signals.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, NotConfigured

from scraper.archive.capture import Capture, Truncation
from scraper.crawl.fault import Fault
from scraper.crawl.state import crawl_of
from scraper.errors import SaringError
from scraper.middlewares import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

    from scraper.archive.keep import Keeper

logger = logging.getLogger(__name__)

_TAKEN_FOR = 200  # Scrapy's signal of the headers does not say the status
ARCHIVED = "archived"  # in a request's meta: where its response's bytes stand


class ArchiveMiddleware:
    """Writes requests and responses to WARC files, and where they stand to the ledger and the request's meta."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.get("ARCHIVE"):
            raise NotConfigured
        # With warcio, which a crawl that keeps nothing can do without.
        from scraper.archive.keep import place_of

        self._crawler = crawler
        self._keeper: Keeper | None = None
        self._place = place_of(
            str(crawler.settings.get("ARCHIVE") or ""), Path(crawler.settings["OUTPUT_DIR"])
        )
        self._heads: dict[int, Headers] = {}  # by the request's identity, while it is under way
        self._bodies: dict[int, bytearray] = {}
        if self._place:
            self._open()
            crawler.signals.connect(self._close, signals.engine_stopped)
            crawler.signals.connect(self._head, signals.headers_received)
            crawler.signals.connect(self._data, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        self._forget(request)
        if self._keeper is None:
            return response
        truncated: Truncation | None = "disconnect" if "dataloss" in response.flags else None
        self._keep(
            request,
            Capture(
                url=request.url, method=request.method, request_headers=_sent(request), status=response.status,
                headers=_pairs(response.headers), body=response.body, truncated=truncated,
                protocol=response.protocol or "HTTP/1.1",
                ip=str(response.ip_address) if response.ip_address else None,
            ),
        )  # fmt: skip
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        headers, body = self._heads.get(id(request)), bytes(self._bodies.get(id(request), b""))
        self._forget(request)
        if self._keeper is None or headers is None:
            return
        truncated: Truncation = "disconnect"
        if isinstance(exception, DownloadCancelledError):  # the only reason we cancel: DOWNLOAD_MAXSIZE
            truncated = "length"
        elif isinstance(exception, DownloadTimeoutError):
            truncated = "time"
        self._keep(
            request,
            Capture(
                url=request.url, method=request.method, request_headers=_sent(request),
                status=_TAKEN_FOR,
                headers=_pairs(headers), body=body, truncated=truncated,
            ),
        )  # fmt: skip

    def _keep(self, request: Request, capture: Capture) -> None:
        if self._keeper is None:
            return
        try:
            request.meta[ARCHIVED] = self._keeper.keep(capture)
        except SaringError as error:  # tried again later: nothing is taken for done that is not kept
            logger.error("%s", error)
            raise Refused(Fault("failed", error.reason, error.message)) from None

    def _open(self) -> None:
        """Here and not on a signal, whose handlers cannot fail the crawl. Raises ArchiveError."""
        crawl = crawl_of(self._crawler)
        if crawl is None or self._place is None:
            return
        from scraper.archive.keep import Keeper

        folder, remote = self._place
        settings = self._crawler.settings
        info = {
            "isPartOf": f"saring-{crawl.outlet.name}", "robots": "obey",
            "http-header-user-agent": str(settings.get("USER_AGENT")),
            "description": "bodies with the content coding of the wire, transfer coding undone",
        }  # fmt: skip
        if settings.get("CONTACT"):
            info["operator"] = str(settings["CONTACT"])
        self._keeper = Keeper(
            crawl.ledger, crawl.outlet.name, folder, remote, info, settings.getint("ARCHIVE_MAX_BYTES")
        )

    async def _close(self) -> None:
        if self._keeper is None:
            return
        try:
            await asyncio.to_thread(self._keeper.close)  # sending the last file takes its time
        except SaringError as error:
            logger.error("%s", error)
            if self._crawler.stats:
                self._crawler.stats.inc_value("saring/problems")

    def _head(self, headers: Headers, body_length: int, request: Request, spider: Any) -> None:
        self._heads[id(request)] = headers

    def _data(self, data: bytes, request: Request, spider: Any) -> None:
        self._bodies.setdefault(id(request), bytearray()).extend(data)

    def _forget(self, request: Request) -> None:
        self._heads.pop(id(request), None)
        self._bodies.pop(id(request), None)


def _sent(request: Request) -> list[tuple[str, str]]:
    from urllib.parse import urlsplit

    return [("Host", urlsplit(request.url).netloc), *_pairs(request.headers)]


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    ]
