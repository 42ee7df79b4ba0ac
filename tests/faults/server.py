"""A web server that can misbehave below HTTP: raw sockets, one thread a connection, every request in a log."""

from __future__ import annotations

import socket
import socketserver
import struct
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, Self
from urllib.parse import unquote

# The kernel's own time of what arrived (socket(7)): a busy test may be late to read it.
_STAMPED, _STAMP = 35, struct.Struct("@ll")  # SO_TIMESTAMPNS, struct timespec
_HAS_STAMPS = sys.platform == "linux"
REASONS = {200: "OK", 301: "Moved", 302: "Found", 304: "Not Modified", 404: "Not Found", 503: "Unavailable"}


@dataclass(frozen=True)
class Asked:
    """One request: ``time`` is monotonic, when it was read; ``clock`` when it arrived, in seconds since 1970."""

    time: float
    clock: float
    target: str
    headers: dict[str, str]
    nth: int  # how many times this target was asked for, with this one
    status: int | None = None


@dataclass
class Reply:
    """An answer by the rules. ``length`` None: chunked; False: none, closed at the end."""

    body: bytes = b""
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)
    length: int | bool | None = True
    kind: str = "text/html; charset=utf-8"

    def head(self) -> bytes:
        """Status line and headers."""
        lines = [
            f"HTTP/1.1 {self.status} {REASONS.get(self.status, 'Status')}",
            f"Date: {formatdate(usegmt=True)}",
        ]
        if self.kind:
            lines.append(f"Content-Type: {self.kind}")
        if self.length is None:
            lines.append("Transfer-Encoding: chunked")
        elif self.length is False:
            lines.append("Connection: close")
        else:
            lines.append(f"Content-Length: {len(self.body) if self.length is True else self.length}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


# What a handler may do instead: write to the socket itself; the connection is closed after it.
Raw = Callable[[socket.socket], None]
Handler = Callable[[Asked], "Reply | Raw"]


def reset(sock: socket.socket) -> None:
    """Close with a TCP reset."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


class _Connection(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.request.settimeout(60)
        buffer = b""
        while True:
            while b"\r\n\r\n" not in buffer:
                try:
                    got, stamps, _, _ = self.request.recvmsg(65536, socket.CMSG_SPACE(_STAMP.size))
                except OSError:
                    return
                if not got:
                    return
                buffer += got
                arrived = _arrived(stamps)
            head, _, buffer = buffer.partition(b"\r\n\r\n")
            try:
                if not self._answer(head.decode("latin-1"), arrived):
                    return
            except OSError:
                return  # the crawler hung up, or was killed

    def _answer(self, head: str, arrived: float) -> bool:
        first, *lines = head.split("\r\n")
        target = first.split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        asked, reply = self.server.site.ask(target, headers, arrived)
        if not isinstance(reply, Reply):
            reply(self.request)
            return False
        if asked.nth < 0:
            return False
        body = reply.body
        if reply.length is None:
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
        self.request.sendall(reply.head() + (b"" if reply.status == 304 else body))
        return reply.length is True or reply.length is None


def _arrived(stamps: list[tuple[int, int, bytes]]) -> float:
    for level, kind, data in stamps:
        if (level, kind) == (socket.SOL_SOCKET, _STAMPED):
            seconds, nanoseconds = _STAMP.unpack(data[: _STAMP.size])
            return float(seconds) + nanoseconds / 1e9
    return time.time()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128
    site: Site

    def server_bind(self) -> None:
        """Have what arrives stamped; connections inherit it."""
        if _HAS_STAMPS:
            self.socket.setsockopt(socket.SOL_SOCKET, _STAMPED, 1)
        super().server_bind()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A crawler that hangs up is no news."""


class Site:
    """Handlers by target, and the log. ``missing`` answers the rest."""

    def __init__(self, missing: Handler | None = None) -> None:
        self.handlers: dict[str, Handler] = {}
        self.log: list[Asked] = []
        self.missing = missing or (lambda _: Reply(b"<html><body><h1>404</h1></body></html>", 404))
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Connection)
        self._server.site = self
        self.port = int(self._server.server_address[1])
        self.origin = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def ask(self, target: str, headers: dict[str, str], arrived: float) -> tuple[Asked, Reply | Raw]:
        """Enter a request in the log and find its answer."""
        with self._lock:
            nth = sum(asked.target == target for asked in self.log) + 1
            asked = Asked(time.monotonic(), arrived, target, headers, nth)
            self.log.append(asked)
        reply = self.find(target)(asked)
        with self._lock:
            where = self.log.index(asked)
            status = reply.status if isinstance(reply, Reply) else None
            self.log[where] = Asked(asked.time, asked.clock, target, headers, nth, status)
        return asked, reply

    def find(self, target: str) -> Handler:
        """The handler of a target; percent-encoding is the crawler's own choice where both mean the same."""
        if target not in self.handlers:
            plain = {unquote(known): known for known in self.handlers}
            target = plain.get(unquote(target), target)
        return self.handlers.get(target, self.missing)

    def close(self) -> None:
        """Stop serving; the log stays."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
