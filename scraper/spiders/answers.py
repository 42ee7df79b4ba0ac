"""What the downloader gave, as an Answer: the guards that need only status, headers and addresses."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from scraper.crawl.site import Site
from scraper.crawl.visit import Answer, Fault

_HTML = frozenset({"text/html", "application/xhtml+xml", ""})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_GONE = frozenset({404, 410})
_IGNORED = (("robots.txt", "robots"), ("redirections", "redirect_loop"), ("DOWNLOAD_MAXSIZE", "too_large"))
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadCancelledError, "too_large"),  # the only reason we cancel: DOWNLOAD_MAXSIZE
    (ResponseDataLossError, "cut_short"),
)


def answer_of(url: str, response: Response, site: Site) -> Answer:
    """The answer of an article page: ``url`` is what was asked for, before any redirect."""
    content_type = _header(response, "Content-Type") or ""
    charset = _CHARSET.search(content_type)
    return Answer(
        url=url,
        final_url=response.url,
        status=response.status,
        body=response.body,
        charset=charset[1] if charset else None,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        downloaded=datetime.now(UTC).isoformat(timespec="seconds"),
        fault=_fault(url, response, content_type.partition(";")[0].strip().lower(), site),
    )


def failed(url: str, error: BaseException | None) -> Answer:
    """The answer where there was no response."""
    return Answer(url=url, fault=fault_of(error))


def fault_of(error: BaseException | None) -> Fault:
    """The fault that an exception of the downloader or a middleware stands for."""
    message = " ".join(str(error).split())[:300] or type(error).__name__
    if isinstance(error, IgnoreRequest):
        known = (reason for part, reason in _IGNORED if part in message)
        reason = getattr(error, "reason", "") or next(known, "ignored")  # the guard's have one
        return Fault("failed" if reason in ("redirect_loop", "too_large") else "skipped", reason, message)
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return Fault("failed", reason, message)
    return Fault("failed", "connection", message)


def status_fault(status: int) -> Fault | None:
    """The fault of a status that is not success."""
    if 200 <= status < 300:
        return None
    if status in _GONE:
        return Fault("skipped", "gone", f"HTTP {status}")
    return Fault("failed", f"http_{status}", f"HTTP {status}")


def _fault(url: str, response: Response, content_type: str, site: Site) -> Fault | None:
    fault = status_fault(response.status)
    if fault is None and response.url != url and not site.outlet.is_article(response.url):
        # The home page or a list in place of a removed article.
        fault = Fault("skipped", "soft_404", f"redirected to {response.url}")
    if fault is None and content_type not in _HTML:
        fault = Fault("quarantined", "content_type", f"{content_type}, not HTML")
    return fault


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1").strip() or None if value else None
