"""An export: sources in, a folder out that holds the newest revision of every wanted article, split into files."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

from scraper.dataset.copies import OVERLAP, Copy, Seen, copies
from scraper.dataset.counts import Counts
from scraper.dataset.datasheet import card, datasheet
from scraper.dataset.folder import replacing
from scraper.dataset.index import Index, Part
from scraper.dataset.part import ENDINGS, Choice, Job, Written, records, write_part
from scraper.dataset.scan import look, pieces
from scraper.dataset.sources import Fault, Source, sources
from scraper.dataset.store import StoreError

Told: TypeAlias = Callable[[str, int, int], None]  # a step, how far it came, of how much
_SMALL = 24 * 2**20  # bytes of sources that are done before other processes would have started


@dataclass(frozen=True, slots=True)
class Options:
    """What is exported and how; ``asked`` says it in words, for the datasheet."""

    form: str
    split: tuple[str, ...]
    choice: Choice
    copies: bool = False
    workers: int = 1
    asked: str = ""


@dataclass(slots=True)
class Exported:
    """What came of it: lines read = articles of ``counts`` + left out + superseded revisions + faults."""

    counts: Counts = field(default_factory=Counts)
    lines: int = 0
    superseded: int = 0
    files: int = 0
    copies: int = 0
    groups: int = 0
    faults: list[Fault] = field(default_factory=list)


def export(names: Sequence[str], out: Path, options: Options, told: Told = lambda *_: None) -> Exported:
    """Export the records of some sources into the folder ``out``, which is replaced as a whole or stays.

    What cannot be read is in the result's ``faults``. ``told`` is called with a step, how far it came, and of how much.
    Raises UsageError, StoreError, LedgerError.
    """
    done = Exported()
    with (
        replacing(out) as folder,
        gathered(names, folder / ".state", options.workers, done, told) as (index, found, work),
    ):
        if options.copies:
            index.enter_copies(_counted_copies(copies_of(index, found, options.choice, told), folder, done))
        parts = index.parts(() if options.form == "sqlite" else options.split)
        jobs = [
            Job(index.path, tuple(found), part, folder / _name(part, options), options.form, options.choice,
                options.copies) for part in parts
        ]  # fmt: skip
        # The largest first, so that none is left for the end; counted in their own order, for the same page each time.
        order = sorted(range(len(jobs)), key=lambda n: -parts[n].size)
        written = dict(work(write_part, [(jobs[n],) for n in order], lambda n: told("writing", n, len(jobs))))
        for n in sorted(written, key=lambda n: order[n]):
            done.counts.add(written[n].counts)
            done.faults += written[n].faults
        done.faults.sort()
        done.files = sum(job.path.exists() for job in jobs)
        shutil.rmtree(folder / ".state")
        (folder / "datasheet.md").write_text(
            datasheet(done, options, [source.name for source in found]), "utf-8"
        )
        if options.form == "hf":
            (folder / "README.md").write_text(card(done, options), "utf-8")
    return done


@contextmanager
def gathered(
    names: Sequence[str], state: Path, workers: int, done: Exported, told: Told
) -> Iterator[tuple[Index, list[Source], Any]]:
    """The index of all sources, the sources, and a function that does work in processes."""
    state.mkdir(parents=True)
    found, faults = sources(names, state)
    done.faults += faults
    total = sum(source.size for source in found)
    path = state / "index.db"
    try:
        with closing(Index(path, new=True)) as index, _processes(workers if total > _SMALL else 1) as work:
            tasks = [(number, piece) for number, source in enumerate(found) for piece in pieces(source)]
            before = [0] * len(found)
            looked = work(
                look, [piece for _, piece in tasks], lambda n: told("reading", n, len(tasks)), ordered=True
            )
            for n, piece in looked:
                file = tasks[n][0]
                index.enter(file, before[file], piece.lines)
                done.faults += [fault._replace(line=before[file] + fault.line) for fault in piece.faults]
                before[file] += piece.count
                done.lines += len(piece.lines) + len(piece.faults)
                done.superseded += len(piece.lines)
            done.superseded -= index.finish()
            yield index, found, work
    except sqlite3.Error as error:
        raise StoreError(f"cannot be written: {error}", about=str(path)) from None


def copies_of(
    index: Index, found: Sequence[Source], choice: Choice, told: Told, faults: list[Fault] | None = None,
    overlap: float = OVERLAP,
) -> Iterator[Copy]:  # fmt: skip
    """The copies among the wanted articles of an index; what cannot be read goes into ``faults``, where given."""
    total = sum(part.lines for part in index.parts(()))
    aside = Written() if faults is None else Written(faults=faults)

    def seen() -> Iterator[Seen]:
        for n, (_, record) in enumerate(records(index.by_time(), tuple(found), aside, choice, careful=False)):
            if n % 500 == 0:
                told("comparing", n, total)
            yield Seen(
                record["id"], record["date_published"] or record["date_downloaded"], record["article_body"]
            )

    return copies(seen(), index.path.with_name("shingles"), overlap=overlap)


def _counted_copies(found: Iterable[Copy], folder: Path, done: Exported) -> Iterator[Copy]:
    with (folder / "copies.jsonl").open("w", encoding="utf-8") as file:
        for copy in found:
            done.groups += copy.id == copy.copy_group
            done.copies += copy.id != copy.copy_group
            file.write(json.dumps(copy._asdict(), ensure_ascii=False) + "\n")
            yield copy


def _name(part: Part, options: Options) -> str:
    """Where a part goes: data/genpi/2024-06.parquet."""
    names = []
    if part.outlet is not None:
        own = quote(part.outlet, safe="").replace(".", "%2E")  # whatever it is called, a name of its own
        names.append(own.replace("other", "%6Fther") or "other")
    if part.month is not None:
        names.append(part.month or "undated")
    return "/".join(["data", *(names or ["articles"])]) + ENDINGS[options.form]


@contextmanager
def _processes(workers: int) -> Iterator[Any]:
    """A function that calls another with each of some arguments, and gives number and result, in any order."""
    if workers < 2:

        def here(task: Any, arguments: list[Any], told: Callable[[int], None], **_: bool) -> Any:
            for n, each in enumerate(arguments):
                yield n, task(*each)
                told(n + 1)

        yield here
        return
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["scraper.dataset.part"])
    pool = ProcessPoolExecutor(workers, context, initializer=_begin)

    def there(task: Any, arguments: list[Any], told: Callable[[int], None], *, ordered: bool = False) -> Any:
        futures = {pool.submit(task, *each): n for n, each in enumerate(arguments)}
        for count, future in enumerate(list(futures) if ordered else as_completed(futures), 1):
            yield futures.pop(future), future.result()
            told(count)

    try:
        yield there
    except BrokenProcessPool:
        raise StoreError("one of its processes was killed: out of memory?", about="export") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """A new process: Ctrl-C is its parent's, and it does not outlive that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
