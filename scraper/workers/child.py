"""What runs in a worker process: tasks come over a socket, one at a time, and what they give goes back."""

from __future__ import annotations

import ctypes
import gc
import logging
import pickle
import signal
import socket
import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from scraper.article import Article
from scraper.errors import PageRefused
from scraper.outlet import Index

if TYPE_CHECKING:
    from scraper.crawl.sealed import Seal

_Read = TypeVar("_Read")

HEAD = struct.Struct("!Q")  # how many bytes follow, …
TASK = struct.Struct("!QQ")  # … and how many of a page after them


def serve(place: socket.socket, megabytes: int) -> None:
    """Say that it is ready, then do what comes until the other end is closed."""
    _prepare(megabytes)
    place.sendall(HEAD.pack(0))
    while (head := _received(place, TASK.size)) is not None:
        task, page = (_received(place, size) for size in TASK.unpack(head))
        if task is None or page is None:
            return
        told = _told(task, bytes(page))
        place.sendall(HEAD.pack(len(told)) + told)


def _told(task: bytearray, page: bytes) -> bytes:
    """What a task gives, or raises, as (whether it went well, that)."""
    try:
        read, *more = pickle.loads(task)  # noqa: S301 (from the crawl itself)
        return pickle.dumps((True, limited(read, page, *more)))
    except Exception as error:  # noqa: BLE001 (whatever it is, the crawl is told)
        with suppress(Exception):
            return pickle.dumps((False, error))
        return pickle.dumps((False, RuntimeError(repr(error))))


def _received(place: socket.socket, size: int) -> bytearray | None:
    """So many bytes; None where the other end is closed."""
    data = bytearray(size)
    view, got = memoryview(data), 0
    while got < size:
        more = place.recv_into(view[got:])
        if not more:
            return None
        got += more
    return data


def _prepare(megabytes: int) -> None:
    """In the new process: no more memory than allowed, and no life after the crawl's."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, where there is such a thing
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 2**20, megabytes * 2**20))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the crawl's, which ends with what it has begun
    logging.disable(logging.CRITICAL)  # lines of several processes would mix; warnings are in the record
    gc.freeze()  # what was loaded stays; a page's own cycles are worth a look less often (a tenth of the time)
    gc.set_threshold(20_000, 20, 20)


def limited(read: Callable[..., _Read], html: bytes, url: str, *more: Any) -> _Read:
    """What ``read`` makes of a page. Raises PageRefused where memory or the stack does not suffice."""
    try:
        return read(html, url, *more)
    except MemoryError:
        raise PageRefused("reading it takes too much memory", about=url, reason="too_much_memory") from None
    except RecursionError:
        raise PageRefused("nested too deeply", about=url, reason="too_deep") from None


def extract(
    html: bytes, url: str, outlet: str, more_pages: list[tuple[str, bytes]], header_charset: str | None,
    signature: Mapping[str, Any],
) -> Article | Seal:  # fmt: skip
    """The article of a page, signed and sealed; as it is, where it is not valid.

    ``outlet``: a name, or the domain of a site that has no outlet. ``signature``: fields that the download knows.
    """
    from scraper.crawl.foreign import site_outlet
    from scraper.crawl.sealed import sealed
    from scraper.extraction import extract

    rules = site_outlet(outlet) if "." in outlet else outlet
    article = extract(html, url, outlet=rules, more_pages=more_pages, header_charset=header_charset)
    for name, value in signature.items():
        setattr(article, name, {**article.rights, **value} if name == "rights" else value)
    return sealed(article)


def links(html: bytes, url: str, index: Index) -> list[str]:
    """The links of an index page."""
    from scraper.crawl.listing import index_links

    return index_links(html, url, index)


def home(html: bytes, url: str) -> tuple[list[str], list[str]]:
    """The links of a home page, and the feeds that it names."""
    from scraper.crawl.listing import home_links, home_lists
    from scraper.page import Page

    page = Page(html, url)
    return home_links(page), home_lists(page)
