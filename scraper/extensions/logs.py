"""The log: one line an event, for operators."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

from scraper.article import Article
from scraper.crawl.visit import Visit

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from twisted.python.failure import Failure

_engine = logging.getLogger("scrapy.core.engine")
_LEVELS = {"unchanged": logging.DEBUG, "skipped": logging.INFO}


class OneLineFormatter(LogFormatter):
    """Scrapy prints whole items; this prints how each address ended and why."""

    def crawled(  # type: ignore[override]  # Scrapy takes None for nothing to say
        self, request: Request, response: Response, spider: Spider
    ) -> LogFormatterResult | None:
        """Nothing, where nobody would see it: a line for debugging costs as much as one that is shown."""
        return super().crawled(request, response, spider) if _engine.isEnabledFor(logging.DEBUG) else None

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        if not isinstance(item, Article):
            return super().scraped(item, response, spider)
        return {"level": logging.INFO, "msg": "emitted %s %s", "args": (item.id, item.url)}

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        if not isinstance(item, Visit):
            return super().dropped(item, exception, response, spider)
        kind, reason = getattr(exception, "kind", "skipped"), getattr(exception, "reason", "dropped")
        level = logging.DEBUG if reason == "limit" else _LEVELS.get(kind, logging.WARNING)
        return {
            "level": level,
            "msg": "%s (%s): %s: %s",
            "args": (kind, reason or kind, item.url, str(exception) or kind),
        }

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        url = getattr(item, "url", "an item")
        return {"level": logging.ERROR, "msg": "pipeline broke on %s: %r", "args": (url, exception)}

    def download_error(
        self, failure: Failure, request: Request, spider: Spider, errmsg: str | None = None
    ) -> LogFormatterResult:
        why = errmsg or failure.getErrorMessage()
        return {"level": logging.DEBUG, "msg": "%s: %s", "args": (request, why)}
