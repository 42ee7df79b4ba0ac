"""Runs what is due: `scrapy crawl NAME` in a process of its own, some at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from scraper.schedule.lock import LOCKED

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOK = 0.1  # seconds between two looks at the children
_STOPPED = 128


@dataclass(frozen=True, slots=True)
class Done:
    """One outlet's run: its exit code and the last line of its log."""

    outlet: str
    code: int
    line: str

    @property
    def well(self) -> bool:
        """Whether it went well, or another run was at it already."""
        return self.code in (0, LOCKED)


def environment() -> dict[str, str]:
    """The environment in which `scrapy` finds this project from any folder."""
    package = str(Path(__file__).resolve().parent.parent.parent)
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "SCRAPY_SETTINGS_MODULE": "scraper.settings", "PYTHONPATH": path}


def run_all(
    outlets: Sequence[str], more: Sequence[str], out: Path, *, jobs: int, ended: Callable[[Done], None]
) -> int:
    """Run the outlets, ``jobs`` at a time, with ``more`` arguments; hands back the worst exit code.

    Each writes its log to ``out/NAME/schedule.log``, anew each time. SIGTERM and SIGINT end the crawls in order (the
    next run goes on where they were), and the code is then 128 + the signal.
    """
    waiting, running = list(outlets), dict[str, subprocess.Popen[bytes]]()
    worst, passed_on = 0, False
    with _told_to_stop() as told:
        while running or (waiting and not told):
            while waiting and not told and len(running) < jobs:
                name = waiting.pop(0)
                running[name] = _start(name, more, out)
            if told and not passed_on:  # once: a second signal makes Scrapy drop what it has in hand
                passed_on = True
                for child in running.values():
                    child.send_signal(signal.SIGTERM)
            time.sleep(_LOOK)
            for name, child in list(running.items()):
                if child.poll() is not None:
                    del running[name]
                    done = Done(name, child.returncode, _last_line(_log(out, name)))
                    worst = worst if done.well else max(worst, abs(done.code))
                    ended(done)
    return _STOPPED + told[0] if told else worst


def _start(name: str, more: Sequence[str], out: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "scrapy", "crawl", name, "-s", "SCHEDULED=1", "-s", f"OUTPUT_DIR={out}", *more,
    ]  # fmt: skip
    path = _log(out, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as log:
        return subprocess.Popen(
            command,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _log(out: Path, name: str) -> Path:
    return out / name / "schedule.log"


def _last_line(path: Path) -> str:
    lines = path.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


@contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """A list that a SIGTERM or SIGINT enters."""
    told: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        told.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
