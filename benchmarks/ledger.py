"""What the ledger costs: an address, a backfill's memory, a start with many known addresses.

python benchmarks/ledger.py ops [--dsn postgresql://…] [--count 3000]   milliseconds a URL, by step
python benchmarks/ledger.py start [--known 1000000]                     seconds until the first request leaves
python benchmarks/ledger.py backfill [--listed 100000] [--seconds 60]   peak memory of a real crawl's process
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from scraper.article import Article, Block
from scraper.crawl.frontier import Frontier
from scraper.crawl.output import Output
from scraper.crawl.policy import Policy
from scraper.crawl.visit import Answer, Visit
from scraper.demo import crawl_command
from scraper.ledger import Ledger
from scraper.ledger.hosts import Hosts
from scraper.ledger.queue import Offer
from scraper.ledger.runs import finish_run, open_run
from scraper.ledger.schema import urls

HOST = "www.genpi.co"
TEXT = "Warga memperbaiki saluran air sejak Rabu pagi bersama petugas dari kecamatan setempat. " * 4


def ops(dsn: str, count: int) -> None:
    """Every step of ``count`` addresses, one after the other, as a crawl takes them."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(dsn or f"sqlite:///{folder}/ledger.db")
        frontier = Frontier(ledger, "genpi", "{}", Policy())
        place = Path(folder, "genpi")
        place.mkdir()
        output, hosts = Output(ledger, frontier, place), Hosts(ledger)
        hosts.claim(HOST, 1.0)
        spent: dict[str, float] = {}
        busy = 0.0  # seconds of this process's own: what a busy machine does not lengthen

        def timed(name: str, work: Callable[[], Any]) -> Any:
            nonlocal busy
            began, worked = time.perf_counter(), time.process_time()
            result = work()
            busy += time.process_time() - worked
            spent[name] = spent.get(name, 0.0) + time.perf_counter() - began
            return result

        offers = [Offer(f"k{n}", f"https://{HOST}/berita/{n}/judul", HOST) for n in range(count)]
        for start in range(0, count, 1000):
            timed("offer", lambda start=start: frontier.offer(offers[start : start + 1000], "/sitemap.xml"))
        for n in range(count):
            lease = timed("lease", frontier.take)
            timed("promise", lambda: hosts.promise(HOST, ledger.clock()))
            blocks = [Block("paragraph", f"{n} {TEXT}") for _ in range(8)]
            body = "\n\n".join(block.text for block in blocks)
            article = Article(id=f"genpi-{n}", headline=f"Judul {n}", article_body=body, blocks=blocks)
            visit = Visit(lease, lease.url, article=article, page=Answer(lease.url, etag='"1"'))
            record = article.to_dict()
            timed("end with article", lambda visit=visit, record=record: frontier.emit(visit, record))
            timed("append to the file", output.flush)
        kind = "SQLite" if ledger.is_file else "PostgreSQL"
        for name, seconds in [*spent.items(), ("all", sum(spent.values()))]:
            print(f"{kind}: {name}: {1000 * seconds / count:.3f} ms a URL")
        print(f"{kind}: processor time of this process: {1000 * busy / count:.3f} ms a URL")
        ledger.close()


class Server(ThreadingHTTPServer):
    """robots.txt, a sitemap index, sitemaps of 50,000 addresses each, and an article behind each. Counts and times."""

    daemon_threads = True

    def __init__(self, listed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        self.first, self.count = 0.0, 0
        self.pages = {"/robots.txt": b"User-agent: *\nAllow: /\n"}
        parts = range(0, listed, 50_000)
        index = "".join(f"<sitemap><loc>{self.origin}/s{part}.xml</loc></sitemap>" for part in parts)
        self.pages["/sitemap.xml"] = f"<sitemapindex>{index}</sitemapindex>".encode()
        for part in parts:
            numbers = range(part, min(listed, part + 50_000))
            locs = "".join(f"<url><loc>{self.origin}/berita/{n}/judul-{n}</loc></url>" for n in numbers)
            self.pages[f"/s{part}.xml"] = f"<urlset>{locs}</urlset>".encode()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.first = self.server.first or time.perf_counter()
        self.server.count += 1
        body = self.server.pages.get(self.path) or _article(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: it would be timed, too."""


def _article(path: str) -> bytes:
    number = path.split("/")[2] if path.startswith("/berita/") else ""
    if not number.isdigit():
        return b""
    text = "".join(f"<p>{number}.{n} {TEXT}</p>" for n in range(8))
    body = f'<div itemprop="articleBody">{text}</div><time itemprop="datePublished" datetime="2024-06-01T10:00+07:00">'
    return f"<html><head><title>Judul {number}</title></head><body><h1>Judul {number}</h1>{body}</body></html>".encode()


def _crawl(server: Server, folder: str) -> subprocess.Popen[bytes]:
    command, environment = crawl_command(server.origin, Path(folder, "genpi"))
    with Path(folder, "crawl.log").open("wb") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def start(known: int) -> None:
    """A crawl of an outlet with so many known addresses: from the command to the first request."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(f"sqlite:///{folder}/ledger.db")
        run = open_run(ledger, "genpi", "{}", everything=True, now=time.time(), lease=1.0)
        for begin in range(0, known, 50_000):
            rows = [
                {"outlet": "genpi", "key": f"https://genpi.co/berita/{n}/judul-{n}", "host": HOST, "past": "",
                 "url": f"https://{HOST}/berita/{n}/judul-{n}", "source": "/sitemap.xml", "first_run": run.id,
                 "run": run.id, "state": "emitted", "reason": "", "tries": 0, "next_visit": 0.0}
                for n in range(begin, min(known, begin + 50_000))
            ]  # fmt: skip
            with ledger.begin() as connection:
                connection.execute(insert(urls), rows)
        finish_run(ledger, run, time.time(), counts=False)
        ledger.close()
        for _ in range(3):
            server = Server(10)
            began = time.perf_counter()
            process = _crawl(server, folder)
            while not server.first and process.poll() is None:
                time.sleep(0.001)
            print(f"{known:,} known: first request after {server.first - began:.2f} s")
            process.terminate()
            process.wait()
            server.shutdown()


def backfill(listed: int, seconds: float) -> None:
    """The memory of a crawl's own process while it enters and visits so many addresses."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(listed)
        process = _crawl(server, folder)
        end, peak = time.monotonic() + seconds, 0
        while time.monotonic() < end and process.poll() is None:
            told = Path(f"/proc/{process.pid}/status").read_text().partition("VmHWM:")[2]
            peak = int(told.split()[0]) // 1024 if told else peak
            time.sleep(0.2)
        process.kill()
        process.wait()
        ledger = Ledger(f"sqlite:///{folder}/ledger.db")
        with ledger.begin() as connection:
            states = Counter(row.state for row in connection.execute(select(urls.c.state)))
        took = seconds - max(0.0, end - time.monotonic())
        told = ", ".join(f"{count:,} {state}" for state, count in sorted(states.items()))
        print(f"{sum(states.values()):,} entered ({told}) in {took:.0f} s: peak {peak} MB (VmHWM)")
        ledger.close()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("ops", "start", "backfill"))
    parser.add_argument("--dsn", default="", help="of an empty database; default: a SQLite file")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--known", type=int, default=1_000_000)
    parser.add_argument("--listed", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    if given.what == "ops":
        ops(given.dsn, given.count)
    elif given.what == "start":
        start(given.known)
    else:
        backfill(given.listed, given.seconds)


if __name__ == "__main__":
    main()
