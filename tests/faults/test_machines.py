"""Several crawls share one ledger: four processes, three hosts, two of them killed, judged by the servers' own log.

The hosts are names of one outlet behind a loopback proxy, so that every process may visit each of them. Processes tell
themselves apart by the contact in their user agent.
"""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from subprocess import Popen
from urllib.parse import urlsplit

import pytest

from scraper.demo import crawl_command

from .run import FAST
from .server import Asked, Reply, Site
from .words import Print, paragraphs

pytestmark = pytest.mark.slow

HOSTS = ("satu.genpi.co", "dua.genpi.co", "tiga.genpi.co")
EACH = 12  # articles of a host
DELAY = 0.6
# Two processes read the clock of a PostgreSQL server with an error of half a round trip each. Arrival is the kernel's.
CLOCKS = 0.01
LONG = 300.0  # seconds after which a test gives up, on a machine that is busy with other things
THINKS = 0.08  # seconds that a server takes, so that two visitors at once would show


@dataclass
class Served:
    """One answered request: by whom it was asked, of which host, from when to when."""

    host: str
    path: str
    who: str
    began: float
    ended: float = 0.0


class ThreeHosts(Site):
    """A proxy in front of three hosts of an outlet."""

    def __init__(self) -> None:
        super().__init__(self._serve)
        self.served: list[Served] = []
        self.pages: dict[str, bytes] = {}
        for h, host in enumerate(HOSTS):
            for n in range(EACH):
                name = f"{host[:4].strip('.')}_{n}"
                url = f"http://{host}/berita/{1000 + 100 * h + n}/{name.replace('_', '-')}"
                page = Print(name, urlsplit(url).path, paragraphs(name), canonical=url)
                self.pages[url] = page.html().encode()

    def _serve(self, asked: Asked) -> Reply:
        parts = urlsplit(asked.target)
        one = Served(parts.hostname or "", parts.path, asked.headers["user-agent"], asked.clock)
        self.served.append(one)
        time.sleep(THINKS)
        one.ended = time.time()
        if parts.path == "/robots.txt":
            return Reply(b"User-agent: *\nAllow: /\n", kind="text/plain")
        body = self.pages.get(asked.target)
        return Reply(body) if body else Reply(b"<html><h1>Tidak ada</h1></html>", 404)

    def faults(self) -> list[str]:
        """Requests to a host that overlap, or visitors that come sooner after one another than promised."""
        found = []
        for host in HOSTS:
            mine = sorted((one for one in self.served if one.host == host), key=lambda one: one.began)
            for sooner, later in pairwise(mine):
                gap = later.began - sooner.began
                if gap < DELAY - CLOCKS or later.began < sooner.ended:
                    found.append(f"{host}: {gap:.3f} s between {sooner.path} ({sooner.who}) and {later.path}")
        return found


@pytest.fixture(params=["sqlite", "postgresql"])
def dsn(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'shared.db'}"
    return str(request.getfixturevalue("postgres")())


@pytest.fixture
def crawls() -> Iterator[list[Popen[str]]]:
    """The crawls that a test begins; none outlives it, whatever it asserts."""
    begun: list[Popen[str]] = []
    yield begun
    for process in begun:
        process.kill()
        process.wait()


def begin(site: ThreeHosts, out: Path, dsn: str, who: str) -> Popen[str]:
    command, environment = crawl_command("", out / "genpi", "-s", f"DOWNLOAD_DELAY={DELAY}", *FAST)
    origin = command.index("origin=")
    del command[origin - 1 : origin + 1]
    command += ["-a", f"url={' '.join(site.pages)}", "-s", f"LEDGER_DSN={dsn}", "-s", f"CONTACT={who}"]
    environment |= {"http_proxy": site.origin, "https_proxy": site.origin}
    out.mkdir(parents=True, exist_ok=True)
    with (out / "crawl.log").open("a") as log:
        return Popen(
            [*command, "-s", "EXTRACT_WORKERS=1"], env=environment, stdout=log, stderr=log, text=True
        )


def until(what: Callable[[], bool], seconds: float = LONG) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


def urls_in(folder: Path) -> list[str]:
    lines = (folder / "genpi" / "articles.jsonl").read_text("utf-8").splitlines()
    return sorted(urlsplit(json.loads(line)["url"]).path for line in lines)


@pytest.mark.parametrize("shared_folder", [True, False], ids=["one folder", "own folders"])
def test_four_processes_three_hosts_two_killed(
    dsn: str, tmp_path: Path, shared_folder: bool, crawls: list[Popen[str]]
) -> None:
    with ThreeHosts() as site:
        folders = [tmp_path / ("all" if shared_folder else f"machine{n}") for n in range(4)]
        crawls += [begin(site, folder, dsn, f"crawl{n}") for n, folder in enumerate(folders)]
        articles = [urlsplit(url).path for url in site.pages]

        def visitors() -> set[str]:
            return {one.who for one in site.served if one.path in articles}

        until(lambda: len(visitors()) >= 2 and len(site.served) > 12)
        # Two that are in the middle of a visit each, or hold a host.
        busy = [n for n in range(4) if any(f"crawl{n})" in who for who in visitors())][:2]
        for n in busy:
            crawls[n].send_signal(signal.SIGKILL)
            assert crawls[n].wait() == -signal.SIGKILL, "it was over before it was killed"
        alive = [n for n in range(4) if n not in busy]
        logs = [folder / "crawl.log" for folder in folders]
        assert [crawls[n].wait(LONG) for n in alive] == [0, 0], logs[alive[0]].read_text()
        assert site.faults() == []
        for n in alive:
            assert urls_in(folders[n]) == sorted(articles), "lost, or there twice"
        again = [begin(site, folders[n], dsn, f"crawl{n}") for n in busy]
        crawls += again
        assert [process.wait(LONG) for process in again] == [0, 0]
        assert site.faults() == []
        for folder in folders:
            assert urls_in(folder) == sorted(articles), "lost, or there twice"
