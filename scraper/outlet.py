"""The Outlet declaration: a frozen value that says how a site differs. It opens nothing and imports no Scrapy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timezone
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from scraper.article import Article
from scraper.boilerplate.rules import Prune, Rule, Stop, Strike
from scraper.errors import InvalidOutlet
from scraper.page import (
    After,
    Before,
    Css,
    Data,
    Ld,
    Meta,
    PathPart,
    Reader,
    Script,
    after,
    before,
    css,
    data,
    ld,
    meta,
    path_part,
    script,
)  # fmt: skip
from scraper.text.dates import WIB, WIT, WITA
from scraper.text.urls import host_of, same_site, unarchive, url_key

__all__ = [
    "WIB", "WIT", "WITA", "After", "AllOnOne", "Amp", "Before", "Css", "Data", "Feed", "Home", "Index", "Ld", "Meta",
    "Outlet", "Pages", "PathPart", "Prune", "Reader", "Script", "Sitemap", "Source", "Stop", "Strike",
    "WholeArticle", "after", "before", "css", "data", "ld", "meta", "path_part", "replace", "script",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, sitemap index or news sitemap, as a path on the outlet's main host or a full address."""

    url: str


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed."""

    url: str


@dataclass(frozen=True, slots=True)
class Index:
    """A page that lists articles. ``{page}`` in the address is counted up from ``first`` while new links come;

    ``{d}``, ``{m}``, ``{y}`` (with strftime's meaning: 05, 11, 2024) make it a dated archive, walked day by day, or
    month by month where ``{d}`` is missing. One with ``{section}`` is read for ``-a section=``, one with ``{keyword}``
    (the outlet's own search) or ``{tag}`` (the page of a tag, spelled like-this) for ``-a keyword=``. ``links``: CSS of
    the links, or for a listing in JSON ``json:NAME``: the values of that name are the addresses.
    """

    url: str
    first: int = 1
    step: int = 1
    links: str = "a"

    @property
    def dated(self) -> bool:
        """Whether it is walked by date."""
        return "{y}" in self.url


@dataclass(frozen=True, slots=True)
class Home:
    """A home page: its links may be articles, and it names the feeds of the site."""

    url: str = "/"


Source = Sitemap | Feed | Index | Home


@dataclass(frozen=True, slots=True)
class Amp:
    """The AMP twin holds the whole article; ``{path}`` is the article's path, ``{host}`` its host."""

    url: str = "/amp{path}"


@dataclass(frozen=True, slots=True)
class Pages:
    """The article is split over numbered pages, joined in number order.

    ``url``: the address of page n, from ``{url}`` (the key address without query) and ``{n}``, or ``{offset}`` where
    the site counts in ``step``s (0, 15, 30); ``links``: CSS of the pagination links or labels, whose largest number
    is the number of pages.
    """

    url: str = "{url}?page={n}"
    links: str = ".pagination a, .paging a"
    step: int = 1


@dataclass(frozen=True, slots=True)
class AllOnOne:
    """A variant of the address shows all pages at once: ``{url}?page=all``. ``links`` as in Pages."""

    url: str = "{url}?page=all"
    links: str = ".pagination a, .paging a"


WholeArticle = Amp | Pages | AllOnOne

_FIELDS = frozenset(
    "headline description byline authors editors date_published date_modified keywords article_section images "
    "is_accessible_for_free".split()
)
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """How one outlet differs from any other news site. Checked when it is made (InvalidOutlet names the fault).

    name: the spider's name. publisher: as printed on the site. domains: the sites it owns; every subdomain belongs
    to it. article_url: a regular expression on the path that article addresses match; without it every address may
    be an article. whole_article: how a split article is made whole, tried in order. body: the element(s) that hold
    the article. fields: readers tried before JSON-LD, meta and the generic readers; ``byline`` is parsed for both
    writers and editors. boilerplate: rules of this outlet only, before the shared ones. time_zones: zone by host
    prefix (``{"papua": WIT}``), where the page prints none. false_z: the site writes Z or +00:00 on local time.
    no_dates: what it prints in the place of a date that is not known yet.
    ld_author: what JSON-LD's ``author`` is here. expects: fields that every article of the outlet has; one missing
    is a warning. evidence: what the declaration rests on. broken: why schedules should skip it. foreign: it is any
    news site, of which only the domain is known.
    """

    name: str
    publisher: str
    domains: tuple[str, ...]
    host: str = ""
    sources: tuple[Source, ...] = ()
    article_url: str = ""
    not_article: str = ""
    whole_article: tuple[WholeArticle, ...] = ()
    body: Css | Data | None = None
    fields: Mapping[str, Reader | tuple[Reader, ...]] = field(default_factory=dict)
    boilerplate: tuple[Rule, ...] = ()
    time_zone: timezone = WIB
    time_zones: Mapping[str, timezone] = field(default_factory=dict)
    false_z: bool = False
    no_dates: tuple[str, ...] = ()
    ld_author: Literal["authors", "editors", "nobody"] = "authors"
    in_language: str = "id"
    expects: frozenset[str] = frozenset({"headline", "date_published", "article_body"})
    evidence: str = ""
    broken: str = ""
    foreign: bool = False

    def __post_init__(self) -> None:
        if not _NAME.match(self.name):
            self._refuse(f"name {self.name!r} is not lower-case letters, digits and underscores")
        if not self.domains or not all(_HOST.match(d) for d in self.domains):
            self._refuse(f"domains {self.domains!r} are not host names")
        for pattern in (self.article_url, self.not_article):
            try:
                re.compile(pattern)
            except re.error as error:
                self._refuse(f"pattern {pattern!r}: {error}")
        unknown = set(self.fields) - _FIELDS
        if unknown:
            self._refuse(f"no such field to read: {sorted(unknown)}")
        unknown = set(self.expects) - set(Article.__dataclass_fields__)
        if unknown:
            self._refuse(f"expects fields that the record does not have: {sorted(unknown)}")
        object.__setattr__(self, "host", self.host or f"www.{self.domains[0]}")
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))
        object.__setattr__(self, "time_zones", MappingProxyType(dict(self.time_zones)))
        object.__setattr__(self, "expects", frozenset(self.expects))

    def _refuse(self, message: str) -> None:
        raise InvalidOutlet(message, about=f"outlet {self.name!r}")

    def owns(self, url: str) -> bool:
        """Whether an address stands on one of the outlet's sites."""
        host = host_of(unarchive(url))
        return any(same_site(host, domain) for domain in self.domains)

    def is_article(self, url: str) -> bool:
        """Whether an address has the shape of one of the outlet's articles (its path; the host is not looked at)."""
        path = urlsplit(unarchive(url)).path
        if self.not_article and re.search(self.not_article, path):
            return False
        return bool(re.search(rf"^(?:{self.article_url})/?$", path)) if self.article_url else len(path) > 1

    def zone(self, url: str | None) -> timezone:
        """The time zone of a page that prints none, by its host."""
        host = host_of(url) if url else ""
        for prefix, zone in self.time_zones.items():
            if host.startswith(f"{prefix}."):
                return zone
        return self.time_zone

    def key(self, url: str) -> str:
        """The key under which an article address is known: see text.urls.url_key."""
        return url_key(unarchive(url))
