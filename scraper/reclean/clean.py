"""One item to what becomes of it: a record like the crawl's, a page of a split article, or the reason why neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from scraper.article import Article
from scraper.crawl.checks import article_fault, header_rights, kind_fault, status_fault
from scraper.crawl.inflate import inflate
from scraper.crawl.site import Site
from scraper.errors import InvalidRecord, PageRefused, SaringError
from scraper.extraction import extract
from scraper.extraction.whole import is_amp
from scraper.inputs import text_article
from scraper.outlets import by_name, by_url
from scraper.page.guard import MAX_BYTES
from scraper.reclean.items import Item
from scraper.schema import validate

_AGENT = "saring"
# What says that something went wrong, not that the page is something else.
_FAILED = frozenset({"damaged", "too_much_memory", "too_deep", "invalid_record", "internal_error", "timeout",
                     "worker_died", "unreadable", "unavailable"})  # fmt: skip
_LOOKS_LIKE_A_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<", re.I)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item. ``article`` is set for an article, and for a page of one that is not whole."""

    reason: str = ""
    message: str = ""
    article: Article | None = None
    body: bytes = b""  # the page, content coding undone, where it is one of several

    @property
    def failed(self) -> bool:
        """Whether something went wrong, rather than that there was no article."""
        return self.reason in _FAILED


def clean(item: Item, *, known_only: bool = False, more_pages: Sequence[tuple[str, bytes]] = ()) -> Outcome:
    """Clean one item; never raises what a page can cause.

    known_only: pages of no known outlet are passed over (``unknown_outlet``). more_pages: the further pages of it.
    """
    if item.fault:
        return Outcome(item.fault, item.message)
    try:
        if known_only and item.url and not item.outlet and by_url(item.url) is None:
            return Outcome("unknown_outlet")
        if item.text is not None:
            article, body = text_article(item.text, item.url, outlet=item.outlet), b""
            if item.headline and not article.headline:
                article.headline, article.field_sources["headline"] = item.headline, "column"
        else:
            fault = _refused(item)
            if fault:
                return fault
            body = _inflated(item)
            article = extract(
                body, item.url, outlet=item.outlet, more_pages=more_pages, header_charset=item.charset
            )
        _sign(article, item)
        if known_only and article.outlet is None:
            return Outcome("unknown_outlet")
        if article.pages_got < article.pages_expected:
            return Outcome(
                "incomplete", f"{article.pages_got} of {article.pages_expected} pages", article, body
            )
        found = article_fault(article)
        if found and not (
            item.text is not None and found.reason == "no_headline"
        ):  # corpora hold bodies alone
            return Outcome(found.reason, found.message)
        validate(article)
    except InvalidRecord as error:
        return Outcome("invalid_record", error.message)
    except SaringError as error:
        return Outcome(error.reason, error.message)
    except MemoryError:
        return Outcome("too_much_memory", "reading it takes too much memory")
    except RecursionError:
        return Outcome("too_deep", "nested too deeply")
    except Exception as error:  # noqa: BLE001 (our own fault: it costs this record, and is counted as failed)
        return Outcome("internal_error", repr(error)[:300])
    return Outcome(article=article)


def _refused(item: Item) -> Outcome | None:
    """By status and content type, before the body is looked at."""
    if item.status is not None:
        fault = status_fault(item.status)
        if fault:
            return Outcome(fault.reason, fault.message)
    if item.headers:
        fault = kind_fault(item.headers.get("content-type", ""), item.body or b"")
        if fault:
            return Outcome(fault.reason, fault.message)
    return None


def _inflated(item: Item) -> bytes:
    body = item.body or b""
    coding = item.headers.get("content-encoding")
    if not coding or not body:
        return body
    try:
        return inflate(body, [coding], MAX_BYTES, item.url or "")
    except PageRefused as error:
        # Some tools undo the coding and leave the header.
        if error.reason == "bad_encoding" and _LOOKS_LIKE_A_PAGE.match(body):
            return body
        raise


def _sign(article: Article, item: Item) -> None:
    """Enter what only the archive knows."""
    article.archive = item.place if item.date else None
    article.http_status = item.status
    article.date_downloaded = item.date
    article.etag, article.last_modified = item.headers.get("etag"), item.headers.get("last-modified")
    tags = item.headers.get("x-robots-tag", "").splitlines()
    others = {name: item.headers.get(name.lower()) for name in ("TDM-Reservation", "TDM-Policy")}
    article.rights = {**article.rights, **header_rights(tags, others, _AGENT)}
    if article.outlet and item.url and is_amp(item.url):
        _untwin(article, item.url)


def _untwin(article: Article, url: str) -> None:
    """As the crawl has it: ``url`` is the article's own address, and that of the AMP twin stands apart."""
    outlet, parts = by_name(article.outlet or ""), urlsplit(url)
    origin = None if outlet.owns(url) else f"{parts.scheme}://{parts.netloc}"  # crawled from a copy
    article.amp_url, article.url = url, Site(outlet, origin).desktop(url)
