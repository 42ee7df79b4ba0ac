"""What is refused before a byte is parsed: linear work on bytes only.

Figures from measurements with libxml2 2.14: a tag with 40,000 distinct attributes costs 10 s and no signal
interrupts it; a million siblings cost minutes downstream; nesting beyond libxml2's limit silently cuts the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scraper.errors import PageRefused

MAX_BYTES = 8 * 1024 * 1024
MAX_TAGS = 50_000
MAX_ATTRIBUTES = 1_000
MAX_TAG_BYTES = 4_000_000  # an image inside an attribute is smaller by far

_MAGIC = (
    (b"%PDF-", "a PDF document"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"), (b"RIFF", "a RIFF file (image or sound)"), (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data (decompress it first)"), (b"\x00\x00\x00\x1cftyp", "a video"), (b"ID3", "a sound file"),
    (b"\x00\x00\x00 ftyp", "a video"), (b"BM", "a bitmap image"), (b"SQLite format 3", "a database"),
)  # fmt: skip
_FEED = re.compile(rb"\s*(?:<\?[^>]*>\s*)*(?:<!--.*?-->\s*)*<(rss|feed|urlset|sitemapindex)\b", re.S | re.I)
_TAG_START = re.compile(rb"[A-Za-z][\w:-]*[\s/]|[\"']")
# A tag up to its closing bracket; a bracket inside quotes does not close it. Possessive: no backtracking.
_TAG_INSIDE = re.compile(rb"(?:[^>\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])*+")
_QUOTED = re.compile(rb"\"[^\"]*+\"|'[^']*+'")
_ATTRIBUTE = re.compile(rb"[A-Za-z_:@*#\[(.][\w:.@*#\[\]()-]*=?\Z")


def refuse_hostile(html: bytes, about: str | None) -> None:
    """Raise PageRefused when ``html`` is empty, no markup, or of a shape that stalls the parser.

    ``about`` is the address or file name for the message.
    """
    if not html or html.isspace():
        raise PageRefused("there are no bytes to read", about=about, reason="empty")
    if len(html) > MAX_BYTES:
        raise PageRefused(f"{len(html):,} bytes, more than {MAX_BYTES:,}", about=about, reason="too_large")
    head = html[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, what in _MAGIC:
        if head.startswith(magic) and b"<html" not in head.lower():
            raise PageRefused(f"this is {what}, not HTML", about=about, reason="not_html")
    if _FEED.match(html[:4096]):
        raise PageRefused("this is a feed or sitemap, not a page", about=about, reason="not_html")
    tags = html.count(b"<")
    if tags > MAX_TAGS:
        raise PageRefused(f"{tags:,} tags, more than {MAX_TAGS:,}", about=about, reason="too_many_tags")
    if tags == 0 and b"<\x00" not in html:
        raise PageRefused("no markup in these bytes", about=about, reason="not_html")
    widest = _widest_tag(html, about)
    if widest > MAX_ATTRIBUTES:
        raise PageRefused(
            f"a tag with {widest:,} attributes, more than {MAX_ATTRIBUTES:,}",
            about=about,
            reason="too_many_attributes",
        )


def _widest_tag(html: bytes, about: str | None) -> int:
    """The largest number of attributes that one tag could hold (0 when no tag is long enough to matter)."""
    widest = 0
    for start, end in _long_pieces(html):
        if not _TAG_START.match(html, start):
            continue
        piece = html[start:end]
        inside = _TAG_INSIDE.match(piece)
        if inside is None or inside.end() < 2 * MAX_ATTRIBUTES:
            continue
        if inside.end() > MAX_TAG_BYTES:
            message = f"a tag of {inside.end():,} bytes, more than {MAX_TAG_BYTES:,}"
            raise PageRefused(message, about=about, reason="tag_too_long")
        tokens = _QUOTED.sub(b" ", inside[0]).split()
        named = sum(1 for token in tokens if _ATTRIBUTE.match(token.split(b"=", 1)[0]))
        # Script text such as "i<n ..." also lands here: its tokens are mostly punctuation.
        if named > MAX_ATTRIBUTES and named >= 0.8 * len(tokens):
            widest = max(widest, named)
    return widest


def _long_pieces(html: bytes) -> Iterator[tuple[int, int]]:
    """Where the stretches between two "<" lie that are long enough to matter.

    In jumps from the last "<" within reach to the next: a split of a usual page costs ten times as much.
    """
    size, reach = len(html), 2 * MAX_ATTRIBUTES
    at = 0
    while at + reach <= size:
        last = html.rfind(b"<", at, at + reach)
        if last >= 0:
            at = last + 1
            continue
        end = html.find(b"<", at + reach)
        end = size if end < 0 else end
        yield at, end
        at = end + 1
