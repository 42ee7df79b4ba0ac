"""The visits under way in this process: how many, and in which order their results are written."""

from __future__ import annotations

import asyncio
import time
from itertools import takewhile

from scraper.ledger.queue import Lease


class Flight:
    """Visits by the key of their address, in the order they were taken.

    ``patience``: seconds that a result waits for those of visits taken before it.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._active: dict[str, Lease] = {}
        self._overtaken: set[str] = set()
        self._settled = asyncio.Event()
        self._excused = 0.0

    def __len__(self) -> int:
        return len(self._active)

    def get(self, key: str) -> Lease | None:
        """The lease of a visit under way."""
        return self._active.get(key)

    def enter(self, lease: Lease) -> None:
        """A visit begins."""
        self._active[lease.key] = lease

    def leave(self, key: str) -> None:
        """A visit is over."""
        self._overtaken.discard(key)
        if self._active.pop(key, None) is not None:
            self._settled.set()

    async def turn(self, key: str) -> None:
        """Wait until the visits taken before this one are over, so that results stand in the order of discovery."""
        deadline = time.monotonic() + self._patience - self._excused
        while before := self._before(key):
            left = deadline + self._excused - time.monotonic()
            if left <= 0:  # nobody waits for them again
                self._overtaken.update(before)
                return
            self._settled.clear()
            waiter = asyncio.ensure_future(self._settled.wait())
            await asyncio.wait({waiter}, timeout=left)
            waiter.cancel()

    def excuse(self, seconds: float) -> None:
        """Wait so much longer from now on: that time was taken from a visit by what is not its page's doing."""
        self._excused += seconds

    def _before(self, key: str) -> list[str]:
        """The visits taken before that of ``key`` which are worth waiting for."""
        return [k for k in takewhile(lambda k: k != key, self._active) if k not in self._overtaken]
