"""``-s FAST=1``: pages come through aiohttp on uvloop instead of Twisted; what holds for requests holds here, too."""

from __future__ import annotations

import socket
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Headers
from scrapy.signals import headers_received

from scraper.middlewares.resolver import PrivateAddress, allowed

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

_HANDLER = "scraper.middlewares.fast.FastDownloadHandler"
# Twisted takes as much; aiohttp by itself refuses a page with a cookie of 8 KiB, or with 130 of them.
_HEADER = 64 * 1024  # bytes of one
_HEADERS = 1000


def switch_on(settings: BaseSettings) -> None:
    """Set the handler, and uvloop where it is installed (saring[fast])."""
    handlers = {**settings["DOWNLOAD_HANDLERS"], "http": _HANDLER, "https": _HANDLER}
    settings.set("DOWNLOAD_HANDLERS", handlers, priority="cmdline")
    if find_spec("uvloop"):
        settings.set("ASYNCIO_EVENT_LOOP", "uvloop.Loop", priority="cmdline")


class FastDownloadHandler(AiohttpDownloadHandler):
    """Scrapy's, with what it lacks beside the default one: guarded names, long headers, bodies of unknown length.

    Scrapy calls its own experimental; the fault tests run under this one, too.
    """

    experimental = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        session: Any = self._session  # which Scrapy's handler makes without asking
        session.connector._resolver = _GuardedNames()
        session._max_line_size = session._max_field_size = _HEADER
        session._max_headers = _HEADERS
        session._retry_connection = False  # a second request at once would break the promised pause

    async def download_request(self, request: Request) -> Response:
        """As it is spelled: aiohttp would respell addresses that Scrapy has made safe already."""
        request.meta["verbatim_url"] = True
        return await super().download_request(request)

    async def _read_response(self, response: _ClientResponse, request: Request) -> Response:
        try:
            answer = await super()._read_response(response, request)
        except DownloadCancelledError:  # announced as too large: what was said of it is archived all the same
            self.crawler.signals.send_catch_log(
                headers_received, headers=self._extract_headers(response), body_length=0, request=request,
                spider=self.crawler.spider,
            )  # fmt: skip
            raise
        coding = answer.headers.get("Transfer-Encoding") or b""
        if "Content-Length" not in answer.headers and b"chunked" not in coding.lower():
            answer.flags.append(
                "partial"
            )  # as the default handler says it: no length, so the end is no proof
        return answer

    @staticmethod
    def _extract_headers(response: _ClientResponse) -> Headers:
        return Headers(list(response.raw_headers))  # bytes: not all that servers send is UTF-8


class _GuardedNames(AbstractResolver):
    """aiohttp's resolver, which hands out public addresses only."""

    def __init__(self) -> None:
        self._names = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._names.resolve(host, port, family)
        for each in found:
            if not allowed(host, each["host"]):
                raise PrivateAddress(f"{host} leads to {each['host']}, which is not a public address")
        return found

    async def close(self) -> None:
        await self._names.close()
