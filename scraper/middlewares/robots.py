"""robots.txt, obeyed for the article as well as for the page that stands in for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware

if TYPE_CHECKING:
    from scrapy import Spider


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, which also asks whether the article itself may be read before its AMP twin is."""

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        await super().process_request(request)
        article = request.cb_kwargs.get("address")
        if article and article != request.url:
            await super().process_request(Request(article))
