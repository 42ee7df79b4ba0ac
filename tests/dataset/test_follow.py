"""Databases follow the ledger: in order, exactly once, never ahead of articles.jsonl, whatever fails on the way."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from scraper.article import json_line
from scraper.dataset import open_store
from scraper.dataset import sqlite as sqlite_form
from scraper.dataset.follow import Follower, names_of
from scraper.errors import UsageError
from scraper.ledger import Ledger
from scraper.ledger.articles import Articles
from scraper.ledger.output import OutputFile
from scraper.ledger.runs import open_run
from scraper.ledger.schema import revisions

from .invented import article


class Outlet:
    """One outlet's articles in a ledger, its articles.jsonl, and a store that follows."""

    def __init__(self, folder: Path, store: str, name: str = "genpi", ledger: Path | None = None) -> None:
        self.folder, self.name, self.store = folder / name, name, store
        self.folder.mkdir(exist_ok=True)
        self.ledger = Ledger(f"sqlite:///{ledger or folder / 'ledger.db'}")
        run = open_run(self.ledger, name, "{}", everything=True, now=0.0, lease=60)
        self.articles = Articles(self.ledger, run)
        self.file = OutputFile(
            self.ledger, self.folder / "articles.jsonl", revisions, name, self.articles.adopt
        )

    def save(self, *names: str, text: str = "Satu.") -> None:
        for name in names:
            made = article(name, text, outlet=self.name, headline=f"{name} {self.name}")
            self.articles.save(made.to_dict() | {"id": f"{self.name}-{name}"}, name, None)

    def follow(self) -> list[str]:
        """What a crawl does at its end; why the store does not hold everything."""
        follower = Follower(self.ledger, self.name, self.store)
        catch_up(follower)
        return follower.close()

    @property
    def written(self) -> list[str]:
        path = self.folder / "articles.jsonl"
        return path.read_text("utf-8").splitlines() if path.exists() else []


def catch_up(follower: Follower) -> None:
    work = follower.step(now=True)
    while work is not None:
        work.result(20)
        work = follower.step()


def held(store: str) -> list[str]:
    opened = open_store(store)
    ids = sorted({record["id"] for record in opened.newest()})
    found = [json_line(r) for i in ids for r in opened.revisions(i)]
    opened.close()
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "s.db") if request.param == "sqlite" else str(request.getfixturevalue("postgres")())


@pytest.fixture
def outlet_of(tmp_path: Path) -> Iterator[Callable[..., Outlet]]:
    made: list[Outlet] = []

    def new(store: str, *given: Any, **more: Any) -> Outlet:
        made.append(Outlet(tmp_path, store, *given, **more))
        return made[-1]

    yield new
    for each in made:
        each.ledger.close()


def test_it_repeats_the_file_and_nothing_else(outlet_of: Callable[..., Outlet], store: str) -> None:
    outlet, other = outlet_of(store), outlet_of(store, "jpnn")
    outlet.save(*(f"{n:03}" for n in range(450)))
    assert outlet.follow() == [] and held(store) == [], "no file holds them yet: they may be withdrawn"
    outlet.file.flush()
    other.save("x")
    other.file.flush()
    assert outlet.follow() == other.follow() == outlet.follow() == []
    assert held(store) == [*outlet.written, *other.written]
    outlet.save("000", text="Dua.")
    outlet.save("baru")
    outlet.articles.withdraw(outlet.file.written)
    outlet.save("lain", text="Tiga.")
    outlet.file.flush()
    outlet.follow()
    assert held(store) == sorted(outlet.written, key=lambda line: json.loads(line)["id"]) + other.written
    assert len(outlet.written) == 451


def test_another_ledger_begins_anew_and_doubles_nothing(
    outlet_of: Callable[..., Outlet], store: str, tmp_path: Path
) -> None:
    first = outlet_of(store)
    first.save("a", "b")
    first.file.flush()
    first.follow()
    for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm"):  # lost; the file is taken over
        (tmp_path / name).unlink(missing_ok=True)
    second = outlet_of(store)
    second.save("c")
    second.file.flush()
    assert second.follow() == [] and held(store) == second.written and len(second.written) == 3


def test_an_older_copy_of_the_ledger_is_noticed(
    outlet_of: Callable[..., Outlet], store: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outlet = outlet_of(store)
    outlet.save("a")
    outlet.file.flush()
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        outlet.ledger.identity()
        with sqlite3.connect(tmp_path / "ledger.db") as ledger:
            ledger.backup(copy)
    outlet.save("b", "c")
    outlet.file.flush()
    outlet.follow()
    older = outlet_of(store, ledger=tmp_path / "copy.db")
    older.save("d", "e")
    older.file.flush()
    assert older.follow() == [] and "older one" in caplog.text
    assert {json.loads(line)["id"][-1] for line in held(store)} == set("abcde")


def test_what_is_no_record_is_passed_over_and_told(outlet_of: Callable[..., Outlet], store: str) -> None:
    outlet = outlet_of(store)
    outlet.save("a")
    bad = {"id": "genpi-x", "headline": "tanpa isi"}
    with outlet.ledger.begin() as connection:
        row = {"outlet": "genpi", "article_id": "genpi-x", "revision": 1, "run": 0, "key": "", "digest": ""}
        connection.execute(insert(revisions).values(**row, line=json.dumps(bad)))
    outlet.save("b", text="Dua.")
    outlet.file.flush()
    told = outlet.follow()
    assert len(told) == 1 and "1 records" in told[0]
    assert {json.loads(line)["id"] for line in held(store)} == {"genpi-a", "genpi-b"}
    assert outlet.follow() == [], "said once"


def test_a_store_that_is_away_is_caught_up_with(
    outlet_of: Callable[..., Outlet], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "disk" / "s.db"
    path.parent.write_text("no folder yet")
    outlet = outlet_of(str(path))
    outlet.save("a")
    outlet.file.flush()
    follower = Follower(outlet.ledger, "genpi", str(path))
    catch_up(follower)
    assert follower.fault and follower.step() is None, "it waits before it tries again"
    path.parent.unlink()
    catch_up(follower)
    assert follower.fault is None and follower.close() == [] and held(str(path)) == outlet.written
    assert caplog.text.count("Tried again") == 1 and "goes on" in caplog.text


def test_a_locked_store_is_told_and_unharmed(
    outlet_of: Callable[..., Outlet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_form, "_LOCKED_FOR", 0.1)
    outlet = outlet_of(str(tmp_path / "s.db"))
    outlet.save("a")
    outlet.file.flush()
    outlet.follow()
    outlet.save("b", text="Dua.")
    outlet.file.flush()
    holder = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    (told,) = outlet.follow()
    assert "locked" in told and "brought up to date by the next crawl" in told
    holder.execute("ROLLBACK")
    holder.close()
    assert outlet.follow() == [] and held(outlet.store) == outlet.written


def test_names(tmp_path: Path) -> None:
    assert names_of("", tmp_path) == names_of(" no, 0", tmp_path) == []
    names = names_of("1, /x/y.sqlite,postgresql://u:p@h/d", tmp_path)
    assert names == [str(tmp_path / "articles.db"), "/x/y.sqlite", "postgresql://u:p@h/d"]
    with pytest.raises(UsageError, match=r"STORE takes 1, FILE\.db"):
        names_of("articles.jsonl", tmp_path)
