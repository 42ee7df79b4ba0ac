"""Extraction in processes that can be killed: a wall-clock and a memory limit a page, and a death costs one page."""

from __future__ import annotations

import asyncio
import atexit
import gc
import logging
import pickle
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar

from scraper.article import Article
from scraper.crawl.sealed import Seal, Sealed
from scraper.errors import SaringError
from scraper.outlet import Index, Outlet
from scraper.workers import child
from scraper.workers.process import Died, Process, TooLate, context_for

logger = logging.getLogger(__name__)

# The crawl's process and the fork server, on their way out, would look for circles of garbage among all: 0.3 and 0.1 s.
atexit.register(gc.freeze)

_Read = TypeVar("_Read")

# A page that is on a worker's hands when the worker dies is given to a fresh one. A signal like SIGSEGV is likely the
# page's doing; a SIGKILL comes from outside (an operator, the kernel short of memory) and may well hit an innocent page
# many times. So does _ORPHANED: the worker died with the server that forked it, so that nobody is told how. (A killed
# resource tracker ends no worker that reads a page.)
_CRASHES = 3
_KILLS = 25
_ORPHANED = 255
# Deaths before a page was begun say nothing about it, and on a busy machine a worker may take long to come.
_ATTEMPTS, _PATIENCE = 20, 180.0
_PAUSE = 0.02  # seconds, longer each time
_GRACE = 10.0  # seconds that the end waits for the start


class WorkerLost(SaringError):
    """The page cost its worker: it took too long (``timeout``), or the process died (``worker_died``)."""

    reason = "worker_died"
    advice = "The page's bytes are kept; `saring extract` on them shows what happens."


class Workers:
    """``count`` worker processes; 0 extracts in this one, without limits.

    ``outlet``: the one whose rules they will need. ``wasted`` is told the seconds that a page was read in vain, where
    it was not the page that ended its worker; ``lost`` of each death that did not come of taking too long. Each has a
    socket of its own, so that nothing one of them leaves behind (half a message) can stop another.
    """

    def __init__(
        self, count: int, *, seconds: float = 10.0, megabytes: int = 400, outlet: str = "",
        wasted: Callable[[float], object] = float, lost: Callable[[], object] = object,
    ) -> None:  # fmt: skip
        self.count = count
        self._seconds = seconds
        self._outlet = outlet
        self._megabytes = megabytes
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._all: list[Process] = []
        self._starting: Thread | None = None
        self._wasted = wasted
        self._lost = lost

    @property
    def pids(self) -> list[int]:
        """The processes, as the system numbers them."""
        return [worker.pid for worker in self._all if worker.pid is not None]

    def start(self) -> None:
        """Start the processes; they load while the crawl is still asking for robots.txt."""
        for _ in range(self.count):
            self._idle.put_nowait(self._process())
        # In a thread: the server that forks them answers when it has loaded the extraction, after 0.3 s.
        self._starting = Thread(target=_launch, args=(list(self._all),), daemon=True)
        self._starting.start()

    async def extract(
        self, html: bytes, url: str, *, outlet: Outlet, more_pages: Sequence[tuple[str, bytes]] = (),
        header_charset: str | None = None, signature: Mapping[str, Any] | None = None,
    ) -> Article:  # fmt: skip
        """The article of a page (see extraction.extract); raises WorkerLost, or what extraction raises.

        ``signature``: what the download knows of it, by field. It comes sealed (crawl.sealed), where it is valid.
        """
        rules = outlet.domains[0] if outlet.foreign else outlet.name
        more = rules, list(more_pages), header_charset, signature or {}
        found = await self._run(child.extract, url, html, *more)
        return Sealed(found) if isinstance(found, Seal) else found

    async def links(self, html: bytes, url: str, index: Index) -> list[str]:
        """The links of an index page (see listing.index_links), which can stall a parser as any page can."""
        return await self._run(child.links, url, html, index)

    async def home(self, html: bytes, url: str) -> tuple[list[str], list[str]]:
        """The links of a home page, and the feeds that it names."""
        return await self._run(child.home, url, html)

    async def _run(self, read: Callable[..., _Read], url: str, html: bytes, *more: Any) -> _Read:
        """What ``read`` makes of a page, in a worker."""
        if not self.count:
            return child.limited(read, html, url, *more)
        if self._starting and self._starting.is_alive():
            await asyncio.to_thread(self._starting.join)
        task = pickle.dumps((read, url, *more))
        crashes = kills = attempts = 0
        until = time.monotonic() + _PATIENCE
        while attempts < _ATTEMPTS or time.monotonic() < until:
            attempts += 1
            worker = await self._idle.get()
            given = time.monotonic()
            try:
                if not worker.ready:
                    await worker.begin()
                    given = self._in_vain(given)
                found: _Read = await worker.ask(task, html, self._seconds)
                return found
            except TooLate:
                worker = self._replaced(worker)
                message = f"extraction took longer than {self._seconds:g} s"
                raise WorkerLost(message, about=url, reason="timeout") from None
            except Died as death:
                self._lost()
                crashed = death.code not in (None, -signal.SIGKILL, _ORPHANED)
                if death.code is not None:
                    kills, crashes = kills + (not crashed), crashes + crashed
                logger.warning("a worker died (%s), its page is given to another: %s", death, url)
                worker = self._replaced(worker)
                if crashes == _CRASHES or kills == _KILLS:
                    break
                await asyncio.sleep(min(_PAUSE * attempts, 1.0))
                if not crashed:
                    self._in_vain(given)
            except asyncio.CancelledError:  # it would go on reading, and answer the next page with this one
                worker = self._replaced(worker)
                raise
            finally:
                self._idle.put_nowait(worker)
        raise WorkerLost(f"{crashes + kills} workers died while they read it", about=url)

    def _in_vain(self, since: float) -> float:
        """Tell of time that the page is not to blame for; the time now."""
        now = time.monotonic()
        self._wasted(now - since)
        return now

    def stop(self) -> None:
        """Kill the processes."""
        if self._starting:
            self._starting.join(_GRACE)
        for worker in self._all:
            worker.kill()
        self._all.clear()

    def _process(self) -> Process:
        worker = Process(context_for(self._outlet), self._megabytes)
        self._all.append(worker)
        return worker

    def _replaced(self, worker: Process) -> Process:
        self._all.remove(worker)
        worker.kill()
        return self._process()


def _launch(workers: list[Process]) -> None:
    for worker in workers:
        with suppress(OSError, EOFError):  # killed already: the first page finds it so, and starts it
            worker.launch()
