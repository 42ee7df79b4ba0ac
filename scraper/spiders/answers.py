"""What the downloader gave, as an Answer: the faults that status, headers, addresses and exceptions stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import formatdate

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response

from scraper.crawl.checks import body_fault, header_rights, kind_fault, refresh_target, status_fault
from scraper.crawl.fault import Fault
from scraper.crawl.robots import AGENT
from scraper.crawl.site import Site
from scraper.crawl.visit import NOT_MODIFIED, Answer
from scraper.middlewares import Refused
from scraper.middlewares.archive import ARCHIVED

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_PASSING: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
)
_CONDITIONS = ("If-None-Match", "If-Modified-Since")
# The protocol's word that a body is not known to be whole: closed without a length, or before it was reached.
UNPROVEN, CUT = "partial", "dataloss"


def answer_of(url: str, response: Response, site: Site, verdict: str = "") -> Answer:
    """The answer of an article page: ``url`` is what was asked for, before any redirect.

    ``verdict``: what robots.txt says, for the record.
    """
    content_type = header(response, "Content-Type") or ""
    charset = _CHARSET.search(content_type)
    rights = _rights(response)
    if verdict:
        rights["robots_txt"] = verdict
    return Answer(
        url=url,
        final_url=response.url,
        status=response.status,
        body=response.body,
        charset=charset[1] if charset else None,
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
        since=since(response),
        downloaded=datetime.now(UTC).isoformat(timespec="seconds"),
        rights=rights,
        archive=response.meta.get(ARCHIVED) if response.request else None,
        fault=_fault(url, response, content_type, site),
    )


def failed(url: str, error: BaseException | None) -> Answer:
    """The answer where there was no response, or one that was refused."""
    body = error.body if isinstance(error, Refused) else b""
    status = error.status if isinstance(error, Refused) else None
    return Answer(url=url, final_url=url, status=status, body=body, fault=fault_of(error))


def fault_of(error: BaseException | None) -> Fault:
    """The fault that an exception of the downloader or a middleware stands for."""
    if isinstance(error, Refused):
        return error.fault
    message = _message(error) or type(error).__name__
    if isinstance(error, IgnoreRequest):
        return Fault("skipped", "ignored", message)
    if isinstance(error, DownloadCancelledError):  # the only reason we cancel: DOWNLOAD_MAXSIZE
        return Fault("quarantined", "too_large", message)
    for kind, reason in _PASSING:
        if isinstance(error, kind):
            return Fault("failed", reason, message)
    return Fault("failed", "connection", message)


def _message(error: BaseException | None) -> str:
    """What went wrong, in one line: Twisted wraps it in failures of failures."""
    reasons = getattr(getattr(error, "__cause__", None), "reasons", ())
    text = "; ".join(reason.getErrorMessage() for reason in reasons) or str(error)
    return " ".join(text.split())[:300]


def _fault(url: str, response: Response, content_type: str, site: Site) -> Fault | None:
    if unchanged(response):
        return None
    fault = status_fault(response.status)
    if fault is None and response.url != url and not site.outlet.is_article(response.url):
        # The home page, a list or a log-in form in place of a removed article.
        fault = Fault("skipped", "soft_404", f"redirected to {response.url}")
    if fault is None and CUT in response.flags:
        fault = Fault("failed", "cut_short", "the connection was closed before the end")
    if fault is None:
        fault = body_fault(response.body, proven=UNPROVEN not in response.flags)
    if fault is None:
        fault = kind_fault(content_type, response.body)
    target = refresh_target(response.body) if fault is None else None
    if target and site.here(target) is None:
        fault = Fault("skipped", "meta_refresh", f"sends its readers to {target[:200]}")
    return fault


def unchanged(response: Response) -> bool:
    """Whether the server says that nothing changed, and was asked just that."""
    asked = response.request.headers if response.request else {}
    return response.status == NOT_MODIFIED and any(name in asked for name in _CONDITIONS)


def since(response: Response) -> str | None:
    """The time to ask with next time whether it changed since; None where there is an ETag and no Last-Modified.

    With neither of them it is when the server answered, by its clock or else by ours (RFC 9110, 13.1.3 and 6.6.1).
    """
    told = header(response, "Last-Modified")
    if told or header(response, "ETag"):
        return told
    return header(response, "Date") or formatdate(usegmt=True)


def _rights(response: Response) -> dict[str, str]:
    tags = [value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")]
    others: Mapping[str, str | None] = {
        name: header(response, name) for name in ("TDM-Reservation", "TDM-Policy")
    }
    return header_rights(tags, others, AGENT)


def header(response: Response, name: str) -> str | None:
    """A header as text; None where it is missing, empty, or holds what no header may (RFC 9110, 5.5)."""
    value = response.headers.get(name)
    text = value.decode("latin-1").strip() if value else ""
    return text if text and text.isprintable() else None
