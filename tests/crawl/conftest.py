"""Sites to crawl, for every test of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scraper.newsroom import Newsroom

from .sites import Stub, Whole, crawl


@pytest.fixture
def stub() -> Iterator[Stub]:
    site = Stub()
    yield site
    site.close()


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as site:
        yield site


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    out = tmp_path_factory.mktemp("whole")
    with Newsroom() as site:
        feeds = [arg for kind in ("jsonl", "csv", "xml", "json") for arg in ("-O", str(out / f"feed.{kind}"))]
        run = crawl(site.origin, out, *feeds, cwd=out)
    return Whole(run, site, out)
