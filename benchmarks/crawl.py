"""Our crawl beside a bare Scrapy spider that only downloads the same pages from the same nginx, with the same settings.

python benchmarks/crawl.py [--rounds 5] [--count 1000] [--size 155000]   pages/s, CPU of the main process, memory
python benchmarks/crawl.py --fast                                       the same with aiohttp and uvloop in both
python benchmarks/crawl.py --polite [--delay 0.25] [--count 120]         how late requests leave, by nginx's log

The two run in turn, in an order that alternates; ratios are of the same round, shown as median (least … most). CPU is
that of the crawl's own process without its children, from the command to its end; so start-up is in it, for both.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from newsprint import Nginx, print_site

from scraper.demo import crawl_command

_TICK = os.sysconf("SC_CLK_TCK")
# The settings that both have; what the bare spider needs no more than ours is off, as it is in ours.
_SAME = {
    "DOWNLOAD_DELAY": "0", "CONCURRENT_REQUESTS": "16", "CONCURRENT_REQUESTS_PER_DOMAIN": "16", "LOG_LEVEL": "INFO",
    "DOWNLOAD_TIMEOUT": "30", "TELNETCONSOLE_ENABLED": "0", "REMOTE_CONTROL_ENABLED": "0", "COOKIES_ENABLED": "0",
    "RETRY_ENABLED": "0", "REFERER_ENABLED": "0", "CONCURRENT_ITEMS": "1",
}  # fmt: skip
# What -s FAST=1 is to ours.
_FAST = {
    "DOWNLOAD_HANDLERS": '{"http": "scrapy.core.downloader.handlers._aiohttp.AiohttpDownloadHandler"}',
    "ASYNCIO_EVENT_LOOP": "uvloop.Loop",
}
_BARE = """
import scrapy

class Bare(scrapy.Spider):
    name = "bare"

    async def start(self):
        for path in open(self.paths).read().split():
            yield scrapy.Request(self.origin + path)

    def parse(self, response):
        assert response.status == 200 and response.body
"""


class Run(NamedTuple):
    """One crawl: ``pages`` that came whole, seconds from the first request to the exit, CPU seconds, peak MB."""

    pages: int
    seconds: float
    cpu: float
    peak: int

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds


def measured(command: list[str], environment: dict[str, str], nginx: Nginx, log: Path, cwd: Path) -> Run:
    """Run a crawl that must go well."""
    nginx.forget()
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=cwd)
    peak, ended = 0, None
    while ended is None:
        told = Path(f"/proc/{process.pid}/status").read_text().partition("VmHWM:")[2].split()
        peak = int(told[0]) // 1024 if told else peak
        time.sleep(0.02)
        ended = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    end = time.time()
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    if process.wait():
        raise SystemExit(f"{' '.join(command)}\n{log.read_text()[-3000:]}")
    hits = nginx.hits()
    pages = sum(hit.status == 200 and "/1" in hit.target for hit in hits)
    return Run(pages, end - hits[0].at, (int(fields[11]) + int(fields[12])) / _TICK, peak)


def ours(nginx: Nginx, folder: Path, more: list[str]) -> Run:
    """Our crawl, everything on, into a fresh ledger."""
    command, environment = crawl_command(nginx.origin, folder / "out" / "genpi", *more)
    run = measured(command, environment, nginx, folder / "ours.log", folder)
    emitted = sum(1 for _ in (folder / "out" / "genpi" / "articles.jsonl").open("rb"))
    if emitted != run.pages:
        raise SystemExit(
            f"{run.pages} pages came, {emitted} articles were emitted:\n{(folder / 'ours.log').read_text()[-2000:]}"
        )
    return run


def bare(nginx: Nginx, folder: Path, more: list[str]) -> Run:
    """The bare spider."""
    (folder / "bare.py").write_text(_BARE)
    given = ["-a", f"origin={nginx.origin}", "-a", f"paths={folder.parent / 'paths'}"]
    command = [sys.executable, "-m", "scrapy", "runspider", str(folder / "bare.py"), *given, *more]
    environment = {k: v for k, v in os.environ.items() if k != "SCRAPY_SETTINGS_MODULE"}
    return measured(command, environment, nginx, folder / "bare.log", folder)


def compare(rounds: int, count: int, nginx: Nginx, place: Path, more: list[str], *, fast: bool) -> None:
    """Both in turn; prints each round, then the ratios."""
    same = _settings(_SAME)
    own = {ours: ["-s", "FAST=1"], bare: _settings(_FAST)} if fast else {ours: [], bare: []}
    found: list[tuple[Run, Run]] = []
    for number in range(rounds):
        both = {}
        for which in (ours, bare) if number % 2 else (bare, ours):
            with tempfile.TemporaryDirectory(dir=place) as folder:
                both[which] = which(nginx, Path(folder), [*same, *own[which], *more])
            if both[which].pages != count:
                raise SystemExit(f"{which.__name__}: {both[which].pages} of {count} pages")
        found.append((both[ours], both[bare]))
        for which, run in both.items():
            shown = f"{run.rate:6.1f} pages/s, main {1000 * run.cpu / count:5.2f} ms CPU a page, peak {run.peak} MB"
            print(f"round {number + 1}: {which.__name__:5} {shown}", flush=True)
    print("pages/s, ours / bare:     ", spread([our.rate / other.rate for our, other in found]))
    print("CPU of main, ours / bare: ", spread([our.cpu / other.cpu for our, other in found]))
    print("peak MB, ours / bare:     ", spread([our.peak / other.peak for our, other in found]))


def _settings(named: dict[str, str]) -> list[str]:
    return [part for name, value in named.items() for part in ("-s", f"{name}={value}")]


def spread(ratios: list[float]) -> str:
    """Median, least and most."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} … {max(ratios):.2f})"


def polite(delay: float, nginx: Nginx, place: Path, more: list[str]) -> None:
    """How much longer than promised the pauses between our requests are, as nginx saw them."""
    with tempfile.TemporaryDirectory(dir=place) as folder:
        ours(nginx, Path(folder), ["-s", f"DOWNLOAD_DELAY={delay}", *more])
    at = [hit.at for hit in nginx.hits()]
    late = sorted(1000 * (after - before - delay) for before, after in pairwise(at))
    p50, p99 = (late[min(len(late) - 1, int(share * len(late)))] for share in (0.5, 0.99))
    shown = f"least {late[0]:.1f}, p50 {p50:.1f}, p99 {p99:.1f}, most {late[-1]:.1f} ms beyond it"
    print(f"delay {delay:g} s, {len(late)} pauses: {shown}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--size", type=int, default=155_000, help="bytes a page")
    parser.add_argument("--fast", action="store_true", help="both with aiohttp and uvloop")
    parser.add_argument("--polite", action="store_true")
    parser.add_argument("--delay", type=float, default=0.25)
    parser.add_argument(
        "-s", dest="settings", action="append", default=[], help="a setting for both: NAME=VALUE"
    )
    given = parser.parse_args()
    more = [part for setting in given.settings for part in ("-s", setting)]
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("scrapy", "twisted", "sqlalchemy")
    )
    print(
        f"{given.count} pages of {given.size:,} bytes; {versions}; load {os.getloadavg()[0]:.1f}", flush=True
    )
    with tempfile.TemporaryDirectory(prefix="saring-crawl-") as temporary:
        place = Path(temporary)
        (place / "paths").write_text("\n".join(print_site(place / "site", given.count, given.size)))
        with Nginx(place / "site", place) as nginx:
            if given.polite:
                polite(given.delay, nginx, place, more)
            else:
                compare(given.rounds, given.count, nginx, place, more, fast=given.fast)


if __name__ == "__main__":
    main()
