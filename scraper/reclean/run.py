"""Runs pieces on an Executor, local or a cluster's, and goes on where a killed run stood."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scraper import __version__
from scraper.archive.files import INSIDE, Unavailable
from scraper.article import RULES_VERSION
from scraper.errors import SaringError, UsageError
from scraper.reclean.lines import DONE, PART
from scraper.reclean.merge import Merge, Totals
from scraper.reclean.piece import Piece
from scraper.reclean.pieces import pieces_of
from scraper.reclean.rows import Columns
from scraper.reclean.worker import Crew, WorkFailed, work

STATE, FINISHED, LOCK = ".reclean", "finished", "lock"
_ROUNDS = 5  # times a piece is given to a worker that does not come back


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How records are read. ``seconds`` and ``megabytes``: what one record may take; ``piece_bytes``: of a file."""

    columns: Columns = field(default_factory=Columns)
    known_only: bool = False
    seconds: float = 20.0
    megabytes: int = 600
    piece_bytes: int | None = None  # None: by the size of all


Told = Callable[[int, int, int], None]  # bytes done, bytes in all, records done


def reclean(
    sources: Iterable[str], out: Path, options: Options, executor: Executor, *, workers: int, told: Told
) -> Totals:
    """Clean ``sources`` again into ``out``: ``<outlet>/articles.jsonl`` each; what came of every record.

    The executor's workers must reach sources and ``out`` by the same names. A file that cannot be read costs itself
    (``Totals.unread``), and is tried again by the same command. Raises SaringError.
    """
    pieces = pieces_of(sources, options.piece_bytes)
    try:
        with _alone(out / STATE):
            return _run(pieces, out, options, executor, workers, told)
    except (OSError, sqlite3.Error) as error:
        message = getattr(error, "strerror", None) or str(error)
        raise WorkFailed(f"cannot be written: {message}", about=str(out), reason="disk") from None


def _run(
    pieces: list[Piece], out: Path, options: Options, executor: Executor, workers: int, told: Told
) -> Totals:
    state, summary = out / STATE, out / "summary.json"
    _prepare(state, pieces, options)
    if (state / FINISHED).exists() and summary.exists():
        totals = Totals(**json.loads(summary.read_text("utf-8"))["totals"])
        if all((out / outlet / "articles.jsonl").exists() for outlet in totals.emitted):
            return totals
        (state / FINISHED).unlink()
    unread = _all(executor, _jobs(pieces, state, "piece", options), workers, told)
    merge = Merge(state)
    merge.take(len(pieces), "piece")
    groups = merge.groups()
    joined = [Piece("joined", "split articles", i, None, tuple(group)) for i, group in enumerate(groups)]
    _all(executor, _jobs(joined, state, "joined", options), workers, told)
    merge.take(len(joined), "joined")
    totals = merge.write(out)
    totals.unread = unread
    made = {"version": __version__, "rules_version": RULES_VERSION, "totals": asdict(totals)}
    _write(summary, json.dumps(made, indent=2))
    (state / "merge.db").unlink()
    done = "joined-" if unread else ""  # what is read later may hold pages of the same articles
    for left in (*state.glob(f"{done}*{DONE}"), *state.glob(f"{done}*{PART}")):
        left.unlink(missing_ok=True)
    if not unread:
        (state / FINISHED).touch()
    return totals


@contextmanager
def _alone(state: Path) -> Iterator[None]:
    """The folder of the run's state, which one run has at a time. Raises UsageError."""
    try:
        state.mkdir(parents=True, exist_ok=True)
        lock = (state / LOCK).open("ab")
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", about=str(state.parent)) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError("another run is writing there", about=str(state.parent)) from None
        except OSError:  # a network disk without locks
            pass
        yield


def _prepare(state: Path, pieces: list[Piece], options: Options) -> None:
    """Keep a killed run's state where its plan is the same; else begin afresh."""
    plan: dict[str, Any] = {"code": _code(), "options": asdict(options)}
    plan["pieces"] = [_known(piece) for piece in pieces]
    text = hashlib.sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()
    kept = state / "plan"
    if not (kept.exists() and kept.read_text() == text):
        for left in state.iterdir():
            if left.name != LOCK:
                left.unlink()
        _write(kept, text)


def _code() -> str:
    """A digest of this package: a rule that somebody is at work on changes before any version does."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).resolve().parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _known(piece: Piece) -> list[Any]:
    """A piece, and what tells that its files are still the same."""
    files = piece.these if piece.kind == "html" else [piece.path.partition(INSIDE)[0]]
    seen: list[Any] = [piece.plain()]
    for file in files:
        with suppress(OSError):
            now = os.stat(file)
            seen.append([now.st_size, now.st_mtime_ns])
    return seen


def _jobs(
    pieces: list[Piece], state: Path, name: str, options: Options
) -> Iterator[tuple[dict[str, Any], int]]:
    """The jobs that are not done yet, with their weight."""
    for number, piece in enumerate(pieces):
        part = state.resolve() / f"{name}-{number:07d}{PART}"
        job = {
            "piece": piece.plain(), "part": str(part), "columns": asdict(options.columns),
            "known_only": options.known_only, "seconds": options.seconds, "megabytes": options.megabytes,
        }  # fmt: skip
        yield job, piece.size


def _all(
    executor: Executor, jobs: Iterable[tuple[dict[str, Any], int]], workers: int, told: Told
) -> dict[str, str]:
    """Run every job; one whose worker does not come back is given to another. Which files could not be read, and why.

    Raises what else a job raises.
    """
    unread: dict[str, str] = {}
    waiting = list(jobs)[::-1]
    total, done, records = sum(size for _, size in waiting), 0, 0
    running: dict[Future[int], tuple[dict[str, Any], int]] = {}
    rounds: dict[str, int] = {}
    while waiting or running:
        while waiting and len(running) < 2 * workers:
            job, size = waiting.pop()
            running[executor.submit(work, job)] = job, size
        ended, _ = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
        for future in ended:
            job, size = running.pop(future)
            try:
                records += future.result()
                done += size
            except SaringError as error:
                if error.reason == Unavailable.reason:
                    unread[error.about] = error.message
                    continue
                for left in running:
                    left.cancel()
                raise
            except (
                Exception,
                BrokenExecutor,
            ) as error:  # Dask: KilledWorker, CancelledError, lost connections
                rounds[job["part"]] = rounds.get(job["part"], 0) + 1
                if isinstance(error, BrokenExecutor) or rounds[job["part"]] == _ROUNDS:
                    raise WorkFailed(
                        f"{type(error).__name__}: {error}"[:300], about=job["piece"]["path"]
                    ) from error
                waiting.append((job, size))
        told(done, total, records)
    return unread


@contextmanager
def executor_of(scheduler: str | None, workers: int) -> Iterator[tuple[Executor, int]]:
    """An Executor and how many pieces it works on at a time: this machine's processes, or a Dask cluster.

    Local: a thread watches each process. Raises UsageError without Dask, WorkFailed where the scheduler is away.
    """
    if scheduler is None:
        crew = Crew()
        pool = ThreadPoolExecutor(workers, "reclean", initializer=crew.join)
        try:
            yield pool, workers
        finally:
            crew.stop()
            pool.shutdown(wait=False, cancel_futures=True)
        return
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("a cluster needs Dask: pip install 'saring[cluster]'", about=scheduler) from None
    try:
        client = Client(scheduler, timeout=20)
    except (OSError, TimeoutError, ValueError) as error:
        raise WorkFailed(
            f"no Dask scheduler answers: {error}"[:300], about=scheduler, reason="scheduler"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=60)
        except TimeoutError:
            raise WorkFailed("it has no workers", about=scheduler, reason="scheduler") from None
        threads = sum(client.nthreads().values()) or 1
        yield client.get_executor(pure=False, retries=3), threads


def _write(path: Path, text: str) -> None:
    half = path.with_name(f"{path.name}{PART}")
    half.write_text(text, "utf-8")
    half.replace(path)
