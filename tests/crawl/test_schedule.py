"""Scheduled runs as an operator starts them: by the command, by systemd's ExecStart, by the crontab line."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from scraper.demo import crawl_command
from scraper.ledger import Ledger
from scraper.ledger.store import default_dsn
from scraper.newsroom import Newsroom
from scraper.schedule.lock import LOCKED, OutletLock

from .sites import crawl

UNITS = Path(__file__).resolve().parents[2] / "docs" / "systemd"
SARING = f"{sys.executable} -m scraper.cli"


def schedule(out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [*shlex.split(SARING), "schedule", "--outlet", "genpi", "--out", str(out), *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def going(site: Newsroom) -> tuple[str, ...]:
    return "--run", "--origin", site.origin, "-s", "DOWNLOAD_DELAY=0"


def check(out: Path) -> dict[str, Any]:
    return dict(json.loads(schedule(out, "--check", "--json").stdout))


def test_what_is_due_runs_once_and_then_waits(newsroom: Newsroom, tmp_path: Path) -> None:
    before = check(tmp_path)
    assert before["due"] and before["why"] == "never visited"
    ran = schedule(tmp_path, *going(newsroom))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "genpi: well: " in ran.stdout and f"{len(newsroom.articles)} emitted" in ran.stdout
    after = check(tmp_path)
    assert not after["due"] and {s["interval_seconds"] for s in after["sources"]} == {3600}
    assert {s["source"] for s in after["sources"]} >= {"/rss", "/sitemap.xml", "/indeks?page={page}"}
    asked = len(newsroom.log)
    again = schedule(tmp_path, *going(newsroom))
    assert (
        again.returncode == 0 and again.stdout.startswith("0 due, 1 not due") and len(newsroom.log) == asked
    )


def test_a_scheduled_run_leaves_alone_what_is_not_due_and_one_by_hand_does_not(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    crawl(newsroom.origin, tmp_path)
    asked = len(newsroom.log)
    run = crawl(newsroom.origin, tmp_path, "-s", "SCHEDULED=1")
    assert run.exit_code == 0 and "source /rss is not due before" in run.log
    assert set(run.summary["not_due"]) >= {"/rss", "/sitemap.xml"} and len(newsroom.log) - asked <= 1
    by_hand = crawl(newsroom.origin, tmp_path)
    assert by_hand.summary["not_due"] == {} and by_hand.summary["unchanged"] == len(newsroom.articles)


def test_two_scheduled_runs_of_one_outlet_never_overlap(newsroom: Newsroom, tmp_path: Path) -> None:
    ledger = Ledger(default_dsn(tmp_path))
    assert OutletLock(ledger, "genpi").take(time.time(), 60) is None
    run = crawl(newsroom.origin, tmp_path, "-s", "SCHEDULED=1")
    assert run.exit_code == LOCKED and "another scheduled run holds it (process " in run.log
    assert not newsroom.log
    ran = schedule(tmp_path, *going(newsroom))
    assert ran.returncode == 0 and "left out" in ran.stdout and not newsroom.log
    OutletLock(ledger, "genpi").release()
    ledger.close()
    run = crawl(newsroom.origin, tmp_path, "-s", "SCHEDULED=1")
    assert run.exit_code == 0 and len(run.articles) == len(newsroom.articles)


def test_any_site_holds_a_lock_of_its_own_until_it_ends(newsroom: Newsroom, tmp_path: Path) -> None:
    ledger = Ledger(default_dsn(tmp_path))
    assert OutletLock(ledger, "lain_co_id").take(time.time(), 60) is None  # another site's run
    ledger.close()
    command, environment = crawl_command(
        newsroom.origin, tmp_path / "site", "-a", "domain=contoh.co.id", "-a", "limit=4",
        "-s", "SCHEDULED=1", "-s", "LEASE_SECONDS=1", "-s", "DOWNLOAD_DELAY=0.3",
    )  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert "lock" not in done.stderr and "4 emitted" in done.stderr, done.stderr


def test_a_crawl_that_fails_is_the_exit_code(tmp_path: Path) -> None:
    ran = schedule(tmp_path, "--run", "--origin", "http://127.0.0.1:9", "-s", "RETRY_WAIT_SECONDS=0")
    assert ran.returncode == 1 and "genpi: exit code 1: " in ran.stdout


def units() -> list[str]:
    service = (UNITS / "saring.service").read_text("utf-8")
    started = re.search(r"^ExecStart=(.+)$", service, re.M)
    assert started
    lines = (UNITS / "saring.crontab").read_text("utf-8").splitlines()
    (cron,) = (line for line in lines if line and not line.startswith("#"))
    return [started[1], cron.split(None, 5)[5]]


@pytest.mark.parametrize("command", units(), ids=("systemd", "cron"))
def test_the_documented_line_runs(command: str, newsroom: Newsroom, tmp_path: Path) -> None:
    command = command.replace("/opt/saring/.venv/bin/saring", SARING).replace(
        "/var/lib/saring", str(tmp_path)
    )
    options = f"--outlet genpi --origin {newsroom.origin} -s DOWNLOAD_DELAY=0"
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "SARING_OPTIONS": options, "PYTHONPATH": root},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "output" / "genpi" / "articles.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == len(newsroom.articles)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for name in ("saring.service", "saring.timer"):
        text = (UNITS / name).read_text("utf-8").replace("/opt/saring/.venv/bin/saring", sys.executable)
        (tmp_path / name).write_text(text, "utf-8")
    paths = [str(tmp_path / name) for name in ("saring.service", "saring.timer")]
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "saring" not in done.stderr, done.stderr
