"""A running Scrapyd 1.6, by the documented configuration: deploy, schedule, list, cancel.

Needs the extra `scrapyd` here, or in the interpreter that SCRAPYD_TEST_PYTHON names.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from scraper.newsroom import Newsroom
from scraper.schedule.egg import pack

CONF = Path(__file__).resolve().parents[2] / "docs" / "scrapyd" / "scrapyd.conf"
PYTHON = os.environ.get("SCRAPYD_TEST_PYTHON") or (
    sys.executable if importlib.util.find_spec("scrapyd") else ""
)
USER, PASSWORD = "saring", "change-this-password"
BOUNDARY = "a5d1f7saring"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PYTHON, reason="scrapyd is not installed: pip install 'saring[scrapyd]'"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A scrapyd in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        (folder / "scrapyd.conf").write_text(CONF.read_text("utf-8"), "utf-8")
        self.port = free_port()
        names = {"PYTHONPATH", "SCRAPY_SETTINGS_MODULE", "SCRAPYD_USERNAME", "SCRAPYD_PASSWORD"}
        clean = {name: value for name, value in os.environ.items() if name not in names}
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [PYTHON, "-m", "scrapyd"], cwd=folder, stdout=self._log, stderr=self._log,
            env={**clean, "SCRAPYD_HTTP_PORT": str(self.port), "HOME": str(folder)},
        )  # fmt: skip
        until(self._answers, f"no answer: {(folder / 'log').read_text()}")

    def _answers(self) -> bool:
        try:
            return self.ask("daemonstatus.json")["status"] == "ok"
        except OSError:
            return False

    def ask(
        self, what: str, data: bytes | None = None, kind: str = "", password: str = PASSWORD
    ) -> dict[str, Any]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{what}", data)
        if password:
            token = base64.b64encode(f"{USER}:{password}".encode()).decode()
            request.add_header("Authorization", f"Basic {token}")
        if kind:
            request.add_header("Content-Type", kind)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return dict(json.load(reply))

    def post(self, what: str, *fields: tuple[str, str]) -> dict[str, Any]:
        return self.ask(what, urlencode(fields).encode())

    def jobs(self, state: str) -> list[str]:
        return [job["id"] for job in self.ask("listjobs.json?project=saring")[state]]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._log.close()


def until(true: Callable[[], Any], otherwise: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.2)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path)
    yield started
    started.stop()


def deploy(server: Server, egg: Path) -> dict[str, Any]:
    pack(egg)
    parts = b""
    for name, value in (("project", b"saring"), ("version", b"1"), ("egg", egg.read_bytes())):
        file = '; filename="saring.egg"' if name == "egg" else ""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        parts += head.encode() + value + b"\r\n"
    return server.ask(
        "addversion.json", parts + f"--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}"
    )


@pytest.mark.parametrize("password", ["", "wrong"])
def test_nobody_comes_in_without_the_password(server: Server, password: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        server.ask("daemonstatus.json", password=password)
    assert refused.value.code == 401
    refused.value.close()
    listening = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    at = {line.split()[1] for line in listening if line.split()[3] == "0A"}
    assert f"0100007F:{server.port:04X}" in at and f"00000000:{server.port:04X}" not in at


def test_deploy_schedule_list_cancel(server: Server, newsroom: Newsroom, tmp_path: Path) -> None:
    answer = deploy(server, tmp_path / "saring.egg")
    assert answer["status"] == "ok" and answer["spiders"] >= 121, answer
    out = tmp_path / "output"

    def schedule(delay: str) -> str:
        answer = server.post(
            "schedule.json", ("project", "saring"), ("spider", "genpi"), ("origin", newsroom.origin),
            ("setting", f"OUTPUT_DIR={out}"), ("setting", f"DOWNLOAD_DELAY={delay}"), ("setting", "SCHEDULED=1"),
        )  # fmt: skip
        assert answer["status"] == "ok", answer
        return str(answer["jobid"])

    slow = schedule("30")
    until(lambda: newsroom.log, "the spider does not start")
    assert server.jobs("running") == [slow]
    assert server.post("cancel.json", ("project", "saring"), ("job", slow))["prevstate"] == "running"
    until(lambda: server.jobs("finished") == [slow], "the job is not cancelled")
    whole = schedule("0")
    until(lambda: whole in server.jobs("finished"), "the crawl does not end", 120)
    lines = (out / "genpi" / "articles.jsonl").read_text("utf-8").splitlines()
    log = (tmp_path / "logs" / "saring" / "genpi" / f"{whole}.log").read_text("utf-8")
    assert len(lines) == len(newsroom.articles), log
