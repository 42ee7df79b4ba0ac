"""Copies: found however they were edited, cut and added to; no two reports of one event, and no series, called one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.copies import scores
from scraper.cli import main
from scraper.dataset import fill, open_store
from scraper.dataset.copies import OVERLAP, Seen, copies
from scraper.dataset.files import reading

from .invented import article
from .wire import labelled, originals

pytest.importorskip("rensa", reason="no MinHash: pip install 'saring[copies]'")


def test_precision_and_recall_on_the_labelled_set() -> None:
    """benchmarks/copies.py prints the figures; these are floors under them."""
    pairs = list(labelled())
    precision, recall, called = scores(pairs, OVERLAP)
    assert len(pairs) > 1500 and precision >= 0.99 and recall >= 0.94
    for kind in (
        "exact, another headline",
        "edited, 1 word in 50",
        "cut to half",
        "lead and background added",
    ):
        assert called[kind] >= 0.99, kind
    assert called["same event"] <= 0.02 and called["series"] <= 0.02
    precision, recall, called = scores(pairs, 1.0)  # exact: nothing but the same words, or a part of them
    assert (
        precision == 1.0
        and called["exact, another headline"] == 1.0
        and called["edited, 1 word in 14"] == 0.0
    )


def found(tmp_path: Path, *texts: str) -> list[tuple[str, str, float]]:
    seen = [Seen(str(n), f"2024-01-0{n + 1}", text) for n, text in enumerate(texts)]
    return [(copy.id, copy.copy_group, copy.copy_overlap) for copy in copies(seen, tmp_path / "shingles")]


def test_the_first_names_the_group_and_no_chain_grows(tmp_path: Path) -> None:
    words = [f"kata{n}" for n in range(400)]
    one, two, three = (" ".join(words[start : start + 200]) for start in (0, 60, 120))
    # Two shares 70 % with one and with three, but one and three share 40 %.
    assert found(tmp_path, one, two, three) == [("0", "0", 1.0), ("1", "0", 0.695)]
    assert found(tmp_path, one, "lain sama sekali", one.upper(), one) == [
        ("0", "0", 1.0),
        ("2", "0", 1.0),
        ("3", "0", 1.0),
    ]
    assert found(tmp_path, "pendek saja", "pendek saja") == []


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A wire text in three outlets, of which the one read last was the first to have it."""
    text = originals()[0]
    lines = [
        article("late", *text, outlet="antaranews", date_published="2024-06-19T09:00:00+07:00"),
        article("cut", *text[: len(text) * 2 // 3], outlet="tribunnews", date_published="2024-06-19"),
        article("other", *originals()[5], outlet="genpi"),
        article("first", *text, outlet="jpnn", date_published="2024-06-19T09:30:00+08:00"),
    ]
    path = tmp_path / "output" / "articles.jsonl"
    path.parent.mkdir()
    path.write_text("".join(each.to_json() + "\n" for each in lines), "utf-8")
    return path.parent


def test_the_command(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["copies", str(output)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in rows] == ["genpi-first", "genpi-late", "genpi-cut"]
    assert {(row["copy_group"], row["first_seen"]) for row in rows} == {
        ("genpi-first", "2024-06-19T09:30:00+08:00")
    }
    assert all(row["copy_overlap"] == 1.0 for row in rows)
    assert main(["copies", str(output), "--outlet", "genpi"]) == 0 and capsys.readouterr().out == ""


def test_into_a_store(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    name = str(tmp_path / "a.db")
    store = open_store(name, write=True)
    fill(store, reading(output / "articles.jsonl"))
    store.close()
    assert main(["copies", name, "--write"]) == 0 and "3 articles in 1 group" in capsys.readouterr().out
    groups = "select id from articles where copy_group = 'genpi-first' order by id"
    with sqlite3.connect(name) as db:
        assert [row[0] for row in db.execute(groups)] == ["genpi-cut", "genpi-first", "genpi-late"]
    assert main(["copies", name, "--write", "--outlet", "genpi"]) == 0
    with sqlite3.connect(name) as db:
        assert db.execute(groups).fetchall() == []
    db.close()
    assert main(["copies", str(output), "--write"]) == 2 and "--write" in capsys.readouterr().err


def test_a_store_in_postgresql(output: Path, postgres: object, capsys: pytest.CaptureFixture[str]) -> None:
    name = postgres()  # type: ignore[operator]
    store = open_store(name, write=True)
    fill(store, reading(output / "articles.jsonl"))
    store.close()
    assert main(["copies", name, "--write"]) == 0 and "3 articles in 1 group" in capsys.readouterr().out
    assert main(["copies", name]) == 0 and len(capsys.readouterr().out.splitlines()) == 3


@pytest.mark.parametrize("form", ["jsonl", "csv", "sqlite", "parquet"])
def test_in_an_export(output: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="no Parquet: pip install 'saring[parquet]'")
    split = [] if form == "sqlite" else ["--split", "none"]
    assert main(["export", str(output), "--out", str(out), "--format", form, "--copies", *split]) == 0
    rows = [json.loads(line) for line in (out / "copies.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["genpi-first", "genpi-late", "genpi-cut"]
    assert "2 articles are copies" in (out / "datasheet.md").read_text("utf-8")
    wanted = {
        "genpi-late": "genpi-first",
        "genpi-cut": "genpi-first",
        "genpi-other": None,
        "genpi-first": "genpi-first",
    }
    if form == "jsonl":  # the records stay what the schema says
        assert {record["id"] for record in reading(out / "data" / "articles.jsonl")} == set(wanted)
    if form == "csv":
        import csv

        with (out / "data" / "articles.csv").open(newline="", encoding="utf-8") as file:
            assert {row["id"]: row["copy_group"] or None for row in csv.DictReader(file)} == wanted
    if form == "parquet":
        from pyarrow import parquet

        table = parquet.read_table(out / "data" / "articles.parquet").to_pylist()
        assert {row["id"]: row["copy_group"] for row in table} == wanted
        assert {row["first_seen"] for row in table} == {"2024-06-19T09:30:00+08:00", None}
        assert {record["id"] for record in reading(out / "data" / "articles.parquet")} == set(wanted)
