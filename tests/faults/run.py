"""Crawls of the misbehaving newsroom in processes of their own, and their judgement by its truth and its log."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import threading
import time
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from scraper.demo import crawl_command

from .site import FaultyNewsroom

FAST = (
    "-s", "RETRY_BACKOFF_SECONDS=0.5", "-s", "RETRY_WAIT_SECONDS=20", "-s", "DOWNLOAD_TIMEOUT=12",
    "-s", "LEASE_SECONDS=20",
)  # fmt: skip


@dataclass
class Result:
    """What a crawl left behind."""

    code: int
    log: str
    folder: Path
    peak: int = 0  # bytes, of all its processes together
    cpu: float = 0.0  # seconds; those on the wall depend on what else the machine does
    records: list[dict[str, Any]] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """As it is now: a later crawl goes on with the same files."""
        self.records = self.lines("articles.jsonl")
        summary = self.folder / "summary.json"
        self.summary = json.loads(summary.read_text("utf-8")) if summary.exists() else {}

    def lines(self, name: str) -> list[dict[str, Any]]:
        path = self.folder / name
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def start(origin: str, out: Path, *more: str, delay: float = 0.0) -> subprocess.Popen[str]:
    """A crawl under way, its log in ``crawl.log``."""
    command, environment = crawl_command(origin, out / "genpi", "-s", f"DOWNLOAD_DELAY={delay}", *FAST, *more)
    out.mkdir(parents=True, exist_ok=True)
    with (out / "crawl.log").open("a") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, text=True)


def crawl(origin: str, out: Path, *more: str, delay: float = 0.0, limit: float = 300) -> Result:
    """A whole crawl."""
    (out / "crawl.log").unlink(missing_ok=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = start(origin, out, *more, delay=delay)
    watch = Watch(process.pid)
    try:
        code = process.wait(limit)
    finally:
        watch.done = True
        process.kill()
    log = (out / "crawl.log").read_text("utf-8", "replace")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Result(code, log, out / "genpi", watch.peak, cpu)


class Watch(threading.Thread):
    """Adds up the memory of a process and its descendants, ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.done = pid, 0, False
        self.start()

    def run(self) -> None:
        while not self.done:
            self.peak = max(self.peak, sum(map(_resident, descendants(self.pid))))
            time.sleep(0.1)


def descendants(pid: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if entry.isdecimal():
            try:
                parents[int(entry)] = int(
                    Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1]
                )
            except OSError:
                continue
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


@dataclass
class Verdict:
    """Faults of a crawl; all empty for a good one."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    wrongly_emitted: list[str] = field(default_factory=list)
    text_wrong: list[str] = field(default_factory=list)
    robots: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    not_said: list[str] = field(default_factory=list)  # neither emitted nor written down

    @property
    def bad(self) -> dict[str, list[str]]:
        return {name: value for name, value in vars(self).items() if value}


def judge(site: FaultyNewsroom, result: Result, *, delay: float = 0.0) -> Verdict:
    """Compare output and request log with the newsroom's truth (of day 0)."""
    verdict = Verdict()
    expected = {unquote(path): case for path, case in site.expected.items()}
    got: dict[str, dict[str, Any]] = {}
    for record in result.records:
        path = unquote(urlsplit(record["url"]).path)
        if path in got:
            verdict.duplicated.append(path)
        got[path] = record
    verdict.lost = [case.name for path, case in expected.items() if path not in got]
    verdict.wrongly_emitted = [path for path in got if path not in expected]
    for path, case in expected.items():
        if path in got:
            texts = [block["text"] for block in got[path]["blocks"]]
            wanted = [unicodedata.normalize("NFC", text) for text in case.texts]
            if case.loose:
                good = (
                    len(texts) == len(wanted) and sum(a != b for a, b in zip(texts, wanted, strict=True)) <= 4
                )
            else:
                good = texts == wanted
            if not good:
                verdict.text_wrong.append(f"{case.name}: {_first_difference(texts, wanted)}")
    aside = {unquote(urlsplit(line["url"]).path) for line in result.lines("quarantine.jsonl")}
    for case in site.cases:
        if case.expected == "quarantine" and unquote(case.path) not in aside:
            verdict.not_said.append(case.name)
    judge_log(site, verdict, delay)
    return verdict


def judge_log(site: FaultyNewsroom, verdict: Verdict, delay: float) -> None:
    """Manners, by the request log alone."""
    for asked in site.log:
        path = asked.target.partition("?")[0]
        if (path.startswith("/private/") and "boleh" not in path) or path.endswith(".cetak"):
            verdict.robots.append(asked.target)
        if not asked.headers.get("user-agent", "").startswith("saring/"):
            verdict.robots.append(f"agent {asked.headers.get('user-agent')}")
    promised = max(delay, site.crawl_delay)
    for sooner, later in pairwise(site.log):
        if later.time - sooner.time < promised:
            verdict.gaps.append(f"{later.time - sooner.time:.3f} s before {later.target}")
    windows = [
        (asked.clock, site.windows[asked.target]) for asked in site.log if asked.target in site.windows
    ]
    windows = [(begin, end) for begin, end in windows if begin < end]
    for asked in site.log:
        verdict.early += [asked.target for begin, end in windows if begin < asked.clock < end]
    verdict.elsewhere = [asked.target for asked in site.canary.log]


def _first_difference(texts: list[str], wanted: list[str]) -> str:
    for n, (a, b) in enumerate(zip(texts, wanted, strict=False)):
        if a != b:
            return f"block {n}: {a[:90]!r} for {b[:90]!r}"
    return f"{len(texts)} blocks for {len(wanted)}: {[text[:60] for text in texts[len(wanted) :]][:3]}"
