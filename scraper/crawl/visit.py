"""One visit: an address in, the whole article or why there is none out. Downloads come from outside."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Protocol, TypeAlias

from scraper import __version__
from scraper.article import RULES_VERSION, Article, article_id
from scraper.crawl.fault import Fault
from scraper.crawl.site import Site
from scraper.errors import SaringError
from scraper.extraction.whole import MAX_PAGES, all_on_one_address, amp_address, is_amp, page_address
from scraper.ledger.aliases import ALIAS
from scraper.ledger.queue import Lease
from scraper.outlet import AllOnOne, Amp, Pages, WholeArticle

# A page that was read by other rules is read anew, whether it changed or not.
VERSION = f"{__version__}/{RULES_VERSION}"
NOT_MODIFIED = 304
_NO_AMP = frozenset({"gone", "soft_404"})
# What the page says of itself is believed: there is nothing to keep for a later look.
_NOTHING_THERE = frozenset({"soft_404"})


@dataclass(frozen=True)
class Answer:
    """What a request gave: bytes, or a fault (with bytes, where it is their content that is at fault)."""

    url: str
    final_url: str = ""
    status: int | None = None
    body: bytes = b""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    since: str | None = None  # what to ask with, If-Modified-Since, when the server names no better condition
    downloaded: str | None = None
    rights: Mapping[str, str] = field(default_factory=dict)
    archive: str | None = None  # where the bytes are kept: WARC file#offset
    fault: Fault | None = None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(slots=True)
class Visit:
    """How the visit of one address went: an article, a fault, or neither where the page has not changed.

    ``page`` is the answer that the article was read from, ``page_url`` and ``canonical`` are addresses on the
    outlet's own host; ``canonical`` is that of another article, if the page names one.
    """

    lease: Lease
    url: str
    article: Article | None = None
    fault: Fault | None = None
    answers: list[Answer] = field(default_factory=list)
    page: Answer | None = None
    page_url: str | None = None
    canonical: str = ""
    canonical_key: str | None = None
    version: str = VERSION

    @property
    def key(self) -> str:
        """What the ledger knows the address by."""
        return self.lease.key


class Extract(Protocol):
    """Bytes to a record, awaited: inline, or in a worker process that can be killed. ``signature``: fields to set."""

    def __call__(
        self, html: bytes, url: str, *, more_pages: list[tuple[str, bytes]], header_charset: str | None,
        signature: Mapping[str, Any],
    ) -> Awaitable[Article]: ...  # fmt: skip


Fetch: TypeAlias = Callable[[str], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Plan:
    """In which ways the article of a lease is read, in order, and what is asked first (with which headers)."""

    ways: tuple[WholeArticle | None, ...]
    url: str
    first: str
    headers: Mapping[str, str]


def plan_of(site: Site, lease: Lease, *, amp_first: bool = True) -> Plan:
    """How to visit an address: the way that worked last time first, and only if it changed since.

    ``amp_first``: whether AMP twins are worth asking for before the desktop page, where the outlet prefers them.
    """
    url = site.here(lease.url) or lease.url
    known = lease.page_url and lease.version == VERSION and not lease.past.startswith(ALIAS)
    remembered = site.here(lease.page_url) if known and lease.page_url else None
    ways = _ways(site)
    if not (is_amp(remembered) if remembered else amp_first):
        ways = (*(w for w in ways if not isinstance(w, Amp)), *(w for w in ways if isinstance(w, Amp)))
    headers = {}
    if remembered and lease.etag:
        headers["If-None-Match"] = lease.etag
    if remembered and lease.last_modified:
        headers["If-Modified-Since"] = lease.last_modified
    first = remembered if headers and remembered else _address(site, ways[0], url) or url
    return Plan(ways, url, first, headers)


def _ways(site: Site) -> tuple[WholeArticle | None, ...]:
    """How to get the article whole, in order; None is the plain page, where there is no other desktop way."""
    ways: tuple[WholeArticle | None, ...] = site.outlet.whole_article
    return ways if any(isinstance(way, Pages | AllOnOne) for way in ways) else (*ways, None)


@lru_cache(256)  # asked twice a visit
def _address(site: Site, way: WholeArticle | None, url: str) -> str | None:
    made: str | None = url
    if isinstance(way, Amp):
        made = amp_address(site.outlet, url)
    elif isinstance(way, AllOnOne):
        made = all_on_one_address(site.outlet, url)
    elif isinstance(way, Pages):
        made = page_address(site.outlet, url, 1)
    return site.here(made) if made else None


class Taker:
    """Takes one article whole, by the ways of its plan, in their order.

    An AMP twin that is missing, refused, no article or incomplete gives way to the desktop pages. Desktop
    pages that are incomplete give way to what is declared after them; any other fault of theirs stands.
    ``amp_seen`` is told whether an AMP twin was there.
    """

    def __init__(
        self,
        site: Site,
        lease: Lease,
        plan: Plan,
        fetch: Fetch,
        extract: Extract,
        amp_seen: Callable[[bool], None],
    ) -> None:
        self._site = site
        self._plan = plan
        self._fetch = fetch
        self._extract = extract
        self._amp_seen = amp_seen
        self._ready: dict[str, Answer] = {}
        self.visit = Visit(lease, plan.url)

    async def take(self, first: Answer) -> Visit:
        """The visit; ``first`` is the answer for the plan's first address, downloaded already."""
        visit, fault = self.visit, None
        if first.status == NOT_MODIFIED and self._plan.headers:
            return visit
        self._ready[first.url] = first
        for way in self._plan.ways:
            address = _address(self._site, way, self._plan.url)
            if address is None:
                continue
            if first.url in self._ready and (way is None or isinstance(way, Amp) == is_amp(first.url)):
                address = first.url  # what worked last time may be elsewhere by now than the rule says
            outcome = await self._read(address, way)
            if isinstance(outcome, Article):
                visit.article = outcome
                return visit
            if fault is None or not isinstance(way, Amp):
                fault = outcome
            if outcome.reason == "limit" or not (isinstance(way, Amp) or outcome.reason == "incomplete"):
                break
        visit.fault = fault or Fault("quarantined", "no_address", "the outlet declares no way to read it")
        return visit

    async def _get(self, address: str) -> Answer:
        answer = self._ready.pop(address, None) or await self._fetch(address)
        if answer.body and (answer.fault is None or answer.fault.kind != "skipped"):
            self.visit.answers.append(answer)
        return answer

    async def _read(self, address: str, way: WholeArticle | None) -> Article | Fault:
        """The whole article from ``address`` on, or why it is not to be had that way."""
        main = await self._get(address)
        if main.fault is None:
            self.visit.page, self.visit.page_url = main, self._site.own(main.final_url or address)
        if main.fault:
            if isinstance(way, Amp) and main.fault.reason in _NO_AMP:
                self._amp_seen(False)
            return main.fault
        if isinstance(way, Amp) and not is_amp(main.final_url):
            self._amp_seen(False)
            self._ready.setdefault(
                main.final_url, main
            )  # led to the article itself, which is what comes next
            self.visit.answers = [answer for answer in self.visit.answers if answer is not main]
            return Fault("skipped", "no_amp", f"{address} leads to {main.final_url}")
        others: list[tuple[str, bytes]] = []
        article = await self._extracted(main, others, way)
        if isinstance(way, Amp):
            self._amp_seen(isinstance(article, Article))
        while isinstance(article, Article) and article.pages_got < article.pages_expected:
            missing = await self._next_page(main, others, way, article)
            if missing:
                return missing
            article = await self._extracted(main, others, way)
        return self._named(article) if isinstance(article, Article) else article

    async def _next_page(
        self, main: Answer, others: list[tuple[str, bytes]], way: WholeArticle | None, article: Article
    ) -> Fault | None:
        """Add the next page in number order to ``others``; a fault when it is not to be had."""
        number = len(others) + 2
        plain = self._site.desktop(main.final_url)
        address = page_address(self._site.outlet, plain, number) if isinstance(way, Pages) else None
        address = self._site.here(address) if address else None
        if address is None or number > min(article.pages_expected, MAX_PAGES):
            got = f"{article.pages_got} of {article.pages_expected} pages"
            return Fault("quarantined", "incomplete", f"only {got} are to be had")
        answer = await self._get(address)
        if answer.fault:
            if answer.fault.kind == "failed" or answer.fault.reason == "limit":
                return answer.fault
            why = f"{answer.fault.reason} {answer.fault.message}".strip()
            return Fault("quarantined", "incomplete", f"page {number} of {article.pages_expected}: {why}")
        others.append((address, answer.body))
        return None

    async def _extracted(
        self, main: Answer, others: list[tuple[str, bytes]], way: WholeArticle | None
    ) -> Article | Fault:
        try:
            return await self._extract(
                main.body, main.final_url, more_pages=others, header_charset=main.charset,
                signature=self._signature(main, way),
            )  # fmt: skip
        except SaringError as error:
            return Fault(
                "skipped" if error.reason in _NOTHING_THERE else "quarantined", error.reason, error.message
            )

    def _signature(self, main: Answer, way: WholeArticle | None) -> dict[str, Any]:
        """The fields that only the download knows."""
        moved = main.final_url != main.url
        return {
            "url": self._site.desktop(main.final_url) if moved else self._plan.url,
            **({"amp_url": main.final_url} if isinstance(way, Amp) else {}),
            "http_status": main.status, "etag": main.etag, "last_modified": main.last_modified,
            "date_downloaded": main.downloaded, "archive": main.archive, "rights": dict(main.rights),
        }  # fmt: skip

    def _named(self, article: Article) -> Article:
        """The article with the id of this address, where it names none of its own."""
        visit, url = self.visit, article.url or ""
        visit.url = url
        if article.canonical_url and url == self._plan.url == self._site.here(article.canonical_url):
            return article
        canonical = self._site.article(article.canonical_url) if article.canonical_url else None
        key = self._site.key(canonical) if canonical else None
        if key not in (visit.key, self._site.key(visit.url)):
            # The home page, a list or another article: what one wrong template makes many pages name.
            own = article_id(self._site.outlet.name, visit.key)
            if article.id != own:
                article.id = own
            visit.canonical, visit.canonical_key = self._site.own(canonical or ""), key
        return article
