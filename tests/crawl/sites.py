"""Crawls as an operator runs them, `scrapy crawl` in a process of its own, and sites on loopback to crawl."""

from __future__ import annotations

import json
import subprocess
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from scraper.demo import crawl_command
from scraper.newsroom import Newsroom


@dataclass
class Run:
    """What one crawl left behind."""

    exit_code: int
    log: str
    folder: Path

    def lines(self, name: str) -> list[dict[str, Any]]:
        path = self.folder / name
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    @property
    def articles(self) -> list[dict[str, Any]]:
        return self.lines("articles.jsonl")

    @property
    def summary(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "summary.json").read_text("utf-8")))

    def holds(self) -> bool:
        """Whether the law holds: everything discovered has one ending."""
        ends = ("emitted", "unchanged", "skipped", "quarantined", "failed", "not_visited")
        return bool(self.summary["discovered"] == sum(self.summary[kind] for kind in ends))


def crawl(origin: str, out: Path, *arguments: str, outlet: str = "genpi", cwd: Path | None = None) -> Run:
    command, environment = crawl_command(origin, out / outlet, *arguments)
    done = subprocess.run(
        command, env=environment, cwd=cwd, capture_output=True, text=True, timeout=180, check=False
    )
    return Run(done.returncode, done.stderr + done.stdout, out / outlet)


@dataclass
class Page:
    """One reply of the stub site."""

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Stub:
    """A site of replies by target; everything else is a 404. ``@`` in a body or header is the site's origin."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.log: list[str] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                stub.log.append(self.path)
                page = stub.pages.get(self.path, Page("<html><h1>Tidak ada</h1></html>", 404))
                body = (
                    page.body.replace("@", stub.origin).encode() if isinstance(page.body, str) else page.body
                )
                self.send_response(page.status)
                for name, value in ({"Content-Type": "text/html; charset=utf-8"} | page.headers).items():
                    self.send_header(name, value.replace("@", stub.origin))
                if "Content-Length" not in page.headers:
                    self.send_header("Content-Length", str(len(body)))
                else:  # not true: nothing more comes
                    self.close_connection = True
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def article(title: str, *paragraphs: str, pages: int = 1, path: str = "") -> str:
    """A page in GenPI's shape; with ``pages``, the pagination of a split article."""
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    links = "".join(f'<a href="{path}?page={n}">{n}</a>' for n in range(1, pages + 1)) if pages > 1 else ""
    return (
        f"<!DOCTYPE html><html lang=id><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<span class=date>19 Juni 2024 13:40</span><div itemprop=articleBody>{text}</div>"
        f"<p>Redaktur: Sari Wulandari</p><div class=pagination>{links}</div></body></html>"
    )


def prose(seed: str) -> tuple[str, str, str]:
    """Three innocent paragraphs that no other seed gives."""
    return (
        f"Warga {seed} membersihkan saluran air di sepanjang jalan utama sejak Rabu pagi bersama petugas.",
        f"Ketua panitia {seed} mengatakan kegiatan itu diikuti lebih dari dua ratus orang dari enam kampung.",
        f"Pekerjaan di {seed} akan dilanjutkan pekan depan dengan memasang penutup saluran yang baru.",
    )


@dataclass
class Whole:
    """One crawl of the whole newsroom, with its request log; shared by tests that only look."""

    run: Run
    newsroom: Newsroom
    feeds: Path
