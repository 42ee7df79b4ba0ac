"""Content encodings, in place of Scrapy's middleware, which passes half a page on as if it were whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.responsetypes import responsetypes

from scraper.crawl.fault import Fault
from scraper.crawl.inflate import ACCEPTED, inflate
from scraper.errors import PageRefused
from scraper.middlewares import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# Half a body may be whole the next time; bytes that are not what they claim, or a bomb, will be the same.
_PASSING = frozenset({"cut_short"})


class EncodingMiddleware:
    """Undoes content encodings within DOWNLOAD_MAXSIZE; what is damaged, cut or too large is refused by name."""

    def __init__(self, crawler: Crawler) -> None:
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        encodings = [value.decode("latin-1") for value in response.headers.getlist("Content-Encoding")]
        if not encodings or not response.body:
            return response
        limit = request.meta.get("download_maxsize", self._limit)
        try:
            body = inflate(response.body, encodings, limit, response.url)
        except PageRefused as error:
            kind = "failed" if error.reason in _PASSING else "quarantined"
            fault = Fault(kind, error.reason, error.message)  # type: ignore[arg-type]
            raise Refused(fault, response.body, response.status) from None
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind_of = responsetypes.from_args(headers=headers, url=response.url, body=body)
        # The end of the encoding proves the end of the body, whatever the protocol says.
        flags = [flag for flag in response.flags if flag != "partial"]
        return response.replace(cls=kind_of, headers=headers, body=body, flags=flags)
