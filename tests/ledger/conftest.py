"""Ledgers to test: SQLite always, PostgreSQL where there is a server (see tests/conftest.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scraper.ledger import Ledger
from scraper.ledger.queue import Offer, Queue
from scraper.ledger.runs import Run, open_run


@pytest.fixture(params=["sqlite", "postgresql"])
def dsn(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return str(request.getfixturevalue("postgres")())


@pytest.fixture
def ledger(dsn: str) -> Iterator[Ledger]:
    opened = Ledger(dsn)
    yield opened
    opened.close()


def run_of(ledger: Ledger, scope: str = "{}", now: float = 0.0, *, everything: bool = True) -> Run:
    return open_run(ledger, "genpi", scope, everything=everything, now=now, lease=60)


@pytest.fixture
def queue_of(ledger: Ledger) -> Callable[..., Queue]:
    return lambda **given: Queue(ledger, run_of(ledger, **given), lease=60)


def offers(*names: str, skip: str = "") -> list[Offer]:
    return [
        Offer(f"https://genpi.co/{name}", f"https://www.genpi.co/{name}", "www.genpi.co", skip)
        for name in names
    ]
