"""ARCHIVE at an address: files grow here, are sent when they are full, and are never lost between the two."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from scraper.archive.keep import ArchiveError, Keeper, place_of
from scraper.archive.read import read_at
from scraper.archive.write import Archive
from scraper.ledger import Ledger
from scraper.reclean.pieces import pieces_of

from .sites import crawl
from .test_archive import capture, files


def keeper(folder: Path, remote: str, **more: Any) -> Keeper:
    ledger = Ledger(f"sqlite:///{folder}/ledger.db")
    return Keeper(ledger, "uji", folder / "archive" / "sending", remote, {}, more.get("limit", 10**9))


def rows(folder: Path) -> list[tuple[str, str, int, str]]:
    with sqlite3.connect(folder / "ledger.db") as ledger:
        return ledger.execute("select folder, file, offset, url from captures order by seq").fetchall()


def test_an_address_gets_each_file_and_the_ledger_names_it_there(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="needs saring[archive]")
    remote = f"memory://arsip{tmp_path}"
    kept = keeper(tmp_path, remote, limit=2000)
    for n in range(4):
        kept.keep(capture(f"https://contoh.example/{n}", os.urandom(1500)))
    kept.close()
    assert not files(tmp_path / "archive" / "sending")
    assert len({file for _, file, _, _ in rows(tmp_path)}) == 4
    for folder, file, offset, url in rows(tmp_path):
        (found,) = read_at(f"{folder}/{file}", [offset])
        assert folder == remote and found.url == url
    assert not [name for name in fsspec.filesystem("memory").find(f"/arsip{tmp_path}") if "part" in name]


def test_what_was_kept_here_before_stays_here(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="needs saring[archive]")
    folder, _ = place_of("1", tmp_path) or (tmp_path, "")
    here = Archive(folder, "uji", {})
    here.write(capture())
    here.close()
    folder, remote = place_of(f"memory://lain{tmp_path}", tmp_path) or (tmp_path, "")
    assert folder == tmp_path / "archive" / "sending"
    keeper(tmp_path, remote).close()
    assert len(files(tmp_path / "archive")) == 1


def test_a_file_that_could_not_be_sent_is_said_read_and_sent_by_the_next(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="needs saring[archive]")
    (tmp_path / "jauh").write_text("no folder")
    remote = f"local://{tmp_path}/jauh"
    kept = keeper(tmp_path, remote)
    kept.keep(capture())
    with pytest.raises(ArchiveError, match="jauh"):
        kept.close()
    assert len(files(tmp_path / "archive" / "sending")) == 1
    (piece,) = pieces_of([str(tmp_path / "ledger.db")])
    assert [kept.url for kept in read_at(piece.path, [piece.start])] == ["https://contoh.example/a"]
    (tmp_path / "jauh").unlink()
    keeper(tmp_path, remote).close()
    assert fsspec and not files(tmp_path / "archive" / "sending") and len(files(tmp_path / "jauh")) == 1
    (piece,) = pieces_of([str(tmp_path / "ledger.db")])
    assert piece.path.startswith(remote)


def test_a_file_that_another_process_sends_is_left_to_it(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="needs saring[archive]")
    sending = tmp_path / "archive" / "sending"
    here = Archive(sending, "uji", {})
    here.write(capture())
    here.close()
    with Path(files(sending)[0]).open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        keeper(tmp_path, f"memory://bersama{tmp_path}").close()
        assert len(files(sending)) == 1


@pytest.mark.parametrize("place", ["/proc/tidak-ada", "s3-salah://ember/warc"])
def test_a_place_that_cannot_be_is_said_before_anything_is_fetched(place: str, tmp_path: Path) -> None:
    run = crawl("http://127.0.0.1:9", tmp_path, "-s", f"ARCHIVE={place}")
    assert run.exit_code == 1 and place in run.log and "Traceback" not in run.log
    assert not (tmp_path / "ledger.db").exists()
