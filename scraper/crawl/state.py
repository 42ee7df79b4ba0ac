"""What middlewares, pipelines and extensions may ask the running crawl; the spider is it. Rooms meet here only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

from scraper.crawl.arguments import Arguments
from scraper.crawl.book import SourceTally
from scraper.crawl.frontier import Frontier
from scraper.crawl.manners import Gate
from scraper.crawl.output import Output
from scraper.crawl.pace import Pace
from scraper.crawl.site import Site
from scraper.ledger import Ledger
from scraper.ledger.hosts import Hosts
from scraper.ledger.queue import Lease
from scraper.outlet import Outlet

if TYPE_CHECKING:
    from scrapy import Request


class Crawl(Protocol):
    """One crawl of one outlet: what was asked for, where it may go, and where its results go."""

    outlet: Outlet
    arguments: Arguments
    site: Site
    ledger: Ledger
    frontier: Frontier
    hosts: Hosts
    output: Output
    gate: Gate
    pace: Pace
    sources: dict[str, SourceTally]
    not_due: dict[str, float]  # sources that a scheduled run leaves alone, and until when

    @property
    def full(self) -> bool:
        """Whether as many articles as asked for are there."""

    def visit_request(self, lease: Lease) -> Request:
        """The first request of the visit of a leased address."""


def crawl_of(crawler: Any) -> Crawl | None:
    """The crawl that a Scrapy crawler runs; None where its spider is not one of ours (`scrapy shell`)."""
    spider = crawler.spider
    return cast("Crawl", spider) if isinstance(getattr(spider, "frontier", None), Frontier) else None


def our_crawl(crawler: Any) -> Crawl:
    """The same for pipelines, which handle nothing but our spiders' items."""
    crawl = crawl_of(crawler)
    if crawl is None:
        message = f"not an outlet's spider: {crawler.spider!r}"
        raise TypeError(message)
    return crawl
