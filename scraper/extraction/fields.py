"""The fields around the body, each read in one fixed order; who answered is recorded.

Order: the outlet's rule; what the page prints (for headline, date, people and tags, where print and declaration
disagree the print is what a reader saw); JSON-LD; meta. Nothing is borrowed from another field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from scraper.article import Image
from scraper.boilerplate.fragment import fragment_text, has_markup
from scraper.extraction import printed
from scraper.outlet import Outlet
from scraper.page import Page, jsonld
from scraper.page.page import text_of
from scraper.page.readers import compiled
from scraper.text.dates import WIB, Moment, is_update, parse_moment
from scraper.text.names import Byline, parse_byline, person, split_names
from scraper.text.markup import without_markup
from scraper.text.spaces import tidy, words

_SITE_SUFFIX = re.compile(r"\s+(?:[-–—|»•]|::|-+)\s+([^-–—|»•]{2,60})\Z")
_META_DATES = (
    "article:published_time", "og:published_time", "datepublished", "content_publisheddate", "publishdate",
    "dtk:publishdate", "pubdate", "jpnncom_news_pubdate", "publish_date", "article.published", "date", "dc.date",
    "dc.date.issued", "cxenseparse:recs:publishtime", "parsely-pub-date",
)  # fmt: skip
_META_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod")
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

    def headline(self) -> str | None:
        """Read first: the cleaner and the other readers need it."""
        declared = [*_without_suffix(self.page.meta.get("og:title", ()))]
        ld_headline = self._ld("headline")
        title = _without_suffix([text_of(e) for e in self.page.root.iter("title")][:1])
        printed_heading = printed.headline(self.page, [*ld_headline, *declared, *title])
        self.out.headline = self._first(
            "headline",
            ("outlet", lambda: self._rule("headline")),
            ("printed", lambda: [printed_heading] if printed_heading else []),
            ("json_ld", lambda: ld_headline),
            ("meta", lambda: [*declared, *title]),
        )
        return self.out.headline

    def rest(self, bylines: list[str], body: str, further: Iterable[Page] = ()) -> Fields:
        """Everything else.

        ``bylines`` are the by-lines that the cleaner took out of the body, ``body`` the article's words, ``further``
        the other pages of a split article, whose last one often carries the by-line.
        """
        out = self.out
        self._lead = body[:3000]
        self._further = tuple(further)
        description = self._first(
            "description",
            ("outlet", lambda: self._rule("description")),
            ("meta", lambda: self.page.meta.get("description") or self.page.meta.get("og:description") or []),
            ("json_ld", lambda: self._ld("description")),
        )
        out.description = tidy(fragment_text(description)) if description and has_markup(description) else description
        self._people(bylines)
        self._dates()
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
        """What the outlet's own readers say of a field."""
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

    # -- people ----------------------------------------------------------------------------------------------

    def _people(self, bylines: list[str]) -> None:
        out, publisher = self.out, self.outlet.publisher if self.outlet else None
        for name in ("authors", "editors"):
            named = [p for v in self._rule(name) for n in split_names(v) if (p := person(n, publisher=publisher))]
            if named:
                setattr(out, name, _unique(named))
                out.sources[name] = "outlet"
        found: list[tuple[str, str]] = []
        for page in (self.page, *self._further):
            found += [("outlet", b) for b in self._rule("byline", page)] or [("printed", b) for b in printed.bylines(page)]
        for source, line in [*found, *(("body", b) for b in bylines)]:
            self._take(source, parse_byline(line, publisher=publisher))
        ld_role = self.outlet.ld_author if self.outlet else "authors"
        for source, names in (("json_ld", self._ld("author.name") or _plain(self._ld("author"))),
                              ("printed", printed.author(self.page))):  # fmt: skip
            people = _unique(p for n in names for part in split_names(n) if (p := person(part, publisher=publisher)))
            if not people or ld_role == "nobody":
                continue
            if ld_role == "editors" and source == "json_ld":
                self._take(source, Byline((), tuple(people)))
            elif not out.authors and not set(map(str.lower, people)) & set(map(str.lower, out.editors)):
                # A declared author who is printed as the editor is the editor (kompas, republika, mediaindonesia).
                self._take(source, Byline(tuple(people), ()))
        if not out.authors:  # the name in capitals that closed the body, without a role
            closing = [p for b in bylines if b.isupper() and ":" not in b and (p := person(b, publisher=publisher))]
            self._take("body", Byline(tuple(closing[-1:]), ()))

    def _take(self, source: str, byline: Byline) -> None:
        for name, people in (("authors", byline.authors), ("editors", byline.editors)):
            if people and self.out.sources.get(name, source) in (source, "body", "printed"):
                if self.out.sources.setdefault(name, source) == source or not getattr(self.out, name):
                    setattr(self.out, name, _unique([*getattr(self.out, name), *people]))

    # -- time ------------------------------------------------------------------------------------------------

    def _dates(self) -> None:
        zone = self.outlet.zone(self.page.url or self.page.canonical) if self.outlet else None
        if zone == WIB and not self.outlet.time_zones:  # type: ignore[union-attr]
            zone = None  # the country's default: the reader says "assumed"
        false_z = self.outlet.false_z if self.outlet else False
        no_dates = self.outlet.no_dates if self.outlet else ()

        def parse(values: Iterable[str]) -> Iterable[Moment]:
            for value in values:
                moment = parse_moment(value, zone=zone, false_z=false_z, placeholders=no_dates)
                if moment is not None and not is_update(value):
                    yield moment

        declared = [
            *(("json_ld", m) for m in parse(self._ld("datePublished"))),
            *(("meta", m) for name in _META_DATES for m in parse(self.page.meta.get(name, ())[:1])),
            *(("printed", m) for m in parse(printed.time_elements(self.page))),
        ]
        seen = [
            *(("outlet", m) for m in parse(self._rule("date_published"))),
            *(("printed", m) for m in parse(printed.dates(self.page, self.out.headline))),
        ]
        source, chosen = _settle(seen, declared)
        if chosen is not None:
            self.out.published = chosen
            self.out.sources["date_published"] = source
            if not any(m.iso[:10] == chosen.iso[:10] for _, m in declared) and declared:
                self.out.warnings.append("dates_disagree")
        modified = [
            *parse(self._rule("date_modified")),
            *parse(self._ld("dateModified")),
            *(m for name in _META_MODIFIED for m in parse(self.page.meta.get(name, ())[:1])),
        ]
        if modified and chosen and "T" in modified[0].iso and _minute(modified[0].iso) > _minute(chosen.iso):
            self.out.modified = modified[0]

    # -- place -----------------------------------------------------------------------------------------------

    def _tags(self) -> list[str]:
        declared = [t for n in ("news_keywords", "keywords") for v in self.page.meta.get(n, ())[:1] for t in v.split(",")]
        declared = _unique(map(tidy, declared))
        if len(declared) > 4 and not any(" " in t for t in declared):
            declared = []  # a sentence chopped into words
        about = " ".join([self.out.headline or "", self.out.description or "", *declared, self._lead])
        for page in (self.page, *self._further):  # split articles print their tags under the last page
            for source, values in (("outlet", self._rule("keywords", page)), ("printed", printed.tags(page, about))):
                tags = _unique(t.strip(" #,;") for v in values for t in ([v] if len(values) > 1 else _split_tags(v, declared)))
                if tags:
                    self.out.sources["keywords"] = source
                    return tags
        return []

    def _section(self) -> list[str]:
        readers: tuple[tuple[str, Callable[[], list[str]]], ...] = (
            ("outlet", lambda: self._rule("article_section")),
            ("printed", lambda: printed.breadcrumb(self.page)),
            ("json_ld", lambda: self._ld("articleSection")),
            ("meta", lambda: self.page.meta.get("article:section", [])[:1]),
        )
        headline = words((self.out.headline or "").lower())
        for source, read in readers:
            trail = _unique(v.strip(" »›>/|") for v in read())
            trail = [v for v in trail if words(v.lower()) != headline and len(v) <= 40]
            trail = [v for i, v in enumerate(trail) if not self._is_home(v, first=i == 0 and (len(trail) > 1 or source == "printed"))]
            if trail:
                self.out.sources["article_section"] = source
                return trail
        return []

    def _is_home(self, label: str, *, first: bool) -> bool:
        """Whether a step of the trail is the front page and not a section."""
        brands = {self.outlet.publisher.lower(), *self.outlet.domains} if self.outlet else set()
        return first and bool(_HOME.fullmatch(label)) or label.lower() in brands or "." in label

    def _images(self) -> list[Image]:
        candidates = [("outlet", u) for u in self._rule("images")]
        candidates += [("json_ld", u) for path in ("image.url", "image.contentUrl", "image") for u in self._ld(path)]
        candidates += [("meta", u) for u in self.page.meta.get("og:image", ())]
        for source, printed_url in candidates:
            url = self.page.absolute(printed_url)
            if url and " " not in url:
                self.out.sources["images"] = source
                caption = printed.caption(self.page, url)
                return [Image(url, caption, None)]
        return []


def _settle(seen: list[tuple[str, Moment]], declared: list[tuple[str, Moment]]) -> tuple[str, Moment | None]:
    """The publication time: the printed one that a declaration confirms, else the printed, else the declared.

    A printed time is trusted when no declaration speaks or one is within a day of it. A declared UTC time whose
    clock shows the printed local minute carries a false Z; the printed one is right then as well.
    """
    timed = [(s, m) for s, m in seen if "T" in m.iso]
    for source, moment in timed:
        if any(_minute(moment.iso) == _minute(d.iso) for _, d in declared):
            return source, moment
    for source, moment in timed:
        if not declared or any(abs(_day(moment) - _day(d)) <= 1 for _, d in declared):
            return source, moment
    for source, moment in declared:
        if "T" in moment.iso:
            return source, moment
    return next(iter([*seen, *declared]), ("", None))


def _day(moment: Moment) -> int:
    from datetime import date

    return date.fromisoformat(moment.iso[:10]).toordinal()


def _minute(iso: str) -> str:
    from datetime import UTC, datetime

    return datetime.fromisoformat(iso).astimezone(UTC).strftime("%Y-%m-%dT%H:%M") if "T" in iso else iso


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
    rest, found = line.lower(), []
    for tag in declared:
        if tag.lower() in rest:
            found.append((line.lower().index(tag.lower()), tag))
    covered = sum(len(words(t)) for _, t in found)
    return [t for _, t in sorted(found)] if len(found) > 1 and covered >= len(words(line)) else [line]


def _plain(names: list[str]) -> list[str]:
    return [n for n in names if "://" not in n]


def _unique(values: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for value in values:
        if value and any(c.isalnum() for c in value):
            found.setdefault(value.lower(), without_markup(value))
    return list(found.values())


def element_texts(page: Page, selector: str) -> list[Any]:
    """Tidy texts of a selector's elements."""
    return [t for t in map(text_of, compiled(selector)(page.root)) if t]
