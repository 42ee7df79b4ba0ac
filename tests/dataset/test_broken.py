"""Truncated, foreign, old and locked files, and a disk that fills: one clear line, and what was there before stays."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.article import json_line
from scraper.dataset import StoreError, open_store
from scraper.dataset.files import writing
from scraper.errors import InvalidRecord, UsageError
from scraper.ledger import Ledger

from .invented import article

FILES = ("a.db", "a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.parquet")


def needs(name: str) -> None:
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="no Parquet: pip install 'saring[parquet]'")


def filled(path: Path, count: int = 1) -> Path:
    store = open_store(str(path), write=True)
    store.put([article(f"{n}").to_dict() for n in range(count)])
    store.close()
    return path


def said(work: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as caught:
        work()
    line = str(caught.value)
    assert "\n" not in line and len(line) < 300
    return line


@pytest.mark.parametrize("name", FILES)
def test_missing(name: str, tmp_path: Path) -> None:
    needs(name)
    assert "no such store" in said(lambda: open_store(str(tmp_path / name)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", [False, True])
def test_sqlite_of_others(tmp_path: Path, write: bool) -> None:
    text = tmp_path / "text.db"
    text.write_text("bukan basis data\n" * 100)
    assert "not a SQLite file" in said(lambda: open_store(str(text), write=write))
    Ledger(f"sqlite:///{tmp_path / 'ledger.db'}").close()
    assert "not a store" in said(lambda: open_store(str(tmp_path / "ledger.db"), write=write))
    old = filled(tmp_path / "old.db")
    with sqlite3.connect(old) as db:
        db.execute("PRAGMA user_version = 0")
    before = old.read_bytes()
    assert "another version of saring (form 0" in said(lambda: open_store(str(old), write=write))
    assert old.read_bytes() == before and text.read_text().startswith("bukan")


def test_sqlite_cut_short(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db", 200)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    said(lambda: list(open_store(str(path)).newest()))


@pytest.mark.parametrize("name", FILES[1:])
def test_files_cut_short(name: str, tmp_path: Path) -> None:
    needs(name)
    path = filled(tmp_path / name, 50)
    path.write_bytes(path.read_bytes()[:-20])
    line = said(lambda: list(open_store(str(path)).newest()))
    assert str(path) in line
    if name == "a.jsonl":
        assert "line 50: cut short" in line


def test_lines_that_are_no_records(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    for bad, why in (("[1]", "line 2: not a JSON object"), ("{}", "schema_version: missing")):
        path.write_bytes(gzip.compress(f"{article().to_json()}\n{bad}\n".encode()))
        with pytest.raises((StoreError, InvalidRecord), match=why):
            list(open_store(str(path)).newest())


def test_parquet_of_others(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="no Parquet: pip install 'saring[parquet]'")
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": ["x"]}), path)
    assert "columns are not those" in said(lambda: list(open_store(str(path)).newest()))
    path.write_text("PAR1 bukan")
    said(lambda: list(open_store(str(path)).newest()))
    with pytest.raises(InvalidRecord, match="genpi-x: has fields this schema does not know: baru"):
        open_store(str(tmp_path / "b.parquet"), write=True).put([article("x").to_dict() | {"baru": 1}])
    with pytest.raises(InvalidRecord, match="genpi-y: does not fit the schema"):
        open_store(str(tmp_path / "b.parquet"), write=True).put(
            [article("x").to_dict(), article("y").to_dict() | {"word_count": "banyak"}]
        )
    assert not (tmp_path / "b.parquet").exists()


@pytest.mark.parametrize("name", FILES)
def test_a_disk_that_fills(name: str, tmp_path: Path) -> None:
    """A limit on the size of files is what a full disk is to a process: a write that fails half-way."""
    needs(name)
    path = filled(tmp_path / name, 3)
    before = list(open_store(str(path)).newest())
    code = (
        "import resource, sys; from scraper.dataset import open_store, StoreError\n"
        "from tests.dataset.invented import article\n"
        "import random, json; words = random.Random(1)\n"
        "store = open_store(sys.argv[1], write=True)\n"
        "many = [article(f'n{n}', *[words.randbytes(900).hex()] * 2).to_dict() for n in range(400)]\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "try: store.put(many)\n"
        "except StoreError as error: print(error)\n"
        "else: print('no error')\n"
        "store.close()\n"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=root, check=True
    )
    (line,) = done.stdout.splitlines()
    assert str(path) in line and "What it held before is unharmed" in line
    assert not done.stderr
    assert list(open_store(str(path)).newest()) == before
    assert [entry.name for entry in tmp_path.iterdir()] == [name], "nothing is left lying about"


@pytest.mark.parametrize("name", FILES[1:])
def test_an_exception_leaves_the_earlier_file(name: str, tmp_path: Path) -> None:
    needs(name)
    path = filled(tmp_path / name)
    before = path.read_bytes()

    def write() -> None:
        with writing(path) as out:
            out.write(article("b").to_dict())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]
    left = tmp_path / f"{name}.{'host/boot/1 99999999 1'.replace('/', '%2F').replace(' ', '%20')}.part"
    left.touch()
    filled(path)
    assert left.exists(), "another machine's: it may be at work"


def test_search_survives_vacuum(tmp_path: Path) -> None:
    """The full text goes by row numbers, which VACUUM might give anew."""
    path = filled(tmp_path / "a.db", 50)
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM articles WHERE id IN ('genpi-3', 'genpi-7', 'genpi-20')")
        db.commit()
        db.execute("VACUUM")
        db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
    assert [record["id"] for record in open_store(str(path)).search('"Isi 30"')] == ["genpi-30"]
    assert open_store(str(path)).search('"Isi 3"') == []


def test_one_file_that_can_be_read_where_nothing_can_be_written(tmp_path: Path) -> None:
    path = filled(tmp_path / "ro" / "a.db")
    assert [entry.name for entry in path.parent.iterdir()] == ["a.db"]
    copy = shutil.copy(path, tmp_path / "b.db")
    copy.chmod(0o444)
    store = open_store(str(copy))
    assert json_line(store.get("genpi-0")) == article("0").to_json()
    assert "read-only" in said(lambda: store.put([article("b").to_dict()]))


def test_postgres_of_others(postgres: Callable[[], str]) -> None:
    import psycopg

    dsn = postgres()
    assert "no such store" in said(lambda: open_store(dsn))
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute("CREATE SCHEMA dataset")
        assert "not saring's" in said(lambda: open_store(dsn, write=True))
        db.execute("DROP SCHEMA dataset")
        open_store(dsn, write=True).close()
        assert db.execute("SELECT rule FROM dataset.removals").fetchall() == []
        db.execute("UPDATE dataset.meta SET value = '0' WHERE name = 'form'")
    assert "another version of saring (form 0" in said(lambda: open_store(dsn, write=True))
    line = said(lambda: open_store("postgresql://budi:rahasia@127.0.0.1:1/x?password=rahasia"))
    assert "Connection refused" in line and "rahasia" not in line


def test_names_that_are_no_stores() -> None:
    for name in ("articles.csv", "articles", "http://x/articles.db.html"):
        with pytest.raises(UsageError, match="not a store"):
            open_store(name)
