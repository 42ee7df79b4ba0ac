"""The fields around the body, each read in one fixed order; who answered is recorded.

Order: the outlet's rule; what the page prints (for headline, date, people and tags, where print and declaration
disagree the print is what a reader saw); JSON-LD; meta. Nothing is borrowed from another field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from scraper.article import Image
from scraper.boilerplate.fragment import fragment_text, has_markup
from scraper.extraction import place, printed
from scraper.extraction.people import read_people, unique
from scraper.extraction.times import read_times
from scraper.outlet import Outlet
from scraper.page import Page, jsonld
from scraper.page.page import text_of
from scraper.text.dates import Moment
from scraper.text.markup import without_markup
from scraper.text.spaces import tidy, words

_SITE_SUFFIX = re.compile(r"\s+(?:[-–—|»•]|::|-+)\s+([^-–—|»•]{2,60})\Z")
_HOME = re.compile(r"home|beranda|depan|utama|index", re.I)


@dataclass(slots=True)
class Fields:
    """What was read around the body."""

    headline: str | None = None
    description: str | None = None
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    published: Moment | None = None
    modified: Moment | None = None
    keywords: list[str] = field(default_factory=list)
    section: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    free: bool | None = None
    sources: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class FieldReader:
    """Reads the fields of one page."""

    def __init__(self, page: Page, outlet: Outlet | None) -> None:
        self.page = page
        self.outlet = outlet
        self.out = Fields()
        self._lead = ""
        self._further: tuple[Page, ...] = ()
        self._elements: Sequence[Any] = ()

    def headline(self) -> str | None:
        """Read first: the cleaner and the other readers need it."""
        declared = [*_without_suffix(self.page.meta.get("og:title", ()))]
        ld_headline = self._ld("headline")
        title = _without_suffix([text_of(e) for e in self.page.tagged("title")[:1]])
        printed_heading = printed.headline(self.page, [*ld_headline, *declared, *title])
        self.out.headline = self._first(
            "headline",
            ("outlet", lambda: self._rule("headline")),
            ("printed", lambda: [printed_heading] if printed_heading else []),
            ("json_ld", lambda: ld_headline),
            ("meta", lambda: [*declared, *title]),
        )
        return self.out.headline

    def rest(
        self, bylines: list[str], body: str, further: Iterable[Page] = (), elements: Sequence[Any] = ()
    ) -> Fields:
        """Everything else.

        ``bylines`` are the by-lines that the cleaner took out of the body, ``body`` the article's words, ``further``
        the other pages of a split article, whose last one often carries the by-line. ``elements`` hold the body, on
        whichever page.
        """
        out = self.out
        self._lead = body[:3000]
        self._further = tuple(further)
        self._elements = elements
        description = self._first(
            "description",
            ("outlet", lambda: self._rule("description")),
            ("meta", lambda: self.page.meta.get("description") or self.page.meta.get("og:description") or []),
            ("json_ld", lambda: self._ld("description")),
        )
        out.description = (
            tidy(fragment_text(description)) if description and has_markup(description) else description
        )
        people = read_people(self.page, self._further, self.outlet, self._rule, bylines, body, out.headline)
        out.authors, out.editors = people.authors, people.editors
        times = read_times(self.page, self.outlet, self._rule, out.headline)
        out.published, out.modified = times.published, times.modified
        out.sources |= people.sources | times.sources
        out.warnings += times.warnings
        out.keywords = self._tags()
        out.section = self._section()
        out.images = self._images()
        free = jsonld.strings(self.page.ld_article, "isAccessibleForFree") or [
            str(v) for v in [self.page.ld_article.get("isAccessibleForFree")] if isinstance(v, bool)
        ]
        out.free = {"true": True, "false": False}.get(free[0].lower()) if free else None
        return out

    # -- readers in their order ------------------------------------------------------------------------------

    def _rule(self, name: str, page: Page | None = None) -> list[str]:
        """What the outlet's own readers say of a field, on the first page unless another is given."""
        readers = self.outlet.fields.get(name) if self.outlet else None
        for reader in readers if isinstance(readers, tuple) else (readers,):
            values = reader.read(page or self.page) if reader is not None else []
            if values:
                return values
        return []

    def _ld(self, path: str) -> list[str]:
        return [tidy(v) for v in jsonld.strings(self.page.ld_article, path)]

    def _first(self, name: str, *readers: tuple[str, Callable[[], Iterable[str]]]) -> str | None:
        for source, read in readers:
            for value in read():
                value = without_markup(value)
                if value and any(c.isalnum() for c in value):
                    self.out.sources[name] = source
                    return value
        return None

    # -- place -----------------------------------------------------------------------------------------------

    def _tags(self) -> list[str]:
        declared = [
            t
            for n in ("news_keywords", "keywords")
            for v in self.page.meta.get(n, ())[:1]
            for t in v.split(",")
        ]
        declared = unique(map(tidy, declared))
        if len(declared) > 4 and not any(" " in t for t in declared):
            declared = []  # a sentence chopped into words
        about = " ".join([self.out.headline or "", self.out.description or "", *declared, self._lead])
        for page in (self.page, *self._further):  # split articles print their tags under the last page
            for source in ("outlet", "printed"):
                values = (
                    self._rule("keywords", page)
                    if source == "outlet"
                    else place.tags(page, about, self._elements)
                )
                tags = unique(
                    t.strip(" #,;")
                    for v in values
                    for t in ([v] if len(values) > 1 else _split_tags(v, declared))
                )
                if tags:
                    self.out.sources["keywords"] = source
                    return tags
        return []

    def _section(self) -> list[str]:
        readers: tuple[tuple[str, Callable[[], list[str]]], ...] = (
            ("outlet", lambda: self._rule("article_section")),
            ("printed", lambda: place.breadcrumb(self.page)),
            ("json_ld", lambda: self._ld("articleSection")),
            ("meta", lambda: self.page.meta.get("article:section", [])[:1]),
        )
        headline = words((self.out.headline or "").lower())
        for source, read in readers:
            trail = unique(v.strip(" »›>/|") for v in read())
            trail = [v for v in trail if words(v.lower()) != headline and len(v) <= 40]
            trail = [
                v
                for i, v in enumerate(trail)
                if not self._is_home(v, first=i == 0 and (len(trail) > 1 or source == "printed"))
            ]
            if trail:
                self.out.sources["article_section"] = source
                return trail
        return []

    def _is_home(self, label: str, *, first: bool) -> bool:
        """Whether a step of the trail is the front page and not a section."""
        brands = {self.outlet.publisher.lower(), *self.outlet.domains} if self.outlet else set()
        return (first and bool(_HOME.fullmatch(label))) or label.lower() in brands or "." in label

    def _images(self) -> list[Image]:
        candidates = [("outlet", u) for u in self._rule("images")]
        candidates += [
            ("json_ld", u) for path in ("image.url", "image.contentUrl", "image") for u in self._ld(path)
        ]
        candidates += [("meta", u) for u in self.page.meta.get("og:image", ())]
        for source, printed_url in candidates:
            url = self.page.absolute(printed_url)
            if url and " " not in url:
                self.out.sources["images"] = source
                caption = printed.caption(self.page, url)
                return [Image(url, caption, None)]
        return []


def _without_suffix(titles: Iterable[str]) -> list[str]:
    """Titles without the site's name at the end ("… - JPNN.com", "… | Kabar Online")."""
    cleaned = []
    for title in titles:
        match = _SITE_SUFFIX.search(title)
        while match and len(match[1].split()) <= 5 and match.start() > len(match[1]):
            title = title[: match.start()]
            match = _SITE_SUFFIX.search(title)
        cleaned.append(title.strip())
    return cleaned


def _split_tags(line: str, declared: list[str]) -> list[str]:
    """One printed tag line as tags: at commas or #, else with the declared keywords' help."""
    if "," in line or "#" in line:
        return re.split(r"[,#]", line)
    rest = line.lower()
    found = [(rest.index(tag.lower()), tag) for tag in declared if tag.lower() in rest]
    covered = sum(len(words(t)) for _, t in found)
    return [t for _, t in sorted(found)] if len(found) > 1 and covered >= len(words(line)) else [line]
