"""The body region of a page: found by the outlet's rule or the generic path, then cleaned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from scraper.article import Extraction
from scraper.boilerplate.cleaner import Cleaned, Context, clean
from scraper.boilerplate.lines import LineReader
from scraper.boilerplate.markup import Fate
from scraper.boilerplate.rules import Prune
from scraper.extraction.alone import drop_next_articles
from scraper.extraction.generic import body_elements
from scraper.outlet import Outlet
from scraper.page import Page
from scraper.page.page import plain_text
from scraper.text.spaces import words
from scraper.text.urls import apex_of, host_of, unarchive

# A body rule that finds fewer words than this has found something else.
_LEAST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Body:
    """The elements that hold the article, and how they were found."""

    page: Page
    elements: list[Any]
    extraction: Extraction
    warnings: list[str]


def find_body(page: Page, outlet: Outlet | None) -> Body:
    """Find the body: by the outlet's rule; by the generic path where there is none or it no longer matches."""
    drop_next_articles(page)
    warnings: list[str] = []
    if outlet and outlet.body:
        bodies = _each_once(_outermost(outlet.body.elements(page)))
        if _holds_words(bodies, _LEAST_WORDS):
            return Body(page, bodies, "rules", warnings)
        warnings.append("body_rule_missed")
    return Body(page, _each_once(body_elements(page)), "generic", warnings)


def _holds_words(elements: list[Any], least: int) -> bool:
    """Whether there are so many words in the elements; the first lines tell."""
    counts = accumulate(len(words(text)) for element in elements for text in element.itertext())
    return any(count >= least for count in counts)


def _outermost(elements: list[Any]) -> list[Any]:
    if len(elements) < 2:
        return elements
    chosen = set(elements)
    return [e for e in elements if not any(a in chosen for a in e.iterancestors())]


def _each_once(elements: list[Any]) -> list[Any]:
    """The elements without those that repeat an earlier one's words: a copy for small screens."""
    if len(elements) < 2:
        return elements
    found: dict[str, Any] = {}
    for element in elements:
        found.setdefault(" ".join(plain_text(element).split()), element)
    return list(found.values())


def clean_body(body: Body, outlet: Outlet | None, headline: str | None) -> Cleaned:
    """The body's lines, cleaned by the outlet's own rules and the shared ones."""
    rules = outlet.boilerplate if outlet else ()
    prunes: dict[Any, Fate] = {}
    for rule in rules:
        if isinstance(rule, Prune):
            for element in body.page.select(rule.css):
                prunes.setdefault(element, Fate(rule.name, rule.kind, rule.links, element))
    reader = LineReader(prunes, body.page.absolute)
    for element in body.elements:
        reader.read(element)
    name = outlet.publisher if outlet else site_name(body.page)
    return clean(reader.lines, Context(rules, name, headline, site=_site(body.page)))


def _site(page: Page) -> str:
    return apex_of(host_of(unarchive(page.base))) if page.base else ""


# What follows the name: "Kabar Desa - Berita Terkini", "Kabar Desa | Tepat dan Cepat".
_MOTTO = re.compile(r"\s+[-–—|:•»]+\s+|\s*\|\s*")


def site_name(page: Page) -> str | None:
    """The site's name as its own metadata print it, without a motto; else as its address has it; else None."""
    for name in page.meta.get("og:site_name", []):
        if printed := _MOTTO.split(name.strip(), maxsplit=1)[0].strip():
            return printed
    return _site(page).partition(".")[0] or None
