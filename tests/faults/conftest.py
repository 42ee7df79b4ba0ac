"""One whole crawl of the misbehaving newsroom, for every test that only looks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .run import Result, crawl
from .site import FaultyNewsroom

DELAY = 0.05


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FaultyNewsroom, Result]]:
    """Every fault and forty good articles, crawled once with a delay that its robots.txt raises."""
    with FaultyNewsroom(crawl_delay=2 * DELAY) as site:
        yield site, crawl(site.origin, tmp_path_factory.mktemp("everything"), delay=DELAY)
