"""Articles, revisions, and files that repeat them exactly once."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from scraper.article import SCHEMA_VERSION
from scraper.ledger import Ledger
from scraper.ledger.articles import Articles
from scraper.ledger.diff import differences
from scraper.ledger.hosts import Host, Hosts, ListPage, RobotsFile
from scraper.ledger.output import OutputFile
from scraper.ledger.schema import revisions

from .conftest import run_of


def record(name: str, *texts: str) -> dict[str, Any]:
    blocks = [{"kind": "paragraph", "text": text} for text in texts or (f"isi {name}",)]
    body = "\n\n".join(block["text"] for block in blocks)
    return {
        "schema_version": SCHEMA_VERSION,
        "id": f"genpi-{name}",
        "headline": name,
        "article_body": body,
        "blocks": blocks,
        "url": f"https://x/{name}",
    }


@pytest.fixture
def articles(ledger: Ledger) -> Articles:
    return Articles(ledger, run_of(ledger))


def file_of(ledger: Ledger, folder: Path, articles: Articles) -> OutputFile:
    return OutputFile(ledger, folder / "articles.jsonl", revisions, "genpi", articles.adopt)


def names(folder: Path) -> list[str]:
    return [json.loads(line)["headline"] for line in (folder / "articles.jsonl").read_text().splitlines()]


def test_a_run_that_was_killed_gives_nothing_away_before_it_is_judged(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    first = Articles(ledger, run_of(ledger))
    OutputFile(ledger, path, revisions, "genpi")
    for name in ("a", "b"):
        first.save(record(name), name, None)
    later = run_of(ledger, scope="another")
    Articles(ledger, later).save(record("c"), "c", None)
    file = OutputFile(ledger, path, revisions, "genpi", run=later.id)
    assert names(tmp_path) == ["a", "b"], "what earlier runs left unwritten"
    assert file.flush() == 1 and names(tmp_path) == ["a", "b", "c"]
    path.unlink()
    OutputFile(ledger, path, revisions, "genpi", run=later.id)
    assert names(tmp_path) == ["a", "b"], "a file that was lost, too"


def test_revisions(articles: Articles) -> None:
    def save(name: str, text: str, key: str, known: str | None = None) -> tuple[str, str, int]:
        saved = articles.save(record(name, text), key, known)
        return saved.outcome, saved.id, saved.revision

    assert save("a", "satu", "k1") == ("new", "genpi-a", 1)
    assert save("a", "satu", "k1") == ("unchanged", "genpi-a", 1)
    assert save("a", "satu", "k2") == ("duplicate", "genpi-a", 1), "its other address"
    assert save("a", "dua", "k2") == ("duplicate", "genpi-a", 1), "another page under its name"
    assert save("a", "dua", "k1") == ("changed", "genpi-a", 2)
    moved = record("b", "dua") | {"headline": "a"}
    assert articles.save(moved, "k3", None).outcome == "duplicate", "the same words under another id"
    assert articles.save(record("c", "tiga"), "k1", "genpi-a").id == "genpi-a", (
        "what an address gave keeps its id"
    )


def test_lines_are_written_once_whatever_was_left_behind(
    ledger: Ledger, tmp_path: Path, articles: Articles
) -> None:
    path = tmp_path / "articles.jsonl"
    output = file_of(ledger, tmp_path, articles)
    for name in "ab":
        articles.save(record(name), name, None)
    assert output.flush() == 2 and output.flush() == 0
    whole = path.read_bytes()
    articles.save(record("c"), "c", None)
    with path.open("ab") as file:  # a crash between the write and the commit
        file.write(b'{"headline": "c", "half')
    output = file_of(ledger, tmp_path, articles)
    assert names(tmp_path) == ["a", "b", "c"] and path.read_bytes().startswith(whole)
    path.write_bytes(
        whole[: len(whole) // 2]
    )  # a power cut that took more from the file than from the ledger
    file_of(ledger, tmp_path, articles)
    assert names(tmp_path) == ["a", "b", "c"]
    path.unlink()
    file_of(ledger, tmp_path, articles)
    assert names(tmp_path) == ["a", "b", "c"]


def test_a_failed_transaction_leaves_nothing(ledger: Ledger, tmp_path: Path, articles: Articles) -> None:
    output = file_of(ledger, tmp_path, articles)
    with suppress(RuntimeError), ledger.begin():
        articles.save(record("a"), "a", None)
        raise RuntimeError
    assert output.flush() == 0
    articles.save(record("a"), "a", None)
    assert output.flush() == 1 and names(tmp_path) == ["a"]


def test_output_that_the_ledger_does_not_know_is_taken_over(
    ledger: Ledger, tmp_path: Path, articles: Articles
) -> None:
    old = [json.dumps({**record("a"), "revision": 3}), "bukan json", json.dumps(record("b"))]
    (tmp_path / "articles.jsonl").write_text("\n".join([*old, '{"half']))
    output = file_of(ledger, tmp_path, articles)
    assert articles.save(record("a"), "k", None).outcome == "unchanged"
    assert articles.save(record("b", "lain"), "k", None).revision == 2
    output.flush()
    assert (tmp_path / "articles.jsonl").read_text().splitlines()[:3] == old
    assert len((tmp_path / "articles.jsonl").read_text().splitlines()) == 4


def test_a_run_can_be_withdrawn(ledger: Ledger, tmp_path: Path, articles: Articles) -> None:
    output = file_of(ledger, tmp_path, articles)
    articles.save(record("a"), "a", None)
    output.flush()
    articles.save(record("a", "rusak"), "a", None)
    articles.save(record("b", "juga rusak"), "b", None)
    assert [key for key, _ in articles.withdraw(output.written)] == ["a", "b"]
    assert output.flush() == 0 and names(tmp_path) == ["a"]
    assert articles.save(record("a"), "a", None).outcome == "unchanged"
    assert articles.save(record("a", "baru"), "a", None).revision == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("a b", "a b", []),
        ("a b", "a x", [("changed", 1, ["b"], ["x"])]),
        ("a b", "a b c", [("added", 2, [], ["c"])]),
        ("a b c", "a c", [("removed", 1, ["b"], [])]),
        ("", "a", [("added", 0, [], ["a"])]),
    ],
)
def test_paragraph_differences(old: str, new: str, told: list[tuple[str, int, list[str], list[str]]]) -> None:
    found = differences(*({"blocks": [{"text": text} for text in texts.split()]} for texts in (old, new)))
    assert [(p["what"], p["at"], p["old"], p["new"]) for p in found["paragraphs"]] == told


def test_field_differences() -> None:
    assert differences({"headline": "a", "url": "u"}, {"headline": "b", "url": "u"})["fields"] == {
        "headline": ["a", "b"]
    }


def test_promises_and_lists_are_kept(dsn: str) -> None:
    ledger = Ledger(dsn)
    hosts = Hosts(ledger)
    assert (
        hosts.host("x") == Host()
        and hosts.claim("x", 1.0) == Host()
        and hosts.list_page("genpi", "u") is None
    )
    for until in (1.0, 2.0):
        hosts.promise("x", 5.0)
        hosts.pause("x", until)
        hosts.keep_amp("x", 3)
        hosts.keep_robots("https://x", RobotsFile(200, b"User-agent: *", '"e"', None, until))
        hosts.keep_list("genpi", "u", ListPage(b"isi" * 1000, '"e"', None))
    hosts.pause("x", 1.0)
    ledger.close()
    again = Hosts(Ledger(dsn))
    assert again.host("x") == Host(5.0, 2.0, 3)
    assert again.robots("https://x") == RobotsFile(200, b"User-agent: *", '"e"', None, 2.0)
    assert again.list_page("genpi", "u") == ListPage(b"isi" * 1000, '"e"', None)
    again._ledger.close()
