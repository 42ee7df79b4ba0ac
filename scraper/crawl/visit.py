"""One visit: an address in, the whole article or why there is none out. Downloads come from outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from scraper.article import Article
from scraper.crawl.site import Site
from scraper.errors import SaringError
from scraper.extraction.whole import MAX_PAGES, all_on_one_address, amp_address, is_amp, page_address
from scraper.outlet import AllOnOne, Amp, Pages, WholeArticle

FaultKind: TypeAlias = Literal["skipped", "quarantined", "failed"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no article: skipped (none to be had), quarantined (bytes kept), failed (not reached)."""

    kind: FaultKind
    reason: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request gave: bytes, or a fault (with bytes, where it is their content that is at fault)."""

    url: str
    final_url: str = ""
    status: int | None = None
    body: bytes = b""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    downloaded: str | None = None
    fault: Fault | None = None


@dataclass(slots=True)
class Visit:
    """How the visit of one address went: an article, or a fault. The item that runs through the pipelines."""

    key: str
    url: str
    article: Article | None = None
    fault: Fault | None = None
    answers: list[Answer] = field(default_factory=list)


class Extract(Protocol):
    """Bytes to a record, awaited: inline, or in a worker process that can be killed."""

    def __call__(
        self, html: bytes, url: str, *, more_pages: list[tuple[str, bytes]], header_charset: str | None
    ) -> Awaitable[Article]: ...


Fetch: TypeAlias = Callable[[str], Awaitable[Answer]]


def first_address(site: Site, url: str) -> str:
    """The address a visit of the article at ``url`` asks first: its AMP twin, where the outlet prefers it."""
    way = _ways(site)[0]
    return _address(site, way, url) or url


def _ways(site: Site) -> tuple[WholeArticle | None, ...]:
    """How to get the article whole, in order; None is the plain page, where there is no other desktop way."""
    ways: tuple[WholeArticle | None, ...] = site.outlet.whole_article
    return ways if any(isinstance(way, Pages | AllOnOne) for way in ways) else (*ways, None)


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
    """Takes one article whole, by the ways its outlet declares, in their order.

    An AMP twin that is missing, refused, no article or incomplete gives way to the desktop pages. Desktop
    pages that are incomplete give way to what is declared after them; any other fault of theirs stands.
    """

    def __init__(self, site: Site, url: str, fetch: Fetch, extract: Extract) -> None:
        self._site = site
        self._url = url
        self._fetch = fetch
        self._extract = extract
        self._ready: dict[str, Answer] = {}
        self._visit = Visit(site.key(url), url)

    @property
    def answers(self) -> list[Answer]:
        """The pages got so far, for the quarantine of a visit that broke."""
        return self._visit.answers

    async def take(self, first: Answer) -> Visit:
        """The visit; ``first`` is the answer for ``first_address``, downloaded already."""
        self._ready[first.url] = first
        visit, fault = self._visit, None
        for way in _ways(self._site):
            address = _address(self._site, way, self._url)
            if address is None:
                continue
            outcome = await self._read(address, way)
            if isinstance(outcome, Article):
                visit.article = outcome
                return visit
            if fault is None or not isinstance(way, Amp):
                fault = outcome
            if outcome.reason == "limit" or not (isinstance(way, Amp) or outcome.reason == "incomplete"):
                break
        visit.fault = fault or Fault("failed", "no_address", "the outlet declares no way to read it")
        return visit

    async def _get(self, address: str) -> Answer:
        answer = self._ready.pop(address, None) or await self._fetch(address)
        if answer.body and (answer.fault is None or answer.fault.kind == "quarantined"):
            self._visit.answers.append(answer)
        return answer

    async def _read(self, address: str, way: WholeArticle | None) -> Article | Fault:
        """The whole article from ``address`` on, or why it is not to be had that way."""
        main = await self._get(address)
        if main.fault:
            return main.fault
        if isinstance(way, Amp) and not is_amp(main.final_url):
            return Fault("skipped", "no_amp", f"{address} leads to {main.final_url}")
        others: list[tuple[str, bytes]] = []
        article = await self._extracted(main, others)
        while isinstance(article, Article) and article.pages_got < article.pages_expected:
            missing = await self._next_page(main, others, way, article)
            if missing:
                return missing
            article = await self._extracted(main, others)
        return self._signed(article, main, way) if isinstance(article, Article) else article

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
            if answer.fault.reason == "limit":
                return answer.fault
            why = f"{answer.fault.reason} {answer.fault.message}".strip()
            return Fault("quarantined", "incomplete", f"page {number} of {article.pages_expected}: {why}")
        others.append((address, answer.body))
        return None

    async def _extracted(self, main: Answer, others: list[tuple[str, bytes]]) -> Article | Fault:
        try:
            return await self._extract(
                main.body, main.final_url, more_pages=others, header_charset=main.charset
            )
        except SaringError as error:
            return Fault("quarantined", error.reason, error.message)

    def _signed(self, article: Article, main: Answer, way: WholeArticle | None) -> Article:
        """The article with what only the download knows."""
        moved = main.final_url != main.url
        article.url = self._visit.url = self._site.desktop(main.final_url) if moved else self._url
        if isinstance(way, Amp):
            article.amp_url = main.final_url
        article.http_status = main.status
        article.etag = main.etag
        article.last_modified = main.last_modified
        article.date_downloaded = main.downloaded
        return article
