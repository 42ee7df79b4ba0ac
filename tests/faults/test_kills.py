"""SIGKILL of the crawl, and of its workers, at many moments: started again, the result is that of a quiet run."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from .run import Result, crawl, descendants, judge, start
from .site import FaultyNewsroom

pytestmark = pytest.mark.slow

# Faults whose course does not depend on the clock, so that even the order of the lines must be the same.
STEADY = (
    "http_404 http_999 cookie_flood header_1252_bytes_utf8 utf16_bom gzip_bomb br_mislabelled deep_spans attrs_100k "
    "redirect_loop redirect_chain_25 moved_301 soft_404 soft_404_home paywall captcha_200 pdf_as_article dup_aliases "
    "dup_body canonical_broken canonical_known_one canonical_known_two canonical_home_one canonical_home_two multipage robots_disallowed drift_now jsonld_deep date_missing title_missing emoji"
).split()
KILLS = 20
TIMES = ("date_downloaded",)


def lines(folder: Path, name: str) -> list[str]:
    """A file's lines without times."""
    return [
        json.dumps(timeless(json.loads(line))) for line in (folder / name).read_text("utf-8").splitlines()
    ]


def timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: timeless(part) for name, part in value.items() if name not in TIMES}
    return [timeless(part) for part in value] if isinstance(value, list) else value


def same(one: Result, other: Result) -> bool:
    names = "articles.jsonl", "quarantine.jsonl"
    return all(lines(one.folder, name) == lines(other.folder, name) for name in names)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> tuple[FaultyNewsroom, Result]:
    with FaultyNewsroom(STEADY, good=40) as site:
        result = crawl(site.origin, tmp_path_factory.mktemp("quiet"), delay=0.02)
        assert judge(site, result).bad == {}
        yield site, result


def test_sigkill_of_the_crawl(quiet: tuple[FaultyNewsroom, Result], tmp_path: Path) -> None:
    site, undisturbed = quiet
    moments = random.Random(20240619)
    killed = []
    for n in range(KILLS):
        # A fresh crawl every fifth time; in between, each is killed further on than the one before.
        out = tmp_path / str(n // 5)
        began = len(site.log)
        process = start(site.origin, out, delay=0.02)
        until = time.monotonic() + 30
        wanted = moments.randint(1, 30)
        while len(site.log) - began < wanted and process.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(moments.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        killed.append(process.wait())
        if n % 5 == 4:
            result = crawl(site.origin, out, delay=0.02)
            assert same(result, undisturbed), f"after kills {n - 4}..{n}"
            assert judge(site, result).bad.keys() <= {"gaps"}
            assert {
                k: result.summary[k] for k in ("discovered", "emitted", "skipped", "quarantined", "failed")
            } == {
                k: undisturbed.summary[k]
                for k in ("discovered", "emitted", "skipped", "quarantined", "failed")
            }
    assert killed.count(-signal.SIGKILL) >= KILLS - 2, "some were killed too late"


def test_gaps_are_kept_across_kills(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=12) as site:
        for pause in (1.6, 1.8, 2.0):
            process = start(site.origin, tmp_path, delay=0.7)
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
            process.wait()
        result = crawl(site.origin, tmp_path, delay=0.7)
        assert judge(site, result, delay=0.7).bad == {}


@pytest.mark.parametrize("victims", ["workers", "any_child"])
def test_sigkill_of_workers(quiet: tuple[FaultyNewsroom, Result], tmp_path: Path, victims: str) -> None:
    """The workers alone, and whatever the crawl has started: the server that forks them, too."""
    site, undisturbed = quiet
    moments = random.Random(1406)
    killed = 0
    for n in range(8):
        out = tmp_path / str(n)
        process = start(site.origin, out, "-s", "EXTRACT_WORKERS=2", delay=0.02)
        while process.poll() is None:
            time.sleep(moments.uniform(0.2, 0.6))
            family = [pid for pid in descendants(process.pid) if pid != process.pid]
            if victims == "workers":
                family = [pid for pid in family if is_worker(pid, process.pid)]
            if (
                family and killed < KILLS
            ):  # killed for ever, a crawl on a busy machine would never come to an end
                with suppress(ProcessLookupError):
                    os.kill(moments.choice(family), signal.SIGKILL)
                killed += 1
        assert process.returncode == 0
        assert same(Result(0, "", out / "genpi"), undisturbed)
        if killed >= KILLS:
            break
    assert killed >= KILLS


def is_worker(pid: int, crawl_pid: int) -> bool:
    """Whether a process is one that extracts: a child of the server that forks them."""
    try:
        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        return parent != crawl_pid and b"forkserver" in Path(f"/proc/{parent}/cmdline").read_bytes()
    except OSError:
        return False


def test_nothing_is_left_running(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=30) as site:
        process = start(site.origin, tmp_path, delay=0.1)
        deadline = time.monotonic() + 60
        while len(family := descendants(process.pid)) <= 2:
            assert process.poll() is None and time.monotonic() < deadline, "no worker was started"
            time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in family[1:]):
            time.sleep(0.1)
        assert [pid for pid in family[1:] if Path(f"/proc/{pid}").exists()] == []


def test_sigterm_stops_cleanly_and_goes_on(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=30) as site:
        process = start(site.origin, tmp_path, delay=0.1)
        while len(site.log) < 12:
            time.sleep(0.01)
        process.terminate()
        assert process.wait(20) == 1
        assert "NOT VISITED" in (tmp_path / "crawl.log").read_text()
        result = crawl(site.origin, tmp_path, delay=0.1)
        assert judge(site, result).bad == {} and result.code == 0


def test_two_at_once_share_the_work(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=30) as site:
        both = [start(site.origin, tmp_path, delay=0.05) for _ in range(2)]
        assert [process.wait(60) for process in both] == [0, 0]
        verdict = judge(site, Result(0, "", tmp_path / "genpi"))
        assert verdict.lost == verdict.duplicated == verdict.text_wrong == []
        visits = [
            a.target for a in site.log if a.target.startswith(("/berita", "/travel", "/seleb", "/polhukam"))
        ]
        assert len(visits) == len(set(visits)), "an address was visited by both"
