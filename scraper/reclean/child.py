"""The process that reads pages: pieces come on standard input, one JSON line each; a word on standard output ends each.

It may be killed at any moment; whoever starts it (worker.py) goes on where the piece's file ends.
"""

from __future__ import annotations

import ctypes
import fcntl
import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from scraper.archive.files import Unavailable, is_url, read_failed
from scraper.errors import SaringError
from scraper.reclean.clean import Outcome, clean
from scraper.reclean.items import Item, items_of
from scraper.reclean.lines import append, line_of, page_of, whole_lines
from scraper.reclean.piece import Piece
from scraper.reclean.rows import Columns


def main() -> None:
    """Work until standard input ends."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, where there is such a thing
    if sys.platform == "linux":
        import resource

        limit = int(sys.argv[1]) * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; it ends our input
    logging.disable(logging.CRITICAL)
    _warm_up()
    _say({"ready": True})
    for line in sys.stdin:
        try:
            job = json.loads(line)
            _say(_work(job))
        except SaringError as error:
            _say({"error": error.message, "about": error.about, "reason": error.reason})
        except (
            OSError
        ) as error:  # of the piece's file: what reading a source raises is dealt with where it is read
            _say({"error": f"cannot be written: {error.strerror}", "about": job["part"], "reason": "disk"})


def _warm_up() -> None:
    """Load what every page needs before the clock of the first one runs."""
    from scraper.extraction.generic import load
    from scraper.outlets import catalogue

    catalogue()
    load()
    gc.freeze()  # what was loaded stays; a page's own cycles are worth a look less often (a tenth of the time)
    gc.set_threshold(20_000, 20, 20)


def _say(word: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(word) + "\n")
    sys.stdout.flush()


def _work(job: dict[str, Any]) -> dict[str, Any]:
    with open(job["part"], "r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # a process before us that is taken for dead may not be, yet
        done = whole_lines(file)
        os.utime(job["part"])
        for number, (outcome, item) in enumerate(_outcomes(job, done), done):
            append(file, line_of(outcome, item))
            done = number + 1
    return {"done": done}


def _outcomes(job: dict[str, Any], done: int) -> Iterator[tuple[Outcome, Item]]:
    """What becomes of the items of a piece from the item number ``done`` on."""
    if job["piece"]["kind"] == "joined":
        _say({"reached": done})
        for group in job["piece"]["these"][done:]:
            yield _joined(group, job["known_only"])
        return
    piece = Piece(**{**job["piece"], "these": tuple(job["piece"]["these"])})
    for number, item in enumerate(_to_the_end(items_of(piece, Columns(**job["columns"])), piece.path)):
        if number == done:
            _say({"reached": done})
        if number >= done:
            yield clean(item, known_only=job["known_only"]), item
        elif number % 100 == 0:
            os.utime(job["part"])  # going over what is done is no standstill


def _to_the_end(items: Iterator[Item], about: str) -> Iterator[Item]:
    """The items, and one for damage where the file cannot be read on. Raises SaringError."""
    try:
        yield from items
    except SaringError:
        raise
    except Exception as error:  # noqa: BLE001 (libraries raise what they like over a broken file, MemoryError too)
        if read_failed(error) or (is_url(about) and not isinstance(error, MemoryError)):
            raise Unavailable(str(error), about=about) from None
        yield Item(fault="damaged", message=repr(error)[:300], place=about)


def _joined(group: list[list[Any]], known_only: bool) -> tuple[Outcome, Item]:
    """A split article, its pages in order: [file, offset, length, address] each."""
    pages = []
    for path, offset, length, _ in group:
        with Path(path).open("rb") as file:
            file.seek(offset)
            pages.append(page_of(file.read(length)))
    first, more = pages[0], [(page.url or "", page.body or b"") for page in pages[1:]]
    return clean(first, known_only=known_only, more_pages=more), first


if __name__ == "__main__":
    main()
