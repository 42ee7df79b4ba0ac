"""Split articles: where the rest of an article stands, and how many pages it has."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from scraper.outlet import AllOnOne, Amp, Outlet, Pages
from scraper.page import Page
from scraper.page.page import text_of

# More than this many pages is a paginated list or a mislabelled counter, not a split article.
MAX_PAGES = 50
_PAGE_PARAMETERS = frozenset({"page", "halaman", "hal", "showpage", "p"})
_NUMBER = re.compile(r"\d{1,2}\Z")
_ALL = re.compile(
    r"[?&](?:page|showpage|single|halaman)=(?:all|1&)|[?&]single=1\b|[?&]showpage=all|/all/?(?:[?#]|\Z)"
)
_N_OF_M = re.compile(r"\b(?:halaman|hal\.?|page)\s+(\d{1,2})\s*(?:dari|/|of)\s*(\d{1,2})\b", re.I)


def is_amp(url: str) -> bool:
    """Whether an address is an AMP twin by its shape."""
    parts = urlsplit(url)
    return (
        parts.netloc.startswith("amp.")
        or bool(re.search(r"(^|/)amp(/|$)", parts.path))
        or parts.query == "amp=1"
    )


def amp_address(outlet: Outlet, url: str) -> str | None:
    """The address of the article's AMP twin; None when the outlet declares none or ``url`` is one already."""
    for way in outlet.whole_article:
        if isinstance(way, Amp) and not is_amp(url):
            parts = urlsplit(url)
            path = parts.path.rstrip("/") if "{path}/" in way.url else parts.path
            made = way.url.format(path=path, host=parts.netloc)
            return made if "://" in made else f"{parts.scheme}://{parts.netloc}{made}"
    return None


def page_address(outlet: Outlet, url: str, n: int) -> str | None:
    """The address of page ``n`` (1 is ``url`` without a page number); None when the outlet has no numbered pages."""
    for way in outlet.whole_article:
        if isinstance(way, Pages):
            plain = without_page(url)
            return (
                plain
                if n == 1
                else way.url.format(url=_before(way.url, plain), n=n, offset=(n - 1) * way.step)
            )
    return None


def all_on_one_address(outlet: Outlet, url: str) -> str | None:
    """The address that shows every page at once; None when the outlet has none."""
    for way in outlet.whole_article:
        if isinstance(way, AllOnOne):
            return way.url.format(url=_before(way.url, without_page(url)))
    return None


def _before(pattern: str, url: str) -> str:
    """The address as a pattern continues it: "{url}/2" needs no second slash."""
    return url.rstrip("/") if "{url}/" in pattern else url


def without_page(url: str) -> str:
    """The address without its page number and without a fragment."""
    parts = urlsplit(url)
    kept = [p for p in parts.query.split("&") if p and p.split("=", 1)[0].lower() not in _PAGE_PARAMETERS]
    return urlunsplit(parts._replace(query="&".join(kept), fragment=""))


def page_number(url: str) -> int:
    """Which page of a split article an address shows; 1 when it does not say."""
    for name, value in parse_qsl(urlsplit(url).query):
        if name.lower() in _PAGE_PARAMETERS and _NUMBER.match(value):
            return max(1, int(value))
    return 1


def page_count(page: Page, outlet: Outlet | None, own: str | None = None) -> int:
    """How many pages the article is printed on, by its pagination links; 1 when it prints none.

    ``own`` is the article's address, where ``page`` is a further page of it. An AMP document and an all-on-one
    variant hold everything, whatever their pagination says.
    """
    ways = outlet.whole_article if outlet else ()
    if _is_amp_page(page) or (
        page.url and any(isinstance(w, AllOnOne) and _shows_all(page.url) for w in ways)
    ):
        return 1
    highest = 1
    for way in ways:
        if isinstance(way, Pages | AllOnOne):
            for element in page.select(way.links):
                highest = max(highest, _highest(element, page, way, own or page.canonical or page.url or ""))
            if "?" in way.url:
                highest = max(highest, _linked_pages(page, own or page.canonical or page.url or ""))
    return highest if highest <= MAX_PAGES else 1


def _linked_pages(page: Page, own: str) -> int:
    """The highest page of this very address that any link names, whatever its markup: templates change."""
    path = urlsplit(without_page(own)).path.rstrip("/")
    targets = (page.absolute(e.get("href")) for e in page.select("a[href*='=']")) if path else ()
    same = (
        t
        for t in targets
        if t and urlsplit(without_page(t)).path.rstrip("/") == path and not urlsplit(t).fragment
    )
    return max((n for n in map(page_number, same) if n <= MAX_PAGES), default=1)


def _is_amp_page(page: Page) -> bool:
    """Whether the document says that it is AMP: a server may answer an AMP address with page 1 of the desktop."""
    return any(page.root.get(mark) is not None for mark in ("amp", "⚡", "\u26a1\ufe0f", "amp4ads"))


def _shows_all(url: str) -> bool:
    return bool(_ALL.search(url))


def _highest(element: object, page: Page, way: Pages | AllOnOne, own: str) -> int:
    """The page number an element of the pagination speaks of: its label, else the number in its address."""
    label = text_of(element)
    numbers = (
        [int(label)] if _NUMBER.match(label) else [int(m) for m in _N_OF_M.findall(label) for m in m[1:]]
    )
    href = element.get("href")  # type: ignore[attr-defined]  # lxml elements are untyped here
    if href and page.base:
        target = page.absolute(href)
        # Only links to this very article count: a pagination of related lists may stand nearby.
        if target and without_page(target).rstrip("/").rsplit("/", 1)[-1] == _slug(own):
            numbers.append(page_number(target))
        elif target and isinstance(way, Pages) and "?" not in way.url:
            numbers.append(_number_in_path(way, without_page(target), own))
    return max((n for n in numbers if n <= MAX_PAGES), default=1)


def _number_in_path(way: Pages, target: str, own: str) -> int:
    """The number of the page that an address such as ``…/slug/2`` shows; 1 when it is none of this article's."""
    for n in range(2, MAX_PAGES + 1):
        made = way.url.format(url=_before(way.url, without_page(own)), n=n, offset=(n - 1) * way.step)
        if urlsplit(made).path.rstrip("/") == urlsplit(target).path.rstrip("/"):
            return n
    return 1


def _slug(own: str) -> str:
    return without_page(own).rstrip("/").rsplit("/", 1)[-1]
