"""One worker process and the socket to it, from the crawl's side: asked in the event loop, without threads."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import pickle
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from scraper.workers.child import HEAD, TASK, serve

_BEGIN = 30.0  # seconds that a process may take to come: the machine may be busy
_END = 5.0  # seconds until it is known how one ended


class Died(Exception):
    """The process is gone: ``code`` as of multiprocessing, None where it had not begun with a page."""

    def __init__(self, code: int | None) -> None:
        super().__init__("it did not start" if code is None else f"exit code {code}")
        self.code = code


class TooLate(Exception):
    """It took longer than it may, and was killed."""


class Process(asyncio.Protocol):
    """A process that reads pages, one at a time, with ``megabytes`` of memory at most."""

    def __init__(self, context: Any, megabytes: int) -> None:
        self._context = context
        self._megabytes = megabytes
        self._process: Any = None
        self._socket: Any = None
        self._transport: Any = None
        self._came: list[bytes] = []
        self._missing = 0  # bytes of what is coming; 0: its head
        self._answer: asyncio.Future[bytes] | None = None
        self.ready = False

    @property
    def pid(self) -> int | None:
        """Of the process; None before it was launched."""
        return self._process.pid if self._process else None

    def launch(self) -> None:
        """Fork it; takes as long as the server that does so takes to load. Raises OSError, EOFError."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                process = self._context.Process(target=serve, args=(theirs, self._megabytes), daemon=True)
                process.start()
        except BaseException:
            ours.close()
            raise
        self._process, self._socket = process, ours

    async def begin(self) -> None:
        """Wait until it is ready to be asked. Raises Died."""
        try:
            if self._process is None:
                await asyncio.to_thread(self.launch)
            loop = asyncio.get_running_loop()
            self._answer = loop.create_future()
            self._transport, _ = await loop.connect_accepted_socket(lambda: self, self._socket)
            await asyncio.wait_for(self._answer, _BEGIN)
        except (OSError, EOFError, Died, TimeoutError):  # it, or the server that forks it, was killed
            raise Died(None) from None
        self.ready = True

    async def ask(self, task: bytes, page: bytes, seconds: float) -> Any:
        """What a task makes of a page; raises what it raises, TooLate, or Died."""
        loop = asyncio.get_running_loop()
        if self._transport.is_closing():
            raise Died(None)
        self._answer = loop.create_future()
        late = loop.call_later(seconds, self._late)
        try:
            self._transport.write(TASK.pack(len(task), len(page)) + task)
            self._transport.write(page)  # by itself, for it is most of it, and need not be copied
            went_well, found = pickle.loads(await self._answer)  # noqa: S301 (from our own process)
        except Died:
            await asyncio.to_thread(self._process.join, _END)
            raise Died(self._process.exitcode or 0) from None
        finally:
            late.cancel()
        if not went_well:
            raise found
        return found

    def kill(self) -> None:
        """End it, at once."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
        with suppress(RuntimeError):  # the loop may be closed already
            if self._transport is not None:
                self._transport.abort()
        if self._transport is None and self._socket is not None:
            self._socket.close()

    def _late(self) -> None:
        self._process.kill()
        self._fail(TooLate())

    def _fail(self, error: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    # -- asyncio's protocol ---------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """A piece of an answer, whose length comes first."""
        self._came.append(data)
        if not self._missing:
            data = b"".join(self._came)
            if len(data) < HEAD.size:
                return
            self._came, self._missing = [data[HEAD.size :]], HEAD.unpack_from(data)[0]
            data = self._came[0]
        self._missing -= len(data)
        if self._missing == 0:
            told, self._came = b"".join(self._came), []
            if self._answer is not None and not self._answer.done():
                self._answer.set_result(told)

    def connection_lost(self, exc: Exception | None) -> None:
        """Its end is closed: it died."""
        self._fail(Died(0))


def context_for(outlet: str) -> Any:
    """Processes forked from a small server that has loaded the extraction and nothing of the crawl."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # The fork server of Python 3.11 does not take over sys.path, on which Scrapyd puts its egg.
    ours, path = str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")
    if ours not in path.split(os.pathsep):
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (ours, path)))
    # The outlet's rules and trafilatura too: otherwise every fresh worker would load them during its first page.
    preload = [
        "scraper.workers.child", "scraper.extraction.html", "scraper.outlets", "scraper.crawl.listing", "trafilatura",
        "scraper.crawl.sealed", "scraper.schema",
    ]  # fmt: skip
    context.set_forkserver_preload([*preload, *([f"scraper.outlets.{outlet}"] if outlet else ())])
    return context
