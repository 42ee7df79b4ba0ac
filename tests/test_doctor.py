"""saring doctor: each thing that can be wrong is said, with what to do; and the settings' table tells the truth."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from scraper import doctor, settings
from scraper.cli import main
from scraper.ledger import Ledger
from scraper.ledger.schema import runs
from scraper.ledger.store import default_dsn
from scraper.newsroom import Newsroom
from tests.crawl.sites import Page, Stub

ROOT = Path(__file__).resolve().parent.parent
Ask = Callable[..., tuple[int, dict[str, dict[str, str]]]]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.setattr(settings, "LEDGER_DSN", "")

    def asked(*more: str) -> tuple[int, dict[str, dict[str, str]]]:
        code = main(["doctor", "--json", "--out", str(tmp_path), *more])
        lines = map(json.loads, capsys.readouterr().out.splitlines())
        return code, {line["what"]: line for line in lines}

    return asked


def test_all_well(ask: Ask, tmp_path: Path) -> None:
    Ledger(default_dsn(tmp_path)).close()
    with Newsroom() as site:
        code, found = ask("--outlet", "genpi", "--origin", site.origin)
        assert [visit.target for visit in site.log] == ["/robots.txt"]
        assert site.log[0].user_agent.startswith("saring/")
    assert code == 0 and {
        found[what]["level"] for what in ("python", "saring", "ledger", "robots genpi")
    } == {"ok"}
    assert "wal, ok" in found["ledger"]["says"] and found["leases"]["says"] == "none left over"
    assert found["contact"]["level"] == "warning" and "CONTACT=" in found["contact"]["do"]


@pytest.mark.parametrize(
    ("page", "level", "says"),
    [
        (Page("User-agent: *\nDisallow: /\n"), "bad", "refuses crawlers"),
        (Page("User-agent: *\nDisallow: /rss\n"), "warning", "/rss"),
        (Page("User-agent: *\nDisallow: /rss\nDisallow: /sitemap\nDisallow: /indeks\n"), "bad", "every source"),
        (Page("User-agent: *\nCrawl-delay: 7\n"), "ok", "a pause of 7 s"),
        (Page("", 503), "bad", "answers 503"),
        (Page("", 404), "ok", "answers 404"),
    ],
)  # fmt: skip
def test_robots(page: Page, level: str, says: str, ask: Ask, stub: Stub) -> None:
    stub.pages["/robots.txt"] = page
    code, found = ask("--outlet", "genpi", "--origin", stub.origin)
    assert found["robots genpi"]["level"] == level and says in found["robots genpi"]["says"]
    assert code == (1 if level == "bad" else 0) and (level == "ok") == (not found["robots genpi"]["do"])


@pytest.fixture
def stub() -> Iterator[Stub]:
    site = Stub()
    yield site
    site.close()


def test_nobody_there_and_nobody_asked(ask: Ask) -> None:
    code, found = ask("--outlet", "genpi", "--origin", "http://127.0.0.1:9")
    assert code == 1 and "refused" in found["robots genpi"]["says"]
    code, found = ask("--outlet", "genpi", "--origin", "http://127.0.0.1:9", "--offline")
    assert code == 0 and "robots genpi" not in found


def test_a_ledger_that_is_none(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"tidak ada apa-apa di sini" * 100)
    code, found = ask("--offline")
    assert code == 1 and found["ledger"]["level"] == "bad" and found["ledger"]["do"]


def test_a_ledger_of_another_version(ask: Ask, tmp_path: Path) -> None:
    Ledger(default_dsn(tmp_path)).close()
    with sqlite3.connect(tmp_path / "ledger.db") as file:
        file.execute("update meta set value = '0' where name = 'version'")
    file.close()
    code, found = ask("--offline")
    assert code == 1 and "another version" in found["ledger"]["says"]


def test_a_clock_that_was_set_back(ask: Ask, tmp_path: Path) -> None:
    opened = Ledger(default_dsn(tmp_path))
    with opened.begin() as connection:
        times = {"started": time.time() + 7200, "alive_until": 0.0}
        connection.execute(insert(runs).values(outlet="genpi", scope="{}", **times))
    opened.close()
    code, found = ask("--offline")
    assert code == 1 and "behind the newest run" in found["clock"]["says"] and "NTP" in found["clock"]["do"]


def test_a_full_disk(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_LEAST_FREE", 2**62)
    code, found = ask("--offline")
    assert code == 1 and found["output"]["level"] == "bad" and "Make room" in found["output"]["do"]


def test_a_package_too_old(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "version", lambda _: "0.1")
    code, found = ask("--offline")
    assert code == 1 and "0.1 does not fit" in found["package"]["says"]


def test_the_table_of_settings_tells_the_defaults() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.+) \|$", text, re.M)
    assert len(rows) > 15 and len({name for name, *_ in rows}) == len(rows)
    shown = {name: default for name, default, _ in rows}
    workers = shown.pop("EXTRACT_WORKERS")
    assert workers == "processors - 1" and max(1, (os.cpu_count() or 2) - 1) == settings.EXTRACT_WORKERS
    environment = {"CONTACT", "LEDGER_DSN", "STORE"}
    actual = {name: "" if name in environment else getattr(settings, name) for name in shown}
    assert shown == {name: "empty" if value == "" else f"`{value}`" for name, value in actual.items()}


def test_readme_leads_to_the_table() -> None:
    assert "docs/settings.md" in (ROOT / "README.md").read_text("utf-8")
