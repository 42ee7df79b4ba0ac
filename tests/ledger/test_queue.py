"""Addresses: each leased once, in order, by one process at a time; none lost with a run or a process that dies."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.ledger import Ledger
from scraper.ledger.aliases import REVIVED
from scraper.ledger.owner import started_at
from scraper.ledger.queue import Queue
from scraper.ledger.runs import Yield, finish_run, open_run
from scraper.ledger.schema import urls
from scraper.ledger.store import LedgerError

from .conftest import offers, run_of

Queues = Callable[..., Queue]
NOW = {"now": 0.0, "patience": 0.0}


def test_each_is_leased_once_in_the_order_of_discovery(queue_of: Queues) -> None:
    queue = queue_of()
    assert queue.offer(offers("b", "a", "b"), "/sitemap.xml", **NOW) == 2
    assert queue.offer(offers("a", "c"), "/rss", **NOW) == 1
    taken = [queue.lease(1.0) for _ in range(4)]
    assert [lease and lease.key[-1] for lease in taken] == ["b", "a", "c", None]
    assert queue.tally() == {("leased", ""): 3}


def test_what_a_list_named_first_is_known_after_a_crash(queue_of: Queues) -> None:
    first = queue_of()
    first.offer(offers("a"), "/sitemap.xml", **NOW)
    first.offer(offers("a", "b"), "/indeks", **NOW)
    again = queue_of()
    assert again.run == first.run.__class__(first.run.id, "genpi", True, None)
    # The same answers as the first time, so that an index is walked as far as it would have been.
    assert [
        again.offer(offers("a"), "/sitemap.xml", **NOW),
        again.offer(offers("a", "b"), "/indeks", **NOW),
    ] == [1, 1]
    assert sum(again.tally().values()) == 2


def test_a_lease_that_dies_is_taken_up_again(queue_of: Queues) -> None:
    queue = queue_of()
    queue.offer(offers("a"), "", **NOW)
    assert queue.lease(10.0) and not queue.lease(60.0)
    assert queue.lease(71.0), "it expired"
    queue.renew(100.0)
    assert not queue.lease(150.0) and queue.lease(161.0)


def test_leases_of_dead_processes_of_this_machine_are_free_at_once(queue_of: Queues, ledger: Ledger) -> None:
    queue = queue_of()
    queue.offer(offers("a", "b", "c"), "", **NOW)
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    host = queue.owner.rsplit(" ", 2)[0]
    for owner in (queue.owner, f"{host} {process.pid} {started_at(process.pid)}", "elsewhere 1 1"):
        lease = queue.lease(0.0)
        with ledger.begin() as connection:
            connection.execute(urls.update().where(urls.c.id == lease.id).values(lease_owner=owner))  # type: ignore[union-attr]
    assert queue.release_dead(1.0) == 0
    process.kill()
    process.wait()
    assert queue.release_dead(1.0) == 1, "only the one whose process is gone"
    assert queue.release_dead(61.0) == 2, "the others when they expire"


def test_endings_and_second_runs(queue_of: Queues, ledger: Ledger) -> None:
    queue = queue_of()
    queue.offer(offers("a", "b", "c"), "", **NOW)
    a, b, c = (queue.lease(0.0) for _ in range(3))
    assert a and b and c
    queue.end(a.id, "emitted", etag='"1"', page_url="https://www.genpi.co/amp/a", article_id="genpi-1")
    queue.end(b.id, "skipped", "gone", next_visit=1000.0)
    queue.end(c.id, "waiting", "http_500", tries=1, next_visit=500.0)
    assert queue.lease(499.0) is None and queue.next_due() == 500.0
    assert queue.end_open("failed", "not_tried", later_than=100.0) == 1
    assert queue.tally() == {("emitted", ""): 1, ("skipped", "gone"): 1, ("failed", "http_500"): 1}
    finish_run(ledger, queue.run, 100.0, counts=True)
    second = queue_of(now=400.0)
    assert second.run.id != queue.run.id and second.tally() == {}
    assert second.offer(offers("a", "b", "c"), "", now=400.0, patience=50.0) == 0
    lease = second.lease(400.0)
    assert lease and (lease.etag, lease.past, lease.article_id) == ('"1"', "emitted/", "genpi-1")
    assert second.lease(400.0) is None, "b and c are not due, and end as they did"
    assert second.tally() == {("leased", ""): 1, ("skipped", "gone"): 1, ("failed", "http_500"): 1}


def test_a_full_run_takes_over_what_is_due_and_what_a_dead_run_left(queue_of: Queues, ledger: Ledger) -> None:
    window = queue_of(scope='{"since": 1}', everything=False)
    window.offer(offers("a"), "", **NOW)
    failed = queue_of()
    failed.offer(offers("b"), "", **NOW)
    lease = failed.lease(0.0)
    assert lease
    failed.end(lease.id, "failed", "timeout", next_visit=50.0, tries=2)
    finish_run(ledger, failed.run, 1.0, counts=True)
    assert queue_of(now=2.0).tally() == {}, "the window's run may still be alive, b is not due"
    later = queue_of(now=100.0)
    assert later.tally() == {("waiting", ""): 1, ("waiting", "timeout"): 1}
    assert [lease and (lease.key[-1], lease.tries) for lease in (later.lease(100.0), later.lease(100.0))] == [
        ("b", 2),
        ("a", 0),
    ], "what a later run met first comes first"


def test_an_alias_is_visited_when_its_article_is_not_to_be_had(queue_of: Queues) -> None:
    queue = queue_of()
    queue.offer(offers("alias", "canonical"), "", **NOW)
    alias, canonical = queue.lease(0.0), queue.lease(0.0)
    assert alias and canonical
    queue.end(alias.id, "skipped", "duplicate", alias_of=canonical.key)
    assert queue.lease(1.0) is None
    queue.end(canonical.id, "skipped", "gone")
    again = queue.lease(1.0)
    assert again and (again.key, again.past) == (alias.key, REVIVED)


def test_busy_hosts_and_held_hosts(queue_of: Queues) -> None:
    queue = queue_of()
    queue.offer(offers("a"), "", **NOW)
    assert queue.lease(0.0, ["www.genpi.co"]) is None
    queue.hold("www.genpi.co", 3600.0)
    assert queue.lease(0.0) is None and queue.next_due() == 3600.0


def test_the_baseline_is_the_median_of_telling_runs(ledger: Ledger) -> None:
    from scraper.ledger.articles import Articles

    for tried, sound in ((100, 90), (3, 0), (100, 96), (50, 46)):
        run = run_of(ledger)
        Articles(ledger, run).count(tried=tried, sound=sound)
        finish_run(ledger, run, 1.0, counts=True)
    run = run_of(ledger)
    assert run.baseline == 0.92
    assert Yield(20, 9).below(run.baseline) and not Yield(20, 10).below(run.baseline)
    assert not Yield(9, 0).below(run.baseline) and not Yield(20, 0).below(None)


def test_the_schema_is_made_once_however_many_start_at_once(tmp_path: Path) -> None:
    code = f"from scraper.ledger import Ledger; Ledger('sqlite:///{tmp_path / 'new.db'}').close()"
    starts = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(6)]
    assert [(process.wait(60), process.communicate()[1]) for process in starts] == [(0, b"")] * 6


@pytest.mark.parametrize(
    "wrong", ["bukan alamat", "sqlite:////tidak/ada/di/sini.db", "postgresql://127.0.0.1:9/x"]
)
def test_a_ledger_that_cannot_be_opened_says_so(wrong: str) -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger(wrong)
    assert "LEDGER_DSN" in str(caught.value) and "\n" not in str(caught.value)


def test_a_password_is_not_printed() -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger("postgresql://budi:rahasia@127.0.0.1:9/x")
    assert "rahasia" not in str(caught.value)


@pytest.mark.slow
def test_operations_are_cheap(tmp_path: Path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'l.db'}")
    queue = Queue(ledger, open_run(ledger, "x", "", everything=True, now=0, lease=60), lease=60)
    count = 20_000
    started = time.perf_counter()
    queue.offer(offers(*map(str, range(count))), "", **NOW)
    offered = time.perf_counter()
    for _ in range(1000):
        lease = queue.lease(1.0)
        assert lease
        queue.end(lease.id, "emitted", etag="1")
    visited = time.perf_counter()
    assert (offered - started) / count < 0.001
    assert (visited - offered) / 1000 < 0.002  # two operations
    ledger.close()
