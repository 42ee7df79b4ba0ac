"""Redirects, few and never in circles."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware as ScrapyRedirect

from scraper.crawl.fault import Fault
from scraper.middlewares import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class RedirectMiddleware(ScrapyRedirect):
    """Scrapy's, which tells a circle (nothing is there) from a chain that is too long (something may be)."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """No referer is sent, on redirects neither."""
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Scrapy would warn here that there is no referer."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        before = [*request.meta.get("redirect_urls", []), request.url]
        # Steps on one place (?hop=1, ?hop=2) may lead somewhere; coming back to one that was left twice does not.
        places = [place for place, _ in groupby(map(_place, before))]
        here = _place(redirected.url)
        back = places.count(here) > 1 and here != places[-1]
        if redirected.url in before or back:
            raise Refused(Fault("skipped", "redirect_loop", f"{before[0]} leads back to itself"))
        if len(before) > self.max_redirect_times:
            message = f"{before[0]} leads over more than {self.max_redirect_times} steps"
            raise Refused(Fault("quarantined", "redirect_chain", message))
        return super()._redirect(redirected, request, reason)


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc, parts.path
