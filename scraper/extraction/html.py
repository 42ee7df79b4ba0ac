"""``extract``: one HTML page (and its further pages) in, one article record out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.article import Article, Extraction, Link, article_id
from scraper.boilerplate.cleaner import Cleaned, Context, clean
from scraper.boilerplate.lines import LineReader
from scraper.boilerplate.markup import Fate
from scraper.boilerplate.rules import Prune
from scraper.extraction import printed
from scraper.extraction.around import links_after
from scraper.extraction.cited import cited_sources
from scraper.extraction.fields import FieldReader
from scraper.extraction.join import join_pages
from scraper.extraction.refuse import refuse_other_pages, refuse_wall
from scraper.extraction.rights import rights
from scraper.extraction.whole import is_amp, page_count, page_number, without_page
from scraper.outlet import Outlet
from scraper.outlets import by_name, by_url
from scraper.page import Page
from scraper.page.readers import compiled
from scraper.text.spaces import words
from scraper.text.urls import host_of, same_site, unarchive, url_key

MorePages = Sequence["bytes | tuple[str, bytes]"]
_LEAST_BODY_WORDS = 20


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
    first = _read_page(page, chosen)
    fields = FieldReader(page, chosen)
    headline = fields.headline()
    parts = [_clean(first, chosen, headline)]
    further: list[Page] = []
    numbers = [page_number(url or "")]
    for i, more in enumerate(more_pages, 2):
        address, body = more if isinstance(more, tuple) else (None, more)
        read = _read_page(Page(body, address or url, header_charset=header_charset), chosen)
        further.append(read.page)
        parts.append(_clean(read, chosen, headline))
        numbers.append(page_number(address) if address and page_number(address) > 1 else i)
    cleaned, got = join_pages(parts, numbers)
    refuse_other_pages(page, cleaned.blocks, headline)
    refuse_wall(page, cleaned.blocks, " ".join(r.text for r in cleaned.removed[-5:]))
    body = "\n\n".join(b.text for b in cleaned.blocks)
    found = fields.rest(cleaned.bylines, body, further)
    own = page.canonical or page.url
    expected = max(got, page_count(page, chosen), *(page_count(p, chosen, own) for p in further))
    record = Article(
        id=article_id(chosen.name if chosen else None, _identity(page, chosen)),
        url=url or page.canonical,
        canonical_url=_canonical(page, chosen),
        amp_url=page.amp or (url if url and is_amp(url) else None),
        outlet=chosen.name if chosen else None,
        publisher=chosen.publisher if chosen else _publisher(page),
        is_part_of=host_of(unarchive(url or page.canonical or "")) or None,
        headline=headline,
        description=found.description,
        dateline=cleaned.dateline,
        article_body=body,
        blocks=cleaned.blocks,
        end_mark=cleaned.end_mark,
        in_language=_language(page, chosen),
        word_count=sum(len(words(b.text)) for b in cleaned.blocks),
        authors=found.authors,
        editors=found.editors,
        date_published=found.published.iso if found.published else None,
        date_published_raw=found.published.raw if found.published else None,
        date_modified=found.modified.iso if found.modified else None,
        time_zone_from=found.published.zone_from if found.published and "T" in found.published.iso else None,
        article_section=found.section,
        keywords=found.keywords,
        images=found.images,
        is_accessible_for_free=found.free,
        related_links=_links([*cleaned.links, *links_after(page, first.bodies)], page),
        cited_sources=cited_sources(cleaned.blocks, _own_names(chosen)),
        pages_expected=expected,
        pages_got=got,
        field_sources={**found.sources, "article_body": "outlet" if first.extraction == "rules" else "generic"},
        extraction=first.extraction,
        removed=cleaned.removed,
        content_sha256=hashlib.sha256(html).hexdigest(),
        copyright_notice=cleaned.copyright_notice or printed.copyright_notice(page),
        rights=rights(page),
    )
    record.warnings = list(_warnings(record, page, chosen, first, found.warnings))
    return record


@dataclass(slots=True)
class _Read:
    """The body region of one page, as found."""

    page: Page
    bodies: list[Any]
    extraction: Extraction
    warnings: list[str]


def _outlet_of(page: Page, outlet: Outlet | str | None) -> Outlet | None:
    if isinstance(outlet, Outlet):
        return outlet
    if outlet == "generic":
        return None
    if outlet:
        return by_name(outlet)
    return by_url(page.url) or by_url(page.canonical)


def _read_page(page: Page, outlet: Outlet | None) -> _Read:
    """Find the body: by the outlet's rule; by the generic path where there is none or it no longer matches."""
    from scraper.extraction.generic import body_elements

    warnings: list[str] = []
    if outlet and outlet.body:
        bodies = _outermost(outlet.body.elements(page))
        if sum(len(words(" ".join(b.itertext()))) for b in bodies) >= _LEAST_BODY_WORDS:
            return _Read(page, bodies, "rules", warnings)
        warnings.append("body_rule_missed")
    return _Read(page, body_elements(page), "generic", warnings)


def _outermost(elements: list[Any]) -> list[Any]:
    chosen = set(elements)
    return [e for e in elements if not any(a in chosen for a in e.iterancestors())]


def _clean(read: _Read, outlet: Outlet | None, headline: str | None) -> Cleaned:
    rules = outlet.boilerplate if outlet else ()
    prunes: dict[Any, Fate] = {}
    for rule in rules:
        if isinstance(rule, Prune):
            for element in compiled(rule.css)(read.page.root):
                prunes.setdefault(element, Fate(rule.name, rule.kind, rule.links, element))
    reader = LineReader(prunes, read.page.absolute)
    for body in read.bodies:
        reader.read(body)
    return clean(reader.lines, Context(rules, outlet.publisher if outlet else None, headline))


def _identity(page: Page, outlet: Outlet | None) -> str:
    address = _canonical(page, outlet) or page.url or ""
    return url_key(without_page(address)) if address else hashlib.sha256(page.html).hexdigest()


def _canonical(page: Page, outlet: Outlet | None) -> str | None:
    """rel=canonical where it stays on the site; the page's own address where it points elsewhere."""
    canonical, url = page.canonical, unarchive(page.url) if page.url else None
    if canonical is None:
        return without_page(url) if url else None
    if outlet and outlet.owns(canonical) or not url:
        return canonical
    host = host_of(url)
    apex = ".".join(host.split(".")[-3 if host.endswith((".co.id", ".or.id", ".go.id", ".ac.id")) else -2 :])
    return canonical if same_site(host_of(canonical), apex) else without_page(url)


def _publisher(page: Page) -> str | None:
    from scraper.page import jsonld

    names = jsonld.strings(page.ld_article, "publisher.name") or page.meta.get("og:site_name", [])
    return names[0].strip() if names else None


def _language(page: Page, outlet: Outlet | None) -> str | None:
    declared = (page.root.get("lang") or "").split("-")[0].split("_")[0].lower()
    return (outlet.in_language if outlet else "") or {"in": "id"}.get(declared, declared) or None


def _own_names(outlet: Outlet | None) -> list[str]:
    return [outlet.publisher, *outlet.domains] if outlet else []


def _links(links: list[Link], page: Page) -> list[Link]:
    """Each link once, in order; links back to this very article are none."""
    own = url_key(page.canonical or page.url or "")
    seen: set[tuple[str, str | None]] = set()
    kept = []
    for link in links:
        identity = (link.title.lower(), url_key(link.url) if link.url else None)
        if identity not in seen and (link.url is None or not own or url_key(link.url) != own):
            seen.add(identity)
            kept.append(link)
    return kept


def _warnings(record: Article, page: Page, outlet: Outlet | None, read: _Read, others: Iterable[str]) -> Iterable[str]:
    yield from page.warnings
    yield from read.warnings
    yield from others
    if "\ufffd" in record.article_body or "\ufffd" in (record.headline or ""):
        yield "undecodable_bytes"
    if record.pages_got < record.pages_expected:
        yield "incomplete"
    for name in sorted(outlet.expects if outlet else ("headline", "date_published")):
        if not getattr(record, name):
            yield f"missing_{name}"
