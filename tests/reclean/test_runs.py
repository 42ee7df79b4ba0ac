"""Runs that are killed, and records that take their process with them: the same records, and each fault by its name."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
from pathlib import Path

import pytest

from .sources import Source, command, killed, reclean, records_of, until

BODY = "".join(
    f"<p>Kalimat ke-{n} tentang pasar pagi di tepi sungai yang ramai sejak subuh.</p>" for n in range(9)
)


def corpus(path: Path, count: int, **poison: int) -> Path:
    """Pages with numbers in their titles, those of ``poison`` with the word that the fixture's processes die of."""
    words = {number: f"RACUN-{word.upper()}" for word, number in poison.items()}
    with path.open("w") as file:
        for n in range(count):
            title = f"Pasar pagi ke-{n} {words.get(n, '')}"
            page = f"<html><title>{title}</title><article><h1>{title}</h1>{BODY}<p>Hari ke-{n}.</p></article></html>"
            row = {"url": f"https://koran-kecil.example/2024/06/01/pasar-pagi-{n}", "html": page}
            file.write(f"{json.dumps(row)}\n")
    return path


@pytest.mark.slow
def test_a_killed_run_goes_on_and_ends_with_the_same_files(tmp_path: Path) -> None:
    path = corpus(tmp_path / "korpus.jsonl", 900)
    plan = str(path), "--piece", "0.05", "--workers", "2", "--out"
    reclean(*plan, str(tmp_path / "utuh"))
    whole = (tmp_path / "utuh" / "generic" / "articles.jsonl").read_bytes()
    assert len(whole.splitlines()) == 900
    out = tmp_path / "putus"
    kills, seen = 0, 0
    for more in (2, 5, 8):  # pieces that are done when the next kill comes

        def far(more: int = more) -> bool:
            return len(list((out / ".reclean").glob("*.done"))) >= more

        kills += killed(far, *plan, str(out))
        assert not (out / "generic" / "articles.jsonl").exists(), "half a run must not look like a whole one"
        seen = len(list((out / ".reclean").glob("*.done")))
    assert kills == 3 and seen >= 8
    text = reclean(*plan, str(out))
    assert (out / "generic" / "articles.jsonl").read_bytes() == whole, text
    again = reclean(*plan, str(out))  # nothing is left to do
    assert "900 records" in again


def test_a_poisonous_record_costs_itself(tmp_path: Path, poison: Path) -> None:
    path = corpus(tmp_path / "korpus.jsonl", 60, mati=7, diam=23, rakus=41)
    text = reclean(
        str(path), "--out", str(tmp_path / "bersih"), "--seconds", "2", "--workers", "2", "--piece", "0.01",
        poison=poison, code=1,
    )  # fmt: skip
    titles = {r["headline"] for r in records_of(tmp_path / "bersih").values()}
    assert titles == {f"Pasar pagi ke-{n}" for n in range(60) if n not in (7, 23, 41)}
    told = json.loads((tmp_path / "bersih" / "summary.json").read_text())["totals"]
    assert told["failed"] == {"worker_died": 1, "timeout": 1, "too_much_memory": 1}, text
    assert told["records"] == 60 and sum(told["emitted"].values()) == 57


def test_other_rules_or_another_source_begin_anew(tmp_path: Path) -> None:
    path = corpus(tmp_path / "korpus.jsonl", 20)
    reclean(str(path), "--out", str(tmp_path / "bersih"))
    corpus(path, 30)
    text = reclean(str(path), "--out", str(tmp_path / "bersih"))
    assert "30 records" in text and len(records_of(tmp_path / "bersih")) == 30


@pytest.mark.slow
def test_a_page_that_was_changed_or_a_file_that_was_lost_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "dari").mkdir()
    page = tmp_path / "dari" / "satu.html"
    for title in ("Pasar lama", "Pasar baru"):
        page.write_text(f"<title>{title}</title><article><h1>{title}</h1>{BODY}</article>")
        reclean(str(tmp_path / "dari"), "--out", str(tmp_path / "bersih"))
        (record,) = records_of(tmp_path / "bersih").values()
        assert record["headline"] == title
    (tmp_path / "bersih" / "generic" / "articles.jsonl").unlink()
    reclean(str(tmp_path / "dari"), "--out", str(tmp_path / "bersih"))
    assert records_of(tmp_path / "bersih")


def test_one_run_at_a_time_writes_to_a_folder_and_ctrl_c_ends_it_at_once(tmp_path: Path) -> None:
    path = corpus(tmp_path / "korpus.jsonl", 12_000)
    plan = command(str(path), "--out", str(tmp_path / "bersih"), "--piece", "8", "--workers", "1")
    first = subprocess.Popen(plan, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    until(lambda: any(p.stat().st_size for p in (tmp_path / "bersih" / ".reclean").glob("*.part")))
    text = reclean(str(path), "--out", str(tmp_path / "bersih"), code=2)
    assert "another run is writing there" in text and len(text.splitlines()) == 1
    first.send_signal(signal.SIGINT)
    said, _ = first.communicate(timeout=20)  # the one piece would take as long as all of it
    assert first.returncode == 130 and not said
    assert not (tmp_path / "bersih" / "generic").exists()


@pytest.mark.parametrize("bytes_left", [300_000, 1_200_000])
@pytest.mark.slow
def test_a_full_disk_is_one_line_and_the_run_goes_on_when_there_is_room(
    bytes_left: int, tmp_path: Path
) -> None:
    """Of a piece's file, or of the articles at the end: a limit on a file's size stands for the disk."""
    path = corpus(tmp_path / "korpus.jsonl", 900)
    plan = str(path), "--out", str(tmp_path / "bersih"), "--workers", "1", "--piece", "0.4"
    done = subprocess.run(
        command(*plan), capture_output=True, text=True, timeout=120, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, bytes_left)),
    )  # fmt: skip
    text = done.stdout + done.stderr
    assert done.returncode == 1 and "cannot be written" in text and len(text.splitlines()) == 1, text
    assert not (tmp_path / "bersih" / "generic" / "articles.jsonl").exists()
    text = reclean(*plan)
    assert "900 emitted" in text and len(records_of(tmp_path / "bersih")) == 900


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    path = corpus(tmp_path / "korpus.jsonl", 2)
    text = reclean(str(path), "--out", str(path / "bersih"), code=2)
    assert "cannot be written" in text and "Traceback" not in text


def test_compare_says_what_changed(source: Source, tmp_path: Path) -> None:
    out = tmp_path / "bersih"
    reclean(str(source.folder / "ledger.db"), "--out", str(out))
    old = tmp_path / "dulu"
    (old / "genpi").mkdir(parents=True)
    records = sorted(records_of(out).values(), key=lambda record: not record["article_section"])
    first, second, third, gone = records[0], records[1], records[2], records[3]
    first["article_body"] += "\n\nBACA JUGA: Air Bersih"
    first["blocks"].append({"kind": "paragraph", "text": "BACA JUGA: Air Bersih"})
    second["headline"] = "Judul <b>lama</b>"
    second["blocks"][1]["kind"] = "quote"
    third["article_section"] = None
    extra = {**gone, "id": "genpi-lain", "url": "https://www.genpi.co/x/1/hilang"}
    with (old / "genpi" / "articles.jsonl").open("w") as file:
        file.writelines(f"{json.dumps(r)}\n" for r in [first, second, third, *records[4:], extra])
    text = reclean("--out", str(out), "--compare", str(old), "--report", str(tmp_path / "beda.html"))
    page = (tmp_path / "beda.html").read_text()
    rows = {
        line.split("│")[2].strip(): [c.strip() for c in line.split("│")[3:6]]
        for line in text.splitlines()
        if line.count("│") > 4
    }
    assert rows["article_body"] == ["0", "1", "0"] and rows["headline"] == ["0", "0", "1"]
    assert rows["blocks"] == ["0", "0", "1"] and "quote:" in page
    assert rows["article_section"] == ["1", "0", "0"] and rows["record"] == ["1", "1", "0"]
    assert "&lt;b&gt;" in page and "<b>lama" not in page and "BACA JUGA: Air Bersih" in page
    assert "http" not in page.replace("https://www.genpi.co", "").replace("http://127.0.0.1", "")


def test_nothing_changed_is_said(source: Source, tmp_path: Path) -> None:
    reclean(str(source.warc), "--out", str(tmp_path / "a"))
    text = reclean("--out", str(tmp_path / "a"), "--compare", str(source.folder))
    assert (
        "0" in text and "Nothing: every record is as it was." in (tmp_path / "a" / "changes.html").read_text()
    )


@pytest.mark.parametrize(
    "given",
    [
        ["--workers", "0"],
        ["--memory", "10"],
        pytest.param(["--scheduler", "tcp://127.0.0.1:9"], marks=pytest.mark.slow),  # Dask tries for 20 s
    ],
)
def test_wrong_options_are_one_line(given: list[str], tmp_path: Path) -> None:
    if "--scheduler" in given:
        pytest.importorskip("distributed", reason="needs saring[cluster]")
    path = corpus(tmp_path / "korpus.jsonl", 2)
    text = reclean(str(path), "--out", str(tmp_path / "x"), *given, code=1 if "--scheduler" in given else 2)
    assert "Traceback" not in text and text.strip().startswith("saring:")
