"""``extract``: one HTML page (and its further pages) in, one article record out."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.article import Article
from scraper.extraction.body import clean_body, find_body
from scraper.extraction.fields import FieldReader
from scraper.extraction.join import join_pages
from scraper.extraction.record import Reading, make_record
from scraper.extraction.refuse import (
    is_named_otherwise,
    refuse_by_address,
    refuse_other_pages,
    refuse_wall,
)
from scraper.extraction.whole import page_count, page_number
from scraper.outlet import Outlet
from scraper.outlets import by_name, by_url
from scraper.page import Page
from scraper.text.spaces import words

MorePages = Sequence["bytes | tuple[str, bytes]"]


def extract(
    html: bytes,
    url: str | None = None,
    *,
    outlet: Outlet | str | None = None,
    more_pages: MorePages = (),
    header_charset: str | None = None,
) -> Article:
    """Extract the article of one page.

    html: the page's raw bytes. url: where it came from. outlet: None finds it from the address or the page's own
    canonical link; a name or an Outlet takes that one; ``"generic"`` uses no outlet rules. more_pages: the further
    pages of a split article, as bytes or (address, bytes), in any order when addresses are given. header_charset:
    what the HTTP header claimed.

    Returns the record; ``pages_got`` < ``pages_expected`` and a warning when pages of a split article are missing.
    Raises PageRefused (empty, not HTML, hostile), NotAnArticle (log-in, list, soft 404, …) or UnknownOutlet.
    """
    page = Page(html, url, header_charset=header_charset)
    chosen = _outlet_of(page, outlet)
    refuse_by_address(page, chosen)
    first = find_body(page, chosen)
    fields = FieldReader(page, chosen)
    headline = fields.headline()
    parts, numbers = [clean_body(first, chosen, headline)], [page_number(url or "")]
    further: list[Page] = []
    elements = [*first.elements]
    for i, more in enumerate(more_pages, 2):
        address, data = more if isinstance(more, tuple) else (None, more)
        other = Page(data, address or url, header_charset=header_charset)
        body = find_body(other, chosen)
        part = clean_body(body, chosen, headline)
        if is_named_otherwise(other, part.blocks):
            continue  # an error page or a wall in its place
        further.append(other)
        elements += body.elements
        parts.append(part)
        number = page_number(address) if address else 1
        numbers.append(number if number > 1 else i)
    cleaned, got = join_pages(parts, numbers)
    count = sum(len(words(b.text)) for b in cleaned.blocks)
    refuse_other_pages(page, cleaned.blocks, count, headline, first.elements)
    refuse_wall(page, cleaned.blocks, count, " ".join(r.text for r in cleaned.removed[-5:]))
    found = fields.rest(cleaned.bylines, "\n\n".join(b.text for b in cleaned.blocks), further, elements)
    own = page.canonical or page.url
    expected = max(got, page_count(page, chosen), *(page_count(p, chosen, own) for p in further))
    return make_record(Reading(first, chosen, cleaned, found, count, expected, got))


def _outlet_of(page: Page, outlet: Outlet | str | None) -> Outlet | None:
    if isinstance(outlet, Outlet):
        return outlet
    if outlet == "generic":
        return None
    if outlet:
        return by_name(outlet)
    return by_url(page.url) or by_url(page.canonical)
