"""What an answer is worth before a byte of it is parsed: status, kind, completeness, shape. Linear, bytes only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from scraper.article import Article
from scraper.crawl.fault import Fault
from scraper.crawl.window import day_of

_HTML = frozenset({"text/html", "application/xhtml+xml", ""})
# Servers that do not know better; the bytes decide.
_UNTOLD = frozenset(
    {"application/octet-stream", "binary/octet-stream", "text/plain", "application/x-unknown"}
)
_LOOKS_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_GONE = frozenset({404, 410})
# A refusal that may be of the moment; other 4xx are about the request, and asking again changes nothing.
_PASSING = frozenset({403, 408, 421, 425, 429})
# No content, a part of it that nobody asked for, and "as before" to one who asked for the first time.
_NO_PAGE = frozenset({204, 205, 206, 304})
_LONG = 5_000  # characters of one paragraph
_WORD = 100  # characters that no word has: data that was written into the text
_TAIL = 64 * 1024
_FOOT = 512
_END = re.compile(rb"<\0?/\0?h\0?t\0?m\0?l", re.I)
_BEGUN = re.compile(rb"<\0?h\0?t\0?m\0?l\b", re.I)
_BODY_END = re.compile(rb"<\0?/\0?(?:h\0?t\0?m\0?l|b\0?o\0?d\0?y)", re.I)
_PARTS = [
    (re.compile(rb"<%b[\s>]" % name, re.I), re.compile(rb"</%b\s*>" % name, re.I))
    for name in (b"article", b"main")
]
_REFRESH = re.compile(
    # In any case but for its first character, which is then looked for at the speed of memory.
    rb"<(?i:meta[^>]{0,200}http-equiv\s*=\s*[\"']?refresh[^>]{0,200}url\s*=\s*[\"']?\s*([^\"'>\s]+))"
)
_LIMITS = ("noindex", "noai", "noimageai", "noarchive", "nosnippet", "none")


def status_fault(status: int) -> Fault | None:
    """The fault of a status that is not success. A 304 comes here where nothing was asked that it could answer."""
    if status in _NO_PAGE:
        return Fault("failed", f"http_{status}", f"HTTP {status}, which brings no whole page")
    if 200 <= status < 300:
        return None
    if status in _GONE:
        return Fault("skipped", "gone", f"HTTP {status}")
    if 300 <= status < 400:
        return Fault("skipped", "redirect", f"HTTP {status} that leads nowhere")
    if status in _PASSING or 500 <= status < 600:
        return Fault("failed", f"http_{status}", f"HTTP {status}")
    return Fault("quarantined", f"http_{status}", f"HTTP {status}")


def kind_fault(content_type: str, body: bytes) -> Fault | None:
    """The fault of an answer that is no HTML page."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _HTML or (kind in _UNTOLD and _LOOKS_HTML.match(body)):
        return None
    return Fault("skipped", "content_type", f"{kind}, not HTML")


def body_fault(body: bytes, *, proven: bool) -> Fault | None:
    """The fault of a page that is empty or ends too soon. ``proven``: the protocol says that it is complete."""
    if not body or body.isspace():
        return Fault("failed", "empty", "no content")
    if not proven and not _END.search(body, max(0, len(body) - _TAIL)):
        return Fault("failed", "cut_short", "the connection was closed before </html>")
    if not proven and any(len(begin.findall(body)) > len(end.findall(body)) for begin, end in _PARTS):
        # What was cut behind the server may have got its </html> on the way.
        return Fault("failed", "cut_short", "the article has no end")
    if not _ended(body) and _BEGUN.search(body, 0, _TAIL):
        # A length proves what was sent, not what was meant to be: a cache may hold half a page.
        return Fault("failed", "cut_short", "the page ends without </body> and </html>")
    return None


def _ended(body: bytes) -> bool:
    """Whether a page has an end; looked for at its end first, where it nearly always is."""
    return bool(_BODY_END.search(body, max(0, len(body) - _FOOT)) or _BODY_END.search(body))


def article_fault(article: Article) -> Fault | None:
    """The fault of an article that has no headline, or whose text is mostly no words."""
    if not article.headline:
        return Fault("quarantined", "no_headline", "the page names no headline")
    for block in article.blocks:
        if len(block.text) > _LONG and _letters(block.text) < len(block.text) / 2:
            return Fault(
                "quarantined", "junk", f"a paragraph of {len(block.text):,} characters, mostly no words"
            )
    return None


def _letters(text: str) -> int:
    """How many letters and digits of a text stand in what may be a word."""
    return sum(sum(map(str.isalnum, word)) for word in text.split() if len(word) < _WORD)


def warn_of_future(article: Article) -> None:
    """Add a warning where an article is dated more than a day after it was downloaded."""
    if article.date_published and article.date_downloaded:
        published, seen = (day_of(text) for text in (article.date_published, article.date_downloaded))
        if published and seen and published - seen > timedelta(days=1):
            article.warnings.append("date_in_future")


def refresh_target(body: bytes) -> str | None:
    """Where a page sends its readers by itself; None where it does not."""
    found = _REFRESH.search(body, 0, _TAIL)
    return found[1].decode("utf-8", "replace") if found else None


def header_rights(x_robots_tag: list[str], headers: Mapping[str, str | None], agent: str) -> dict[str, str]:
    """Limits of use that headers declare: ``x_robots_tag``, ``tdm_reservation``, ``tdm_policy``."""
    said: set[str] = set()
    for value in x_robots_tag:
        name, colon, rest = value.partition(":")
        if colon and name.strip().lower() not in (agent, "unavailable_after"):
            continue  # for another crawler
        said.update(word.strip().lower() for word in (rest if colon else value).split(","))
    found = {}
    limits = [word for word in _LIMITS if word in said]
    if limits:
        found["x_robots_tag"] = ", ".join(limits)
    for header, name in (("TDM-Reservation", "tdm_reservation"), ("TDM-Policy", "tdm_policy")):
        declared = headers.get(header)
        if declared:
            found[name] = declared
    return found
