"""Extraction in processes that can be killed: limits of time and memory, deaths, and what comes back."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from scraper.errors import NotAnArticle
from scraper.outlets import by_name
from scraper.workers import WorkerLost, Workers

from .sites import article, prose

GENPI = by_name("genpi")
HTML = article("Kerja bakti di Wonoasri bersama warga", *prose("wonoasri")).encode()
# Seconds and a hundred megabytes of work, within every limit on bytes.
_MANY = (f"Warga memperbaiki saluran air nomor {n} sejak Rabu." for n in range(20_000))
HEAVY = article("Berat", *_MANY).replace("itemprop=articleBody", "").encode()
URL = "https://www.genpi.co/berita/1/kerja-bakti"


@pytest.fixture
def with_workers() -> Iterator[Callable[..., Any]]:
    made: list[Workers] = []

    def run(work: Callable[[Workers], Awaitable[Any]], count: int = 1, **limits: Any) -> Any:
        async def inside() -> Any:
            workers = Workers(count, **limits)
            made.append(workers)
            workers.start()
            return await work(workers)

        return asyncio.run(inside())

    yield run
    for workers in made:
        workers.stop()


@pytest.mark.parametrize("count", [0, 1])
def test_the_same_record_inline_and_in_a_worker(with_workers: Callable[..., Any], count: int) -> None:
    record = with_workers(lambda w: w.extract(HTML, URL, outlet=GENPI), count)
    assert [block.text for block in record.blocks] == list(prose("wonoasri"))


@pytest.mark.parametrize("count", [0, 1])
def test_errors_come_back_as_they_are(with_workers: Callable[..., Any], count: int) -> None:
    soft = b"<html><head><title>Halaman tidak ditemukan</title></head><body><p>Maaf.</p></body></html>"
    with pytest.raises(NotAnArticle) as caught:
        with_workers(lambda w: w.extract(soft, URL, outlet=GENPI), count)
    assert caught.value.reason == "soft_404" and caught.value.about == URL


def test_a_page_that_takes_too_long_costs_itself_only(with_workers: Callable[..., Any]) -> None:
    async def work(workers: Workers) -> tuple[Any, Any]:
        await workers.extract(HTML, URL, outlet=GENPI)
        slow = await asyncio.gather(workers.extract(HEAVY, URL, outlet=GENPI), return_exceptions=True)
        return slow[0], await workers.extract(HTML, URL, outlet=GENPI)

    lost, good = with_workers(work, seconds=0.5)
    assert isinstance(lost, WorkerLost) and lost.reason == "timeout" and good.headline


def test_a_page_that_takes_too_much_memory_costs_itself_only(with_workers: Callable[..., Any]) -> None:
    async def work(workers: Workers) -> tuple[Any, Any]:
        lost = await asyncio.gather(workers.extract(HEAVY, URL, outlet=GENPI), return_exceptions=True)
        return lost[0], await workers.extract(HTML, URL, outlet=GENPI)

    lost, good = with_workers(work, megabytes=78)
    assert isinstance(lost, Exception) and good.headline


def test_dead_workers_are_replaced_and_cost_no_innocent_page(with_workers: Callable[..., Any]) -> None:
    lost: list[int] = []

    async def kill(workers: Workers) -> None:
        for n in range(6):
            await asyncio.sleep(0.4)
            for pid in workers.pids[n % 2 : n % 2 + 1]:
                with suppress(ProcessLookupError):  # its successor is being started
                    os.kill(pid, signal.SIGKILL)

    async def work(workers: Workers) -> list[Any]:
        pages = [workers.extract(HTML, f"{URL}-{n}", outlet=GENPI) for n in range(400)]
        return (await asyncio.gather(kill(workers), *pages, return_exceptions=True))[1:]

    found = with_workers(work, 2, lost=lambda: lost.append(1))
    assert [error for error in found if isinstance(error, Exception)] == [] and lost
