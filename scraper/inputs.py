"""Files as they come, gzipped or not, HTML or plain text; and the article of each."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from collections.abc import Sequence
from io import BufferedReader
from typing import cast

from scraper.article import Article, article_id
from scraper.errors import SaringError, UsageError
from scraper.extraction import extract, extract_text
from scraper.outlets import by_url
from scraper.page.decode import decode
from scraper.page.guard import MAX_BYTES
from scraper.text.urls import host_of, unarchive, url_key

_GZIP = b"\x1f\x8b"
# An element that pages and pieces of them are made of, or a feed's root, which extract() refuses by name.
_MARKUP = re.compile(
    r"<(?:!doctype|\?xml|html|head|body|meta|title|script|div|p|br|article|section|main|span|h[1-6]|table|ul|ol|rss|"
    r"feed|urlset|sitemapindex|amp-[a-z]+)\b",
    re.I,
)
_HEAD = 64 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Unreadable(SaringError):
    """A file that cannot be read, or not to its end."""

    reason = "unreadable"


def article_of(
    name: str, url: str | None = None, *, outlet: str | None = None, pages: Sequence[str] = ()
) -> Article:
    """The article of one file ("-" is standard input), a page or plain text; raises SaringError.

    url: where it came from. outlet: as in extract(). pages: files with the further pages of a split article.
    """
    data = read(name)
    text = text_of(data)
    if text is None:
        return extract(data, url, outlet=outlet, more_pages=[read(page) for page in pages])
    return article_of_text(text, name, url, outlet=outlet, pages=pages)


def article_of_text(
    text: str, name: str, url: str | None = None, *, outlet: str | None = None, pages: Sequence[str] = ()
) -> Article:
    """The article of plain text, as article_of(); raises SaringError, UsageError for further ``pages``."""
    if pages:
        raise UsageError("is plain text; further pages go with HTML", about=name)
    return text_article(text, url, outlet=outlet)


def text_article(text: str, url: str | None = None, *, outlet: str | None = None) -> Article:
    """The article of a text that was taken off the page at ``url``; raises SaringError."""
    article = extract_text(text, outlet=outlet or by_url(url))
    if url:  # text knows no address, its reader may: the id is the one its page would have
        article.url, article.is_part_of = url, host_of(unarchive(url)) or None
        article.id = article_id(article.outlet, url_key(unarchive(url)))
    return article


def read(name: str) -> bytes:
    """The bytes of a file ("-" is standard input), gunzipped where they are gzip; raises Unreadable.

    At most one byte beyond what a page may have, so that a gzip bomb is refused as too large.
    """
    try:
        if name == "-":
            return _gunzipped(cast(BufferedReader, sys.stdin.buffer))
        with open(name, "rb") as file:
            return _gunzipped(file)
    except EOFError:
        raise Unreadable("gzip that ends too early", about=name) from None
    except zlib.error as error:
        raise Unreadable(f"broken gzip: {error}", about=name) from None
    except OSError as error:
        raise Unreadable(error.strerror or str(error), about=name) from None


def _gunzipped(file: BufferedReader) -> bytes:
    if not file.peek(2).startswith(_GZIP):
        return file.read(MAX_BYTES + 1)
    with gzip.open(file) as inflated:
        return inflated.read(MAX_BYTES + 1)


def text_of(data: bytes) -> str | None:
    """The text, where the bytes are plain text; None where they are a page, or what extract() refuses by name."""
    if not data.strip() or len(data) > MAX_BYTES:
        return None
    text = decode(data)
    head = text[:_HEAD]
    return None if _MARKUP.search(head) or _CONTROL.search(head) else text
