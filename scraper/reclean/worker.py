"""What an Executor runs: one piece of work, in a process of its own that is watched.

The process is kept for the next piece. A record that takes too long or ends the process is written down as lost, and
the next process goes on after it; a SIGKILL from outside (an operator, the kernel short of memory) may hit an innocent
record, which is tried again.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from scraper.errors import SaringError, UsageError
from scraper.reclean.lines import DONE, finish, lost_line, whole_lines

_START = 120.0  # seconds a process may take to load, on a machine that is busy
_LOOK = 0.5  # seconds between two looks at how far it is
_TRIES = {
    True: 4,
    False: 2,
}  # deaths a record may cost before it is given up: killed from outside, or by itself
_mine = threading.local()


class Crew:
    """The processes of one run on this machine, so that they end with it."""

    def __init__(self) -> None:
        self._children: list[subprocess.Popen[bytes]] = []
        self.stopped = False

    def join(self) -> None:
        """Make this thread one of the crew's."""
        _mine.crew = self

    def add(self, child: subprocess.Popen[bytes]) -> None:
        """Enter a process."""
        self._children.append(child)
        if self.stopped:
            child.kill()

    def stop(self) -> None:
        """Kill every process: the pieces in hand go on where they stand, when the command is given again."""
        self.stopped = True
        for child in self._children:
            with suppress(OSError):
                child.kill()


class WorkFailed(SaringError):
    """A piece that cannot be worked on."""

    reason = "worker_died"
    advice = "Run the command again: it goes on where it stood."


def work(job: dict[str, Any]) -> int:
    """Do one piece (``job``: plain data, made by run.py); how many records it has. Done before, it is not done again.

    Raises WorkFailed where no process can be started or the piece cannot be opened, UsageError for wrong columns.
    """
    try:
        return _work(job, Path(job["part"]))
    except OSError as error:
        raise WorkFailed(f"cannot be written: {error.strerror}", about=job["part"], reason="disk") from None


def _work(job: dict[str, Any], part: Path) -> int:
    if part.with_suffix(DONE).exists():
        return 0
    part.touch()
    deaths: dict[int, int] = {}
    barren = 0
    while True:
        ended = _ask(job, part)
        if isinstance(ended, dict):
            if ended.get("reason") == UsageError.reason:  # a column that is not there
                raise UsageError(ended["error"], about=ended["about"])
            if "error" in ended:
                raise WorkFailed(ended["error"], about=ended["about"], reason=ended["reason"])
            if not part.with_suffix(DONE).exists():
                finish(part)
            return int(ended["done"])
        reason, killed, reached = ended
        with part.open("r+b") as file:
            number = whole_lines(file)
            deaths[number] = deaths.get(number, 0) + 1
            if reason == "start":
                barren += 1
                if barren == 3:
                    raise WorkFailed("its process does not start", about=str(part))
            elif reason == "timeout" or deaths[number] >= _TRIES[killed]:
                rest = "" if reached else " and those behind it"
                file.write(lost_line(reason, f"{job['piece']['path']}, record {number}{rest}"))
                if not reached:  # reading it is what kills, and the next process would have to read it again
                    finish(part)
                    return number + 1


def _ask(job: dict[str, Any], part: Path) -> dict[str, Any] | tuple[str, bool, bool]:
    """The process's answer, or how it ended: why, whether killed from outside, whether it had read the record."""
    crew: Crew | None = getattr(_mine, "crew", None)
    if crew and crew.stopped:
        raise WorkFailed("stopped", about=job["piece"]["path"], reason="stopped")
    child = getattr(_mine, "child", None)
    if child is None or child.poll() is not None:
        child = _mine.child = _started(job["megabytes"])
        if _answer(child, None, _START) is None:
            _end(child)
            return "start", False, True
    try:
        assert child.stdin  # noqa: S101 (it is a pipe)
        child.stdin.write(json.dumps(job).encode() + b"\n")
        child.stdin.flush()
    except OSError:
        return "worker_died", True, True  # it died while it waited; nothing was on its hands
    reached = False
    while (answer := _answer(child, part, job["seconds"])) and "reached" in answer:
        reached = True
    if answer is not None:
        return answer
    late = child.poll() is None and not _closed(child)
    _end(child)
    if late:
        return "timeout", False, reached
    return "worker_died", child.returncode == -signal.SIGKILL, reached


def _answer(child: subprocess.Popen[bytes], part: Path | None, seconds: float) -> dict[str, Any] | None:
    """The next word of a process; None when it ended, or its file stood still for longer than ``seconds``."""
    size, since = -1.0, time.monotonic()
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)  # type: ignore[arg-type]  # it is a pipe
        while not waiting.select(_LOOK):
            if part is not None:
                with suppress(FileNotFoundError):
                    now = part.stat()
                    if now.st_size + now.st_mtime != size:
                        size, since = now.st_size + now.st_mtime, time.monotonic()
            if time.monotonic() - since > seconds:
                return None
    # Past the buffer: two words that came together would both be in it, and the second never be waited for.
    line = child.stdout.raw.readline() if child.stdout else b""  # type: ignore[attr-defined] # a pipe's has one
    if not line:
        child.wait()
        return None
    return dict(json.loads(line))


def _closed(child: subprocess.Popen[bytes]) -> bool:
    with suppress(subprocess.TimeoutExpired):
        child.wait(0.2)
    return child.returncode is not None


def _started(megabytes: int) -> subprocess.Popen[bytes]:
    package = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    child = subprocess.Popen(
        [sys.executable, "-m", "scraper.reclean.child", str(megabytes)], env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    atexit.register(_end, child)
    if crew := getattr(_mine, "crew", None):
        crew.add(child)
    return child


def _end(child: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        with suppress(OSError):
            if pipe:
                pipe.close()
