"""The frontier without a crawl: copies, moves, tries, order, and crashes between two steps."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from scraper.article import Article, Block
from scraper.crawl.fault import Fault
from scraper.crawl.frontier import Frontier
from scraper.crawl.policy import Policy
from scraper.crawl.visit import Answer, Visit
from scraper.ledger import Ledger
from scraper.ledger.queue import Lease, Offer

HOST = "www.genpi.co"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(f"sqlite:///{tmp_path / 'l.db'}")


def frontier_of(ledger: Ledger, **policy: float) -> Frontier:
    return Frontier(ledger, "genpi", "{}", Policy(**policy), clock=lambda: 1000.0)  # type: ignore[arg-type]


def visits(frontier: Frontier, *names: str) -> list[Visit]:
    frontier.offer([Offer(name, f"https://{HOST}/{name}", HOST) for name in names], "/sitemap.xml")
    leases = [frontier.take() for _ in names]
    return [
        Visit(lease, lease.url, page=Answer(lease.url, etag='"1"'))
        for lease in leases
        if isinstance(lease, Lease)
    ]


def with_article(visit: Visit, its_id: str, words: str = "") -> Visit:
    blocks = [Block("paragraph", words or its_id)]
    visit.article = Article(
        id=its_id, headline=its_id, article_body=blocks[0].text, blocks=blocks, url=visit.url
    )
    return visit


def emit(frontier: Frontier, visit: Visit) -> str:
    assert visit.article
    saved = frontier.emit(visit, visit.article.to_dict())
    return saved.reason if isinstance(saved, Fault) else saved.outcome


def test_tries_double_and_end(ledger: Ledger) -> None:
    frontier = frontier_of(ledger, backoff=10.0, tries=3)
    (visit,) = visits(frontier, "a")
    assert frontier.postpone(visit, Fault("failed", "http_500")) == 1010.0
    assert frontier.due_in() == 10.0 and not frontier.due_now and frontier.pending
    frontier.clock = lambda: 1010.0
    again = frontier.take()
    assert again and again.tries == 1
    visit = Visit(again, again.url)
    assert frontier.postpone(visit, Fault("failed", "host_paused", until=5000.0, counts=False)) == 5000.0
    assert frontier.due_in() is None and not frontier.pending, "too far away to stay for"
    frontier.close_out(full=False)
    assert frontier.finish() == {("failed", "host_paused"): 1}


def test_a_redirect_reserves_its_target_also_across_a_crash(ledger: Ledger) -> None:
    frontier = frontier_of(ledger)
    (visit,) = visits(frontier, "old")
    visit.url = f"https://{HOST}/new"
    assert not frontier.moved(visit, "new")
    frontier.queue.end(visit.lease.id, "waiting")  # killed here, and started again
    frontier = frontier_of(ledger)
    again = frontier.take()
    assert again
    visit = Visit(again, f"https://{HOST}/new")
    assert not frontier.moved(visit, "new"), "reserved for this very address"
    assert emit(frontier, with_article(visit, "genpi-1")) == "new"
    assert (
        frontier.offer([Offer("new", f"https://{HOST}/new", HOST)], "/rss") == 0 and frontier.take() is None
    )
    (other,) = visits(frontier, "third")
    assert frontier.moved(other, "new") and frontier.moved(other, "old")


@pytest.mark.parametrize("first", ["copy", "original"])
def test_a_copy_stands_back_whichever_comes_first(ledger: Ledger, first: str) -> None:
    frontier = frontier_of(ledger)
    order = ["copy", "original"] if first == "copy" else ["original", "copy"]
    ended = {}
    for visit in visits(frontier, *order):
        with_article(visit, "genpi-1", "kata")
        visit.canonical, visit.canonical_key = f"https://{HOST}/original", "original"
        ended[visit.key] = emit(frontier, visit)
    assert ended == {"copy": "duplicate", "original": "new"}


def test_two_that_name_each_other_give_one_article(ledger: Ledger) -> None:
    frontier = frontier_of(ledger)
    ended = []
    for visit, other in zip(visits(frontier, "a", "b"), "ba", strict=True):
        with_article(visit, f"genpi-{other}", "kata")
        visit.canonical, visit.canonical_key = f"https://{HOST}/{other}", other
        ended.append(emit(frontier, visit))
    assert sorted(ended) == ["duplicate", "new"]


def test_results_stand_in_the_order_of_discovery_but_wait_for_nobody_long(ledger: Ledger) -> None:
    async def run() -> list[str]:
        frontier = frontier_of(ledger, order=0.3)
        done: list[str] = []

        async def settle(visit: Visit, after: float) -> None:
            await asyncio.sleep(after)
            await frontier.flight.turn(visit.key)
            done.append(visit.key)
            frontier.refuse(visit, Fault("skipped", "gone"))

        first = visits(frontier, *"abcd")
        await asyncio.gather(*(settle(v, t) for v, t in zip(first, (0.1, 0.0, 1.0, 0.05), strict=True)))
        return done

    assert asyncio.run(run()) == ["a", "b", "d", "c"], "c is slow: d waits a little, then overtakes it"


def test_time_that_a_kill_took_counts_for_no_visit(ledger: Ledger) -> None:
    async def run() -> list[str]:
        frontier = frontier_of(ledger, order=0.3)
        done: list[str] = []

        async def settle(visit: Visit, steps: int) -> None:
            for _ in range(steps):
                await asyncio.sleep(0.1)
                frontier.flight.excuse(0.1)  # its worker was killed
            await frontier.flight.turn(visit.key)
            done.append(visit.key)
            frontier.refuse(visit, Fault("skipped", "gone"))

        first = visits(frontier, *"ab")
        await asyncio.gather(*(settle(v, n) for v, n in zip(first, (8, 0), strict=True)))
        return done

    assert asyncio.run(run()) == ["a", "b"]


def test_refusals_in_a_row(ledger: Ledger) -> None:
    frontier = frontier_of(ledger)
    refused = Fault("failed", "http_403")
    assert not any(frontier.note_refusal(refused) for _ in range(9))
    frontier.note_refusal(None)
    assert not any(frontier.note_refusal(refused) for _ in range(9))
    assert frontier.note_refusal(refused)
    assert frontier.note_refusal(Fault("failed", "host_paused", counts=False)), "that is no page between them"
