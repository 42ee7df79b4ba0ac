"""Putting a record together from what was read: identity, fields, body, links, warnings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from scraper.article import Article, Link, article_id
from scraper.boilerplate.cleaner import Cleaned
from scraper.extraction import printed
from scraper.extraction.around import links_after
from scraper.extraction.body import Body
from scraper.extraction.cited import cited_sources
from scraper.extraction.fields import Fields
from scraper.extraction.place import publisher
from scraper.extraction.rights import rights
from scraper.extraction.whole import is_amp, without_page
from scraper.outlet import Outlet
from scraper.page import Page
from scraper.text.urls import apex_of, host_of, same_site, unarchive, url_key


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read of an article: its first page, the body of all pages joined, the fields around it."""

    body: Body
    outlet: Outlet | None
    cleaned: Cleaned
    fields: Fields
    word_count: int
    pages_expected: int
    pages_got: int


def make_record(reading: Reading) -> Article:
    """The article record of a reading."""
    page, outlet, cleaned, fields = reading.body.page, reading.outlet, reading.cleaned, reading.fields
    published = fields.published
    record = Article(
        id=article_id(outlet.name if outlet else None, _identity(page, outlet)),
        url=page.url or page.canonical,
        canonical_url=_canonical(page, outlet),
        amp_url=page.amp or (page.url if page.url and is_amp(page.url) else None),
        outlet=outlet.name if outlet else None,
        publisher=outlet.publisher if outlet and not outlet.foreign else publisher(page),
        is_part_of=host_of(unarchive(page.url or page.canonical or "")) or None,
        headline=fields.headline,
        description=fields.description,
        dateline=cleaned.dateline,
        article_body="\n\n".join(b.text for b in cleaned.blocks),
        blocks=cleaned.blocks,
        end_mark=cleaned.end_mark,
        in_language=_language(page, outlet),
        word_count=reading.word_count,
        authors=fields.authors,
        editors=fields.editors,
        date_published=published.iso if published else None,
        date_published_raw=published.raw if published else None,
        date_modified=fields.modified.iso if fields.modified else None,
        time_zone_from=published.zone_from if published and "T" in published.iso else None,
        article_section=fields.section,
        keywords=fields.keywords,
        images=fields.images,
        is_accessible_for_free=fields.free,
        related_links=_links([*cleaned.links, *links_after(page, reading.body.elements)], page),
        cited_sources=cited_sources(cleaned.blocks, [outlet.publisher, *outlet.domains] if outlet else []),
        pages_expected=reading.pages_expected,
        pages_got=reading.pages_got,
        field_sources={
            **fields.sources,
            "article_body": "outlet" if reading.body.extraction == "rules" else "generic",
        },
        extraction=reading.body.extraction,
        removed=cleaned.removed,
        content_sha256=hashlib.sha256(page.html).hexdigest(),
        copyright_notice=cleaned.copyright_notice or printed.copyright_notice(page),
        rights=rights(page),
    )
    record.warnings = list(dict.fromkeys(_warnings(record, reading)))
    return record


def _identity(page: Page, outlet: Outlet | None) -> str:
    address = _canonical(page, outlet) or page.url or ""
    # The home page, or a list: what a wrong template makes every page name.
    if page.url and not _may_be_article(address, outlet) and _may_be_article(page.url, outlet):
        address = page.url
    return url_key(without_page(address)) if address else hashlib.sha256(page.html).hexdigest()


def _may_be_article(url: str, outlet: Outlet | None) -> bool:
    return outlet.is_article(url) if outlet else len(urlsplit(url).path) > 1


def _canonical(page: Page, outlet: Outlet | None) -> str | None:
    """rel=canonical where it stays on the site; the page's own address where it points elsewhere."""
    canonical, url = page.canonical, unarchive(page.url) if page.url else None
    if canonical is None:
        return without_page(url) if url else None
    if (outlet and outlet.owns(canonical)) or not url:
        return canonical
    return canonical if same_site(host_of(canonical), apex_of(host_of(url))) else without_page(url)


def _language(page: Page, outlet: Outlet | None) -> str | None:
    declared = (page.root.get("lang") or "").split("-")[0].split("_")[0].lower()
    return (outlet.in_language if outlet else "") or {"in": "id"}.get(declared, declared) or None


def _links(links: list[Link], page: Page) -> list[Link]:
    """Each link once, in order; links back to this very article are none."""
    own = url_key(page.canonical or page.url or "")
    seen: set[tuple[str, str | None]] = set()
    kept = []
    for link in links:
        key = url_key(link.url) if link.url else None
        identity = (link.title.lower(), key)
        if identity not in seen and (key is None or not own or key != own):
            seen.add(identity)
            kept.append(link)
    return kept


def _warnings(record: Article, reading: Reading) -> Iterable[str]:
    yield from reading.body.page.warnings
    yield from reading.body.warnings
    yield from reading.fields.warnings
    if "\ufffd" in record.article_body or "\ufffd" in (record.headline or ""):
        yield "undecodable_bytes"
    if record.pages_got < record.pages_expected:
        yield "incomplete"
    for name in sorted(reading.outlet.expects if reading.outlet else ("headline", "date_published")):
        if not getattr(record, name):
            yield f"missing_{name}"
