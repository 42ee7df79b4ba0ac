"""The commands themselves: what is not understood is one line and exit code 2, before anything starts."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from scraper.crawl.arguments import Arguments
from scraper.demo import crawl_command
from scraper.errors import UsageError
from scraper.outlet import WIB
from scraper.outlets import by_name, catalogue

NOW = datetime(2024, 7, 1, 12, tzinfo=WIB)


def scrapy(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    _, environment = crawl_command("http://127.0.0.1:9", cwd / "genpi")
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(
        command, env=environment, cwd=cwd, capture_output=True, text=True, timeout=180, check=False
    )


def test_list_is_the_catalogue(tmp_path: Path) -> None:
    assert scrapy("list", cwd=tmp_path).stdout.split() == list(catalogue())


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("genpi", "-a", "since=1 Juni"), "since=1 Juni"),
        (("tidakada",), "tidakada"),
        ((), "scrapy list"),
    ],
)
def test_faults_are_one_line(arguments: tuple[str, ...], named: str, tmp_path: Path) -> None:
    done = scrapy("crawl", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert named in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "given",
    [
        {"since": "2024-02-30"},
        {"until": "2024-6-1"},
        {"since": "2024-06-02", "until": "2024-06-01"},
        {"limit": "0"},
        {"limit": "-3"},
        {"limit": "banyak"},
        {"origin": "127.0.0.1:8000"},
        {"origin": "http://127.0.0.1:99999"},
        {"origin": "http://user@127.0.0.1:8000"},
        {"origin": "http://127.0.0.1:8000/path"},
        {"origin": "file:///etc"},
        {"url": "https://www.kompas.com/a/1/b"},
        {"url": "https://www.genpi.co.evil.example/a/1/b"},
        {"url": "https://www.genpi.co:8443/a/1/b"},
        {"url": "https://www.genpi.co/"},
        {"url": "https://www.genpi.co/indeks"},
        {"url": "/a/1/b"},
        {"url": ""},
        {"urls": "https://www.genpi.co/a/1/b"},
    ],
)
def test_malformed_arguments(given: dict[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        Arguments.parse(by_name("genpi"), given, NOW)
    assert str(caught.value).startswith("-a ") and "\n" not in str(caught.value)


def test_addresses_are_made_plain_and_told_apart_by_key() -> None:
    given = "https://www.genpi.co/amp/a/1/b?utm_source=x, http://jatim.genpi.co/c/2/d,e?page=3,https://www.genpi.co/a/1/b"
    arguments = Arguments.parse(by_name("genpi"), {"url": given}, NOW)
    assert arguments.urls == ("https://www.genpi.co/a/1/b", "http://jatim.genpi.co/c/2/d,e")
