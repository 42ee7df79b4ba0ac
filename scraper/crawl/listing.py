"""Lists of addresses: sitemaps (news, indexes), RSS, Atom and index pages. Bytes in, entries out."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote

from lxml import etree

from scraper.errors import PageRefused
from scraper.outlet import Index, Source
from scraper.page import Page
from scraper.page.decode import utf16
from scraper.text.urls import join_url, slug

# The sitemap protocol's own limits: 50 MiB unpacked, 50,000 entries (a feed holds far fewer).
MAX_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 50_000
# libxml2's cost per attribute is quadratic (40,000 in one tag: 10 s); no list needs more than a handful.
_MAX_EQUAL_SIGNS = 1_000
_DEFAULT_DAYS = 2  # of a dated index without -a since: today and yesterday


_ROOT_END = re.compile(rb"</(?:[\w-]+:)?(?:urlset|sitemapindex|rss|feed|rdf)\s*>", re.IGNORECASE)
_ENTRY_ENDS = (b"</url>", b"</sitemap>", b"</item>", b"</entry>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: an address, or another list when ``is_list``. Dates as printed there.

    ``day``: of the dated archive in which it stands (2024-06-01). ``others``: further addresses that the entry gives,
    for a link that leads through a counter elsewhere.
    """

    url: str
    published: str | None = None
    modified: str | None = None
    is_list: bool = False
    day: str | None = None
    others: tuple[str, ...] = ()


def read_listing(body: bytes, about: str) -> Iterator[Entry]:
    """The entries of a sitemap, sitemap index, RSS or Atom feed, gzipped or not, in order.

    No entity is expanded and nothing is fetched; a malformed list gives what is readable. Raises PageRefused
    when it is too large, hostile or no list at all.
    """
    body, encoding = _unpacked(body, about), None
    if wide := utf16(body):
        body, encoding = body.decode(wide, "replace").lstrip("\ufeff").encode("utf-8", "replace"), "utf-8"
    body = _whole_entries(body.replace(b"\0", b"").lstrip())
    _refuse_hostile(body, about)
    parser = etree.iterparse(
        BytesIO(body), events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True, collect_ids=False, encoding=encoding,
    )  # fmt: skip
    count = 0
    try:
        for _, element in parser:
            read = _READERS.get(_local(element))
            if read is None:
                continue
            entry = read(element)
            element.clear()
            while element.getprevious() is not None:  # keeps memory flat over 50,000 entries
                del element.getparent()[0]
            if entry and (count := count + 1) <= MAX_ENTRIES:
                yield entry
    except etree.XMLSyntaxError as error:
        if not count:
            raise PageRefused(f"not a sitemap or feed: {error}", about=about, reason="not_a_list") from None


def chosen_sources(
    sources: Sequence[Source], sections: Sequence[str], keywords: Sequence[str]
) -> list[Source]:
    """The sources to read: those for a section or a keyword filled in once for each, left out where none is asked."""
    chosen: list[Source] = []
    for source in sources:
        if "{section}" in source.url:
            named = [quote(slug(section)) for section in sections]
            chosen += [replace(source, url=source.url.replace("{section}", name)) for name in named]
        elif "{keyword}" in source.url:
            words = [quote(word, safe="") for word in keywords]
            chosen += [replace(source, url=source.url.replace("{keyword}", word)) for word in words]
        elif "{tag}" in source.url:
            tags = [quote(slug(word)) for word in keywords]
            chosen += [replace(source, url=source.url.replace("{tag}", tag)) for tag in tags]
        else:
            chosen.append(source)
    return chosen


def home_links(page: Page) -> list[str]:
    """The absolute links of a page, in order, once each."""
    links = (page.absolute(element.get("href")) for element in page.root.iter("a"))
    return list(dict.fromkeys(link for link in links if link))


def home_lists(page: Page) -> list[str]:
    """The feeds that a page names in its head, as absolute addresses."""
    links = page.select("link[rel~=alternate][type*=rss], link[rel~=alternate][type*=atom]")
    found = (page.absolute(link.get("href")) for link in links)
    return list(dict.fromkeys(address for address in found if address and "comment" not in address))


def index_links(body: bytes, url: str, index: Index, header_charset: str | None = None) -> list[str]:
    """The absolute links of an index page or a listing in JSON, in order, once each; raises PageRefused."""
    if index.links.startswith("json:"):
        return _json_links(body, url, index.links.removeprefix("json:"))
    page = Page(body, url, header_charset=header_charset)
    links = (page.absolute(element.get("href")) for element in page.select(index.links))
    return list(dict.fromkeys(link for link in links if link))


def index_days(index: Index, since: date | None, until: date | None, today: date) -> list[date | None]:
    """The days a dated index is walked, newest first; the first of each month where it has no days of its own.

    ``[None]`` for one without dates.
    """
    if not index.dated:
        return [None]
    last = min(until or today, today)
    count = (last - since).days + 1 if since else _DEFAULT_DAYS
    days = [last - timedelta(days=n) for n in range(count)]
    return list(dict.fromkeys(days if "{d}" in index.url else (day.replace(day=1) for day in days)))


def index_address(index: Index, page: int, day: date | None) -> str:
    """The address of one page of an index."""
    address = index.url.replace("{page}", str(page))
    if day:
        for mark, form in (("{d}", "%d"), ("{m}", "%m"), ("{y}", "%Y")):
            address = address.replace(mark, day.strftime(form))
    return address


def _json_links(body: bytes, url: str, name: str) -> list[str]:
    try:
        found = _values(json.loads(body), name)
        return list(dict.fromkeys(link for text in found if (link := join_url(url, text))))
    except (ValueError, TypeError, RecursionError) as error:
        raise PageRefused(f"no JSON: {error}", about=url, reason="not_a_list") from None


def _values(data: Any, name: str) -> Iterator[str]:
    """The texts of that name, however deep, in order."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if key == name and isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            yield from _values(value, name)


def _unpacked(body: bytes, about: str) -> bytes:
    """Gunzipped where it is gzip, never beyond the limit; a file cut short gives what there is."""
    out = bytearray()
    while body.startswith(b"\x1f\x8b"):
        unzip = zlib.decompressobj(wbits=31)
        try:
            out += unzip.decompress(body, MAX_BYTES + 1 - len(out))
        except zlib.error as error:
            raise PageRefused(f"damaged gzip: {error}", about=about, reason="not_a_list") from None
        if len(out) > MAX_BYTES:
            break
        body = unzip.unused_data
        if not body.startswith(b"\x1f\x8b"):
            body = bytes(out)
            break
    if len(out) > MAX_BYTES or len(body) > MAX_BYTES:
        raise PageRefused(f"a list of more than {MAX_BYTES:,} bytes", about=about, reason="too_large")
    return body


def _whole_entries(body: bytes) -> bytes:
    """Without the entry in which a list breaks off: half an address is another address."""
    if _ROOT_END.search(body, max(0, len(body) - 4096)):
        return body
    last = max((body.rfind(mark) + len(mark) for mark in _ENTRY_ENDS if mark in body), default=0)
    return body[:last] if last else body


def _refuse_hostile(body: bytes, about: str) -> None:
    start = 0
    while start >= 0:
        end = body.find(b"<", start + 1)
        length = (end if end >= 0 else len(body)) - start
        if length > 4 * _MAX_EQUAL_SIGNS and body.count(b"=", start, start + length) > _MAX_EQUAL_SIGNS:
            raise PageRefused("a tag with too many attributes", about=about, reason="too_many_attributes")
        start = end


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _children(element: Any) -> dict[str, str]:
    """Texts of the direct children by local name, the first of each."""
    found: dict[str, str] = {}
    for child in element:
        # An entity that is not expanded (it may be a file, or a bomb) leaves half an address: no address.
        if child.text and child.text.strip() and not len(child):
            found.setdefault(_local(child), child.text.strip())
    return found


def _from_url(element: Any) -> Entry | None:
    texts = _children(element)
    if "loc" not in texts:
        return None
    dates = (e for e in element.iter("{*}publication_date") if e.text and _local(e.getparent()) == "news")
    published = next(dates, None)
    return Entry(texts["loc"], None if published is None else published.text.strip(), texts.get("lastmod"))


def _from_sitemap(element: Any) -> Entry | None:
    texts = _children(element)
    return Entry(texts["loc"], None, texts.get("lastmod"), is_list=True) if "loc" in texts else None


def _from_item(element: Any) -> Entry | None:
    texts = _children(element)
    # FeedBurner puts its counter's address into the link and the article's own beside it.
    others = [url for name in ("origlink", "guid") if (url := texts.get(name, "")).startswith("http")]
    urls = list(dict.fromkeys(filter(None, [texts.get("link"), *others])))
    return Entry(urls[0], texts.get("pubdate") or texts.get("date"), others=tuple(urls[1:])) if urls else None


def _from_entry(element: Any) -> Entry | None:
    texts = _children(element)
    for link in element.iter("{*}link"):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return Entry(link.get("href"), texts.get("published"), texts.get("updated"))
    return None


_READERS = {"url": _from_url, "sitemap": _from_sitemap, "item": _from_item, "entry": _from_entry}
