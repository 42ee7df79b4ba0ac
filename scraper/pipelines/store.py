"""Repeats the articles of a crawl in the databases that STORE names; asleep where it names none.

It looks at no item: it follows the ledger, as articles.jsonl does, so that what a kill, or a store that was away, left
out is made good by the next crawl.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from scraper.crawl.state import our_crawl

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from scraper.dataset.follow import Follower

_LOOK = 0.25  # seconds between two looks at the ledger


class StorePipeline:
    """Leaves ``saring/store`` in the stats: why a store does not hold everything, a sentence each."""

    def __init__(self, crawler: Crawler, names: list[str]) -> None:
        self._crawler = crawler
        self._names = names
        self._followers: list[Follower] = []
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        if not settings.get("STORE"):
            raise NotConfigured
        from scraper.dataset.follow import names_of

        names = names_of(str(settings["STORE"]), Path(settings["OUTPUT_DIR"]))
        if not names:
            raise NotConfigured
        return cls(crawler, names)

    async def open_spider(self) -> None:
        from scraper.dataset.follow import Follower

        crawl = our_crawl(self._crawler)
        self._followers = [Follower(crawl.ledger, crawl.outlet.name, name) for name in self._names]
        self._tasks = [asyncio.create_task(_follow(follower)) for follower in self._followers]

    async def close_spider(self) -> None:
        """After ArticlesPipeline's, which decides what of a run that was held back is let out."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        problems = []
        for follower in self._followers:
            await _catch_up(follower)
            problems += follower.close()
        self._crawler.stats.set_value("saring/store", problems)


async def _follow(follower: Follower) -> None:
    while True:
        work = follower.step()
        if work is None:
            await asyncio.sleep(_LOOK)
        else:  # asyncio.wait, when it is cancelled, leaves alone what it waits for
            await asyncio.wait([asyncio.wrap_future(work)])


async def _catch_up(follower: Follower) -> None:
    """Bring it up to date, with one more try where it had failed."""
    work = follower.step(now=True)
    while work is not None:
        await asyncio.wait([asyncio.wrap_future(work)])
        work = follower.step()
