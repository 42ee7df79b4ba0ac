"""Locks and calendars in the ledger, on SQLite and PostgreSQL."""

from __future__ import annotations

import subprocess
import sys

from sqlalchemy import insert, update

from scraper.ledger import Ledger
from scraper.ledger.queue import Queue
from scraper.ledger.runs import finish_run
from scraper.ledger.schema import locks, urls
from scraper.outlet import Feed, Index, replace
from scraper.outlets import by_name
from scraper.schedule.calendar import Calendar, Seen
from scraper.schedule.lock import OutletLock
from scraper.schedule.pace import Bounds
from scraper.schedule.plan import plan_of

from .conftest import offers, run_of

BOUNDS = Bounds()
HOUR = 3600.0
# Takes the lock and is killed, or tells who holds it.
TAKER = """
import os, sys
from scraper.ledger import Ledger
from scraper.schedule.lock import OutletLock
lock = OutletLock(Ledger(sys.argv[1]), "genpi")
print(lock.take(float(sys.argv[2]), 60) or "taken", flush=True)
if len(sys.argv) > 3: os.kill(os.getpid(), 9)
"""


def take_elsewhere(dsn: str, now: float, *more: str) -> str:
    command = [sys.executable, "-c", TAKER, dsn, str(now), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_a_lock_keeps_others_out_until_it_is_given_back(dsn: str, ledger: Ledger) -> None:
    lock = OutletLock(ledger, "genpi")
    assert lock.take(1000, 60) is None and lock.renew(1010, 60)
    assert "another scheduled run holds it" in take_elsewhere(dsn, 1069)
    assert OutletLock(ledger, "jpnn").take(1000, 60) is None, "another outlet"
    lock.release()
    assert take_elsewhere(dsn, 1069) == "taken\n"


def test_the_lock_of_a_killed_process_is_free_at_once(dsn: str, ledger: Ledger) -> None:
    assert take_elsewhere(dsn, 1000, "kill") == "taken\n"
    lock = OutletLock(ledger, "genpi")
    assert lock.holder(1001) is None and lock.take(1001, 60) is None


def test_the_lock_of_another_machine_counts_until_its_lease_ends(ledger: Ledger) -> None:
    with ledger.begin() as connection:
        connection.execute(insert(locks).values(outlet="genpi", owner="far 17 1", since=1000, until=1060))
    lock = OutletLock(ledger, "genpi")
    holder = lock.take(1059, 60)
    assert holder and "process 17 on far" in str(holder)
    assert lock.take(1060, 60) is None
    with ledger.begin() as connection:
        connection.execute(update(locks).values(owner="far 17 1"))
    assert not lock.renew(1070, 60), "lost"


def visit(ledger: Ledger, now: float, new: int, *, read: bool = True, also: tuple[str, ...] = ()) -> None:
    """A whole run at ``now`` whose feed names ``new`` addresses that are new, of 30."""
    run = run_of(ledger, now=now)
    queue = Queue(ledger, run, lease=60)
    queue.offer(offers(*(f"{now}-{n}" for n in range(new))), "/rss", now=now, patience=0.0)
    with ledger.begin() as connection:
        connection.execute(update(urls).values(state="emitted"))
    finish_run(ledger, run, now, counts=True)
    seen = {name: Seen(30, read) for name in ("/rss", *also)}
    Calendar(ledger, "genpi", BOUNDS).note(run.id, seen, now, skipped=frozenset())


def test_busy_feeds_often_quiet_ones_seldom(ledger: Ledger) -> None:
    now, pauses = 1000.0, []
    for new in (30, 20, 20, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0):
        visit(ledger, now, new)
        feed = Calendar(ledger, "genpi", BOUNDS).known()["/rss"]
        pauses.append(feed.interval)
        now = feed.next_visit
    assert pauses[:4] == [3600, 1800, 900, 450]
    assert pauses[4:] == [900, 1800, 3600, 7200, 14400, 28800, 57600, 86400, 86400]


def test_missed_visits_are_due_once(ledger: Ledger) -> None:
    genpi = by_name("genpi")
    searches = (
        Index("/?s={keyword}"),
        Index("/tag/{tag}"),
        Feed("/rss/{section}"),
    )  # no whole crawl reads these
    genpi = replace(genpi, sources=(*genpi.sources, *searches))
    visit(ledger, 1000, 30, also=("/sitemap.xml", "/indeks?page={page}"))
    plan = plan_of(ledger, [genpi], BOUNDS, 1000)[0]
    assert plan.when == 1000 + HOUR and not plan.due(1000)
    away = 1000 + 50 * HOUR
    assert plan_of(ledger, [genpi], BOUNDS, away)[0].due(away)
    visit(ledger, away, 30, also=("/sitemap.xml", "/indeks?page={page}"))
    plan = plan_of(ledger, [genpi], BOUNDS, away)[0]
    assert not plan.due(away) and plan.when and plan.when > away


def test_a_source_that_cannot_be_read_keeps_its_pause_and_a_gone_one_is_forgotten(ledger: Ledger) -> None:
    visit(ledger, 1000, 5, also=("/old.xml",))
    visit(ledger, 5000, 0, read=False)
    known = Calendar(ledger, "genpi", BOUNDS).known()
    assert known.keys() == {"/rss"} and known["/rss"].interval == HOUR
    Calendar(ledger, "genpi", BOUNDS).note(9, {}, 6000, skipped=frozenset())
    assert Calendar(ledger, "genpi", BOUNDS).known().keys() == {"/rss"}, "a run that met nothing says nothing"


def test_the_plan_says_why(ledger: Ledger) -> None:
    outlets = [by_name(name) for name in ("tribunnews", "genpi")]
    genpi, broken = plan_of(ledger, outlets, BOUNDS, 1000)
    assert genpi.why == "never visited" and genpi.due(1000)
    assert broken.when is None and broken.why.startswith("broken: ") and not broken.due(1e12)
    OutletLock(ledger, "genpi").take(1000, 60)
    assert not plan_of(ledger, outlets, BOUNDS, 1000)[0].due(1000), "held"


def test_what_failed_and_what_was_cut_off_is_due(ledger: Ledger) -> None:
    genpi = by_name("genpi")
    visit(ledger, 1000, 5, also=("/sitemap.xml", "/indeks?page={page}"))
    with ledger.begin() as connection:
        connection.execute(update(urls).values(state="failed", next_visit=1500))
    plan = plan_of(ledger, [genpi], BOUNDS, 1400)[0]
    assert plan.when == 1500 and plan.why == "5 pages to be tried again"
    run_of(ledger, now=1400)  # never finished; alive for 60 s
    assert "cut off" not in plan_of(ledger, [genpi], BOUNDS, 1459)[0].why
    assert plan_of(ledger, [genpi], BOUNDS, 1461)[0].why == "a run was cut off"
