"""The demo newsroom: an invented site in GenPI's markup, served on loopback, with the truth about its articles.

Words are data (``articles.jsonl``, ``not_articles.jsonl``), markup is templates; ``truth`` reads the words, ``press``
prints the pages, and this module serves them. By hand: ``python -m scraper.newsroom --port 8000``.
"""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, cast
from urllib.parse import parse_qs

from scraper.errors import SaringError
from scraper.newsroom.press import HTML, Press, Reply, page_target
from scraper.newsroom.truth import AMP_SILENT, NotArticle, Told

__all__ = ["AMP_SILENT", "Newsroom", "NewsroomError", "NotArticle", "Told", "Visit"]

_PACKAGE = Path(__file__).parent.parent


class NewsroomError(SaringError):
    """The demo newsroom cannot be opened: its files are missing, or its port is taken."""

    reason = "newsroom"
    advice = "Run from a checkout or an installed wheel of saring, and leave the port at 0 for a free one."


class Visit(NamedTuple):
    """One request that was answered; ``time`` is monotonic seconds, ``target`` the path with its query."""

    time: float
    method: str
    target: str
    status: int
    user_agent: str


def _folder() -> Path:
    places = (_PACKAGE.parent / "fixtures" / "newsroom", _PACKAGE / "_newsroom")
    for place in places:
        if (place / "articles.jsonl").is_file():
            return place
    raise NewsroomError("the demo newsroom's files are not there", about=" or ".join(map(str, places)))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    newsroom: Newsroom

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor that hangs up, as a killed crawler does, is no news; anything else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Newsroom"
    sys_version = ""
    timeout = 30
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer(cast(_Server, self.server).newsroom)

    do_HEAD = do_GET

    def _answer(self, newsroom: Newsroom) -> None:
        reply, tag = newsroom.reply(self.path)
        status = 304 if reply.status == 200 and self._known(reply, tag) else reply.status
        agent = self.headers.get("User-Agent", "")
        newsroom.log.append(Visit(time.monotonic(), self.command, self.path, status, agent))
        self.send_response(status)
        if reply.status == 200:
            self.send_header("ETag", tag)
            self.send_header("Last-Modified", format_datetime(reply.modified.astimezone(UTC), usegmt=True))
        body = reply.body.replace("@ORIGIN@", newsroom.origin).encode()
        if status != 304:
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304 and self.command != "HEAD":
            self.wfile.write(body)

    def _known(self, reply: Reply, tag: str) -> bool:
        """Whether the visitor holds this very page: If-None-Match decides, If-Modified-Since only without it."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or tag in (t.strip().removeprefix("W/") for t in tags.split(","))
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except (TypeError, ValueError):
            return False
        return reply.modified <= (since if since.tzinfo else since.replace(tzinfo=UTC))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr: the newsroom keeps its own log."""


class Newsroom:
    """The demo newsroom. ``folder`` holds its words and templates; None means the one that comes with saring.

    ``articles`` is the truth, ``not_articles`` what must be refused, ``log`` every request that was answered.
    Raises NewsroomError when the files are missing.
    """

    def __init__(self, folder: Path | None = None) -> None:
        place = folder or _folder()
        try:
            press = Press(place)
        except OSError as error:
            raise NewsroomError(f"cannot read the newsroom's files: {error}", about=str(place)) from None
        self.articles: tuple[Told, ...] = tuple(press.told)
        self.not_articles: tuple[NotArticle, ...] = tuple(press.refused)
        self.log: list[Visit] = []
        self.origin = ""
        self._missing = Reply(press.not_found, HTML, press.newest[0]["time"], 404)
        self._beyond = press.replies[page_target("/indeks", press.index_pages + 1)]
        self._replies = press.replies
        # Hashed before the address goes in: a newsroom on another port is the same newsroom, unchanged.
        self._tags = {
            t: f'"{hashlib.sha256(r.body.encode()).hexdigest()[:20]}"' for t, r in press.replies.items()
        }
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def reply(self, target: str) -> tuple[Reply, str]:
        """What a request target is answered with, and its ETag; unknown ones get a 404 and no tag."""
        path, _, query = target.partition("?")
        number = parse_qs(query).get("page", ["1"])[-1]
        key = path if number == "1" else f"{path}?page={number}"
        if key in self._replies:
            return self._replies[key], self._tags[key]
        if path == "/indeks" and number.isdecimal() and number != "0":
            return self._beyond, '"beyond"'
        return self._missing, ""

    def start(self, port: int = 0) -> str:
        """Serve on 127.0.0.1 (0: any free port) until stop(); the origin is handed back. Twice is once."""
        if self._server is None:
            try:
                self._server = _Server(("127.0.0.1", port), _Handler)
            except (OSError, OverflowError) as error:
                raise NewsroomError(f"cannot listen: {error}", about=f"http://127.0.0.1:{port}") from None
            self._server.newsroom = self
            self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
            self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
            self._thread.start()
        return self.origin

    def stop(self) -> None:
        """Stop serving; the truth and the log stay."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
