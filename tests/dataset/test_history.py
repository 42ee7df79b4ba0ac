"""`saring history`: the revisions of an article from the ledger and from stores, word by word."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.article import article_id
from scraper.cli import main
from scraper.dataset import open_store
from scraper.dataset.history import changes, marks, near
from scraper.ledger import Ledger
from scraper.ledger.articles import Articles
from scraper.ledger.store import default_dsn
from tests.ledger.conftest import run_of

from .invented import article

Capture = pytest.CaptureFixture[str]
URL = "https://www.genpi.co/kuliner/700001/warung-sambal"
ID = article_id("genpi", "https://genpi.co/kuliner/700001/warung-sambal")
FIRST = ("Warung buka pukul 05.30 di tepi kali.", "Antrean mengular sampai jembatan.", "Harga sambal tetap.")
SECOND = ("Warung buka pukul 06.00 di tepi kali.", "Harga sambal tetap.", "Polisi mengatur lalu lintas.")


def revision(number: int, *texts: str, **given: Any) -> dict[str, Any]:
    date = f"2024-06-2{number}T08:00:00+07:00"
    return article(
        "x", *texts, **{"id": ID, "url": URL, "revision": number, "date_downloaded": date, **given}
    ).to_dict()


OLD = revision(1, *FIRST)
NEW = revision(2, *SECOND, headline="Judul baru")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """An output folder whose ledger has the article in two revisions, and another one."""
    fill(default_dsn(tmp_path))
    return tmp_path


def fill(dsn: str) -> None:
    opened = Ledger(dsn)
    saved = Articles(opened, run_of(opened))
    for record in (OLD, NEW):
        saved.save(dict(record), "https://genpi.co/kuliner/700001/warung-sambal", None)
    saved.save(article("lain").to_dict(), "https://genpi.co/berita/1/lain", None)
    opened.close()


PLAIN = f"""\
Judul baru
{ID}  {URL}
2 revisions

revision 1, downloaded 2024-06-21T08:00:00+07:00

revision 1 → 2, downloaded 2024-06-22T08:00:00+07:00
~ headline: Judul [-x-]{{+baru+}}
~ paragraph 1: Warung buka pukul [-05.30-]{{+06.00+}} di tepi kali.
- after paragraph 1: [-Antrean mengular sampai jembatan.-]
+ paragraph 3: {{+Polisi mengatur lalu lintas.+}}
"""


@pytest.mark.parametrize(
    "asked", [ID, URL, "http://m.genpi.co/kuliner/700001/warung-sambal?utm_source=x#atas"]
)
def test_from_the_ledger(asked: str, ledger: Path, capsys: Capture) -> None:
    assert main(["history", asked, "--output", str(ledger)]) == 0
    assert capsys.readouterr().out == PLAIN


def test_from_a_ledger_on_a_server(postgres: Callable[[], str], capsys: Capture) -> None:
    dsn = postgres()
    fill(dsn)
    assert main(["history", URL, "--ledger", dsn]) == 0
    assert capsys.readouterr().out == PLAIN


@pytest.mark.parametrize("name", ["a.db", "a.jsonl", "a.jsonl.zst", "a.parquet"])
def test_from_a_store(name: str, tmp_path: Path, capsys: Capture) -> None:
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="no pyarrow")
    path = str(tmp_path / name)
    store = open_store(path, write=True)
    store.put([OLD, article("lain").to_dict(), NEW])
    store.close()
    for asked in (ID, URL + "?utm_source=x"):
        assert main(["history", asked, "--store", path]) == 0
        assert capsys.readouterr().out == PLAIN
    # An article whose page declared another address than the one that its id would be made of.
    assert main(["history", "https://www.genpi.co/berita/1/lain", "--store", path]) == 0
    assert "1 revision: nothing has changed since" in capsys.readouterr().out


def test_what_is_not_there_is_said_with_what_is_near(ledger: Path, tmp_path: Path, capsys: Capture) -> None:
    store = open_store(str(tmp_path / "a.db"), write=True)
    store.put([OLD])
    store.close()
    for where in (["--output", str(ledger)], ["--store", str(tmp_path / "a.db")]):
        assert main(["history", f"{ID[:-2]}{ID[-1]}{ID[-2]}", *where]) == 1
        assert f"do you mean {ID}?" in capsys.readouterr().err
        assert main(["history", URL.replace("700001", "700007"), *where]) == 1
        assert "do you mean https://genpi.co/kuliner/700001/warung-sambal?" in capsys.readouterr().err
        assert main(["history", "tempo-0123456789abcdef", *where]) == 1
        told = capsys.readouterr().err
        assert "there is no such article [unknown_article]" in told and told.count("\n") == 1
    assert main(["history", ID, "--output", str(tmp_path / "nowhere")]) == 1
    assert "there is no ledger" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
    assert main(["history", ID, "--store", str(tmp_path / "b.db")]) == 1
    assert main(["history", ID, "--store", "a.db", "--ledger", "sqlite://"]) == 2


def test_as_json(ledger: Path, capsys: Capture) -> None:
    assert main(["history", ID, "--output", str(ledger), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["id"], told["headline"]) == (ID, "Judul baru")
    first, second = told["revisions"]
    assert first["changes"] is None
    assert second["changes"]["fields"] == {"headline": ["Judul x", "Judul baru"]}
    assert [(p["what"], p["at"], p["old"], p["new"]) for p in second["changes"]["paragraphs"]] == [
        ("changed", 0, FIRST[0], SECOND[0]),
        ("removed", 1, FIRST[1], None),
        ("added", 2, None, SECOND[2]),
    ]
    assert ["removed", "05.30"] in second["changes"]["paragraphs"][0]["words"]


def test_colour_on_a_terminal_and_none_where_it_is_not_wanted(ledger: Path) -> None:
    command = [sys.executable, "-m", "scraper.cli", "history", ID, "--output", str(ledger)]
    for more, colour in (
        ({"FORCE_COLOR": "1"}, True),
        ({}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ):
        env = {"PATH": "/usr/bin:/bin", "COLUMNS": "60", "TERM": "xterm-256color", **more}
        text = subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout
        assert ("\x1b[9;31m05.30\x1b[0m" in text) == colour
        assert ("[-05.30-]{+06.00+}" in text) != colour


def test_words_that_would_move_the_cursor_are_spelt_out(tmp_path: Path, capsys: Capture) -> None:
    store = open_store(str(tmp_path / "a.db"), write=True)
    store.put([OLD, {**NEW, "headline": "Judul \x1b[2J\u202e 👨‍👩‍👧"}])
    store.close()
    assert main(["history", ID, "--store", str(tmp_path / "a.db")]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out and "\u202e" not in out and "\\x1b[2J" in out and "👨‍👩‍👧" in out


def test_paragraphs_that_are_alike_are_brought_together() -> None:
    old = revision(1, "Satu dua tiga empat.", "Lima enam tujuh delapan.", "Sembilan sepuluh.")
    new = revision(2, "Pembuka yang lain sama sekali.", "Satu dua tiga lima.", "Lima enam tujuh sebelas.")
    told = [(p["what"], p["at"]) for p in changes(old, new)["paragraphs"]]
    assert told == [("added", 0), ("changed", 1), ("changed", 2), ("removed", 3)]


def test_two_long_texts_without_anything_in_common_take_no_time() -> None:
    old = revision(1, *(f"kata{i} lama" for i in range(300)))
    new = revision(2, *(f"lain{i} baru" for i in range(300)))
    whats = [p["what"] for p in changes(old, new)["paragraphs"]]
    assert whats == ["removed"] * 300 + ["added"] * 300


_TEXTS = st.text(alphabet="ab .,5\n", max_size=30)


@given(_TEXTS, _TEXTS)
def test_the_marks_hold_both_texts(old: str, new: str) -> None:
    pieces = marks(old, new)
    assert "".join(m.text for m in pieces if m.what != "added") == old
    assert "".join(m.text for m in pieces if m.what != "removed") == new


@given(st.lists(_TEXTS.filter(str.strip), max_size=5), st.lists(_TEXTS.filter(str.strip), max_size=5))
def test_the_changes_hold_both_texts(old: list[str], new: list[str]) -> None:
    """What did not change, with the old (new) sides of the changes, is the old (new) text."""
    told = changes(revision(1, *old), revision(2, *new))["paragraphs"]
    rebuilt = list(revision(2, *new)["blocks"])
    for one in reversed(told):
        if one["what"] == "removed":
            rebuilt.insert(one["at"], {"text": one["old"]})
        elif one["what"] == "added":
            assert rebuilt.pop(one["at"])["text"] == one["new"]
        else:
            rebuilt[one["at"]] = {"text": one["old"]}
    assert [b["text"] for b in rebuilt] == [b["text"] for b in revision(1, *old)["blocks"]]


def test_near_is_near() -> None:
    known = ["genpi-0123456789abcdef", "genpi-fedcba9876543210", "jpnn-0123456789abcdef"]
    assert near("genpi-0123456789abcdfe", known) == ["genpi-0123456789abcdef"]
    assert near("gempi-0123456789abcdef", known)[0] == "genpi-0123456789abcdef"
    assert near("detik-1111111111111111", known) == []
