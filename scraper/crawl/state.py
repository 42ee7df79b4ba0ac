"""What middlewares, pipelines and extensions may ask the running crawl; the spider is it. Rooms meet here only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, cast

from scraper.crawl.arguments import Arguments
from scraper.crawl.book import Book
from scraper.crawl.site import Site
from scraper.outlet import Outlet


class Crawl(Protocol):
    """One crawl of one outlet: what was asked for, where it may go, and its accounts."""

    outlet: Outlet
    arguments: Arguments
    site: Site
    book: Book

    @property
    def full(self) -> bool:
        """Whether as many articles as asked for are there."""


def crawl_of(crawler: Any) -> Crawl | None:
    """The crawl that a Scrapy crawler runs; None where its spider is not one of ours (`scrapy shell`)."""
    spider = crawler.spider
    return cast("Crawl", spider) if isinstance(getattr(spider, "book", None), Book) else None


def our_crawl(crawler: Any) -> Crawl:
    """The same for pipelines, which handle nothing but our spiders' items."""
    crawl = crawl_of(crawler)
    if crawl is None:
        message = f"not an outlet's spider: {crawler.spider!r}"
        raise TypeError(message)
    return crawl


def output_folder(settings: Mapping[str, Any], crawl: Crawl) -> Path:
    """``OUTPUT_DIR/<outlet>``, made when missing."""
    folder = Path(settings["OUTPUT_DIR"]) / crawl.outlet.name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
