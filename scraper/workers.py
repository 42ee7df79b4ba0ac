"""Extraction in processes that can be killed: a wall-clock and a memory limit a page, and a death costs one page."""

from __future__ import annotations

import asyncio
import atexit
import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as WorkerTimeout
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from scraper.article import Article
from scraper.errors import PageRefused, SaringError
from scraper.outlet import Index, Outlet

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
_GRACE = 10.0  # seconds beyond the limit after which a pool itself is taken for dead
_START = 12.0  # seconds after which a page that no worker has begun with goes to a fresh pool
_LOOK = 0.5  # seconds between two looks whether it has


class WorkerLost(SaringError):
    """The page cost its worker: it took too long (``timeout``), or the process died (``worker_died``)."""

    reason = "worker_died"
    advice = "The page's bytes are kept; `saring extract` on them shows what happens."


class _Waited:
    """The time since a page was handed out, of which ``wasted`` is told what the page is not to blame for, once."""

    def __init__(self, wasted: Callable[[float], object]) -> None:
        self._wasted = wasted
        self._since = time.monotonic()

    def in_vain(self) -> None:
        """All the time that is not told yet was taken by something else."""
        now = time.monotonic()
        self._wasted(now - self._since)
        self._since = now


class Workers:
    """``count`` worker processes; 0 extracts in this one, without limits.

    ``outlet``: the one whose rules they will need. ``wasted`` is told the seconds that a page was read in vain, where
    it was not the page that ended its worker. Each has a pool of its own, so that nothing one of them leaves behind (a
    lock, half a message) can stop another.
    """

    def __init__(
        self, count: int, *, seconds: float = 10.0, megabytes: int = 400, outlet: str = "",
        wasted: Callable[[float], object] = float,
    ) -> None:  # fmt: skip
        self.count = count
        self._seconds = seconds
        self._outlet = outlet
        self._megabytes = megabytes
        self._idle: asyncio.Queue[ProcessPool] = asyncio.Queue()
        self._pools: list[ProcessPool] = []
        self._starting: Thread | None = None
        self._wasted = wasted
        self.lost = 0

    def start(self) -> None:
        """Start the processes; they load while the crawl is still asking for robots.txt."""
        for _ in range(self.count):
            self._idle.put_nowait(self._pool())
        # In a thread: the server that forks them answers when it has loaded the extraction, after 0.3 s.
        self._starting = Thread(target=self._begin, args=(list(self._pools),), daemon=True)
        self._starting.start()

    def _begin(self, pools: list[ProcessPool]) -> None:
        for pool in pools:
            with suppress(
                RuntimeError, OSError, EOFError
            ):  # killed already: the first page finds it so and replaces it
                pool.schedule(_nothing)

    async def extract(
        self, html: bytes, url: str, *, outlet: Outlet, more_pages: Sequence[tuple[str, bytes]] = (),
        header_charset: str | None = None,
    ) -> Article:  # fmt: skip
        """The article of a page (see extraction.extract); raises WorkerLost, or what extraction raises."""
        rules = outlet.domains[0] if outlet.foreign else outlet.name
        return await self._run(_extract, url, html, rules, list(more_pages), header_charset)

    async def links(self, html: bytes, url: str, index: Index) -> list[str]:
        """The links of an index page (see listing.index_links), which can stall a parser as any page can."""
        return await self._run(_links, url, html, index)

    async def home(self, html: bytes, url: str) -> tuple[list[str], list[str]]:
        """The links of a home page, and the feeds that it names."""
        return await self._run(_home, url, html)

    async def _run(self, read: Callable[..., _Read], url: str, html: bytes, *more: Any) -> _Read:
        """What ``read`` makes of a page, in a worker."""
        task: tuple[Any, ...] = (read, html, url, *more)
        if not self.count:
            return _limited(read, html, url, *more)
        if self._starting and self._starting.is_alive():
            await asyncio.to_thread(self._starting.join)
        crashes = kills = attempts = 0
        until = time.monotonic() + _PATIENCE
        while attempts < _ATTEMPTS or time.monotonic() < until:
            attempts += 1
            pool = await self._idle.get()
            waited = _Waited(self._wasted)
            crashed = False
            try:
                found: _Read = await self._ask(pool, task, waited)
                return found
            except WorkerTimeout:
                message = f"extraction took longer than {self._seconds:g} s"
                raise WorkerLost(message, about=url, reason="timeout") from None
            except (ProcessExpired, RuntimeError, OSError) as error:
                self.lost += 1
                if isinstance(error, ProcessExpired):  # else it had not begun with this page
                    crashed = error.exitcode not in (-signal.SIGKILL, _ORPHANED)
                    kills, crashes = kills + (not crashed), crashes + crashed
                logger.warning("a worker died (%s), its page is given to another: %s", error, url)
                pool = self._replaced(pool)
                if crashes == _CRASHES or kills == _KILLS:
                    break
                await asyncio.sleep(min(_PAUSE * attempts, 1.0))
                if not crashed:
                    waited.in_vain()
            finally:
                self._idle.put_nowait(pool)
        raise WorkerLost(f"{crashes + kills} workers died while they read it", about=url)

    async def _ask(self, pool: ProcessPool, task: tuple[Any, ...], waited: _Waited) -> Any:
        task_of_pool = pool.schedule(_limited, args=task, timeout=self._seconds)
        future = asyncio.wrap_future(task_of_pool)
        done, begun, until = set[Any](), False, time.monotonic() + _START
        while not (done or begun) and time.monotonic() < until:
            done, _ = await asyncio.wait({future}, timeout=_LOOK)
            begun = task_of_pool.running()
            if not (done or begun):
                waited.in_vain()
        if not done and begun:
            done, _ = await asyncio.wait({future}, timeout=self._seconds + _GRACE)
        if not done:  # a worker that was killed may leave a lock behind for which its successor waits
            future.cancel()
            raise OSError("the pool does not answer")
        return future.result()

    def stop(self) -> None:
        """Kill the processes."""
        if self._starting:
            self._starting.join(_GRACE)
        for pool in self._pools:
            _kill(pool)
        self._pools.clear()

    def _pool(self) -> ProcessPool:
        pool = ProcessPool(
            1, initializer=_prepare, initargs=(self._megabytes,), context=_context(self._outlet)
        )
        self._pools.append(pool)
        return pool

    def _replaced(self, pool: ProcessPool) -> ProcessPool:
        self._pools.remove(pool)
        _kill(pool)
        return self._pool()


def _context(outlet: str) -> Any:
    """Processes forked from a small server that has loaded the extraction and nothing of the crawl."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # The fork server of Python 3.11 does not take over sys.path, on which Scrapyd puts its egg.
    ours, path = str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")
    if ours not in path.split(os.pathsep):
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (ours, path)))
    # The outlet's rules and trafilatura too: otherwise every fresh worker would load them during its first page.
    preload = [
        "scraper.workers",
        "scraper.extraction.html",
        "scraper.outlets",
        "scraper.crawl.listing",
        "trafilatura",
    ]
    context.set_forkserver_preload([*preload, *([f"scraper.outlets.{outlet}"] if outlet else ())])
    return context


def _kill(pool: ProcessPool) -> None:
    """End a pool without waiting for it: its threads may hang on what a dead worker left behind."""
    pool.stop()  # type: ignore[no-untyped-call]
    for worker in list(pool._pool_manager.worker_manager.workers):
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    with suppress(Exception):
        pool._context.task_queue.put(None)


def _prepare(megabytes: int) -> None:
    """In the new process: no more memory than allowed, and no life after the crawl's."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, where there is such a thing
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 2**20, megabytes * 2**20))
    logging.disable(logging.CRITICAL)  # lines of several processes would mix; warnings are in the record


def _nothing() -> None:
    """A first task, which makes the process start."""


def _limited(read: Callable[..., _Read], html: bytes, url: str, *more: Any) -> _Read:
    try:
        return read(html, url, *more)
    except MemoryError:
        raise PageRefused("reading it takes too much memory", about=url, reason="too_much_memory") from None
    except RecursionError:
        raise PageRefused("nested too deeply", about=url, reason="too_deep") from None


def _extract(
    html: bytes, url: str, outlet: str, more_pages: list[tuple[str, bytes]], header_charset: str | None
) -> Article:
    from scraper.crawl.foreign import site_outlet
    from scraper.extraction import extract

    rules = site_outlet(outlet) if "." in outlet else outlet
    return extract(html, url, outlet=rules, more_pages=more_pages, header_charset=header_charset)


def _links(html: bytes, url: str, index: Index) -> list[str]:
    from scraper.crawl.listing import index_links

    return index_links(html, url, index)


def _home(html: bytes, url: str) -> tuple[list[str], list[str]]:
    from scraper.crawl.listing import home_links, home_lists
    from scraper.page import Page

    page = Page(html, url)
    return home_links(page), home_lists(page)
