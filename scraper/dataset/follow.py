"""Databases that follow the ledger, as articles.jsonl does: each repeats its revisions in order, exactly once.

A database notes how far it has come in the transaction that brings the articles, so that a kill at any moment leaves it
at a place from which it goes on. It never runs ahead of articles.jsonl: what is held back or withdrawn never enters it.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scraper.dataset.opening import is_database, open_database
from scraper.dataset.postgres import shown
from scraper.dataset.store import Database, StoreError
from scraper.errors import InvalidRecord, SaringError, UsageError
from scraper.ledger import Ledger
from scraper.ledger.output import has_row, released
from scraper.upgrade import upgraded

logger = logging.getLogger(__name__)

_ROWS = 200  # put with one transaction
_PAUSES = (1.0, 60.0)  # seconds after a failure, doubling from the first to the last
_OFF = frozenset({"", "0", "false", "no", "none", "off"})
_ON = frozenset({"1", "true", "yes", "on"})

_Row = tuple[int, str, int, str]  # seq, article_id, revision, line
_START: _Row = (0, "", 0, "")


def names_of(setting: str, output: Path) -> list[str]:
    """The databases that STORE names. Raises UsageError for a name that is none's."""
    names = []
    for name in (part.strip() for part in setting.split(",")):
        if name.lower() in _OFF:
            continue
        name = str(output / "articles.db") if name.lower() in _ON else name
        if not is_database(name):
            message = (
                "STORE takes 1, FILE.db or postgresql://…; files of other kinds are feeds (-O) or exports"
            )
            raise UsageError(message, about=name)
        names.append(name)
    return names


@dataclass(slots=True)
class _Done:
    """What a piece of work came to: the last row that the database holds, None before any; or why it failed."""

    at: _Row | None = None
    fault: SaringError | None = None


class Follower:
    """Brings the database ``name`` up to what ``ledger`` has released of an outlet's articles, piece by piece.

    The ledger is asked in the caller's thread, to which it belongs; the database works in a thread of its own, for
    waiting on its disk or server must not hold up the crawl. (A thread and not psycopg's async connection: SQLite has
    none, the same code serves readers outside a crawl, and both wait without holding Python's lock.)

    A failure is logged, tried again later, and left in ``fault`` until then; ``refused`` counts records that the
    database cannot hold, which are passed over.
    """

    def __init__(self, ledger: Ledger, outlet: str, name: str) -> None:
        self.fault: SaringError | None = None
        self.refused = 0
        self._ledger = ledger
        self._outlet = outlet
        self._name = name
        self._note = f"position/{ledger.identity()}/{outlet}"
        self._thread = ThreadPoolExecutor(1, "store")
        self._work: Future[_Done] | None = None
        self._database: Database | None = None  # belongs to the thread
        self._at: _Row | None = None  # None: not asked yet
        self._pause, self._again = _PAUSES[0], 0.0

    def step(self, *, now: bool = False) -> Future[_Done] | None:
        """Go on, where there is something to do: the work under way. None: up to date, or waiting after a failure.

        ``now``: do not wait.
        """
        if self._work is not None:
            if not self._work.done():
                return self._work
            self._settle(self._work.result())
        if self.fault and not now and time.monotonic() < self._again:
            return None
        if self._at is None:
            self._work = self._thread.submit(self._guarded, self._open)
            return self._work
        rows = [
            (seq, i, n, line) for seq, i, n, line in released(self._ledger, self._outlet, self._at[0], _ROWS)
        ]
        if rows:
            self._work = self._thread.submit(self._guarded, partial(self._put, rows))
        return self._work

    def close(self) -> list[str]:
        """Close the database; why this follower is not up to date, or not with everything, a sentence each."""
        self._thread.submit(self._shut).result()
        self._thread.shutdown()
        told = []
        if self.fault:
            told.append(f"the store is behind, and is brought up to date by the next crawl: {self.fault}")
        if self.refused:
            told.append(f"{self.refused} records that the store cannot hold (see the log)")
        return told

    def _settle(self, done: _Done) -> None:
        self._work = None
        if done.fault is None:
            if self.fault:
                logger.info("store: %s goes on", self.fault.about)
            self.fault, self._pause = None, _PAUSES[0]
            opened, self._at = self._at is None, done.at
            if opened:
                self._begin()
            return
        if self.fault is None:
            logger.error("store: %s Tried again while the crawl goes on.", done.fault)
        self.fault, self._at = done.fault, None
        self._again = time.monotonic() + self._pause
        self._pause = min(2 * self._pause, _PAUSES[1])

    def _begin(self) -> None:
        """Where to begin: after the noted row, unless it is not the ledger's any more."""
        at = self._at or _START
        if at[0] and not has_row(self._ledger, self._outlet, *at[:3]):
            logger.warning(
                "store: the ledger is an older one than the store has seen; every article is put again"
            )
            at = _START
        self._at = at

    # -- in the thread --------------------------------------------------------------------------------------

    def _guarded(self, work: Callable[[], _Row]) -> _Done:
        try:
            return _Done(work())
        except SaringError as error:
            return _Done(fault=error)
        except Exception as error:  # noqa: BLE001 - a driver's, or our own: the crawl goes on, and says so at its end
            return _Done(fault=StoreError(repr(error), about=shown(self._name)))

    def _open(self) -> _Row:
        self._shut()
        self._database = open_database(self._name, write=True)
        noted = self._database.note(self._note)
        if noted is None:
            return _START
        at = json.loads(noted)
        return at["seq"], at["id"], at["revision"], ""

    def _put(self, rows: Sequence[_Row]) -> _Row:
        try:
            self._put_together(rows, rows[-1])
        except InvalidRecord:
            for row in rows:  # which of them?
                try:
                    self._put_together([row], row)
                except InvalidRecord as error:
                    self.refused += 1
                    logger.error("store: %s, revision %d: %s", row[1], row[2], error)
                    self._put_together([], row)
        return rows[-1]

    def _put_together(self, rows: Sequence[_Row], upto: _Row) -> None:
        seq, its_id, revision, _ = upto
        note = json.dumps({"seq": seq, "id": its_id, "revision": revision})
        if self._database is None:
            raise StoreError("closed", about=shown(self._name))
        self._database.put((upgraded(json.loads(row[3])) for row in rows), {self._note: note})

    def _shut(self) -> None:
        database, self._database = self._database, None
        if database is not None:
            database.close()
