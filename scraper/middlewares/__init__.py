"""Downloader middlewares, from the spider to the net: guard, robots, redirect, encoding, manners."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from scraper.crawl.fault import Fault


class Refused(IgnoreRequest):
    """A request that is not made, or a response that is not passed on; with its bytes where there are some."""

    def __init__(self, fault: Fault, body: bytes = b"", status: int | None = None) -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.body = body
        self.status = status
