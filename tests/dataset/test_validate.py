"""`saring validate`: file, line and field of what is wrong, in any packing, as one data set."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scraper.cli import main
from scraper.dataset import validate
from scraper.dataset.files import writing
from scraper.dataset.validate import Validator

from .invented import article

Capture = pytest.CaptureFixture[str]


def lines(*records: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records)


def some(count: int, **given: Any) -> list[dict[str, Any]]:
    return [article(f"n{i}", **given).to_dict() for i in range(count)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
def test_what_our_own_writers_write_is_valid(name: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / name
    with writing(path) as file:
        for record in some(30):
            file.write(record)
    assert main(["validate", str(path)]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "1 file, 30 records: 30 valid (30 of schema 1.0), 0 not; 0 faults\n"


def without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda record: record.pop(name)


def having(**given: Any) -> Callable[[dict[str, Any]], object]:
    return lambda record: record.update(given)


WRONG: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "missing": (without("headline"), "headline: missing"),
    "type": (having(word_count="10"), "word_count: Input should be a valid integer, got '10'"),
    "part": (having(images=[{"url": "x", "caption": None, "credit": None}]), "images[0].url: "),
    "law": (having(headline="<b>Kopi</b>"), "headline: holds markup: '<b>'"),
    "unknown": (having(likes=3), "likes: is no field of a record"),
    "newer": (having(schema_version="9.0"), "schema_version: is '9.0'; this saring reads up to '1.0'"),
    "no_version": (without("schema_version"), "schema_version: missing"),
    "control": (having(**{"\x1b[31m": 1}), "\\x1b[31m: is no field of a record"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_record_is_named_by_file_line_and_field(case: str, tmp_path: Path, capsys: Capture) -> None:
    change, says = WRONG[case]
    records = some(3)
    change(records[1])
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(*records))
    assert main(["validate", str(path)]) == 1
    told = capsys.readouterr()
    assert told.out.startswith(f"{path}:2: {says}") and told.out.count("\n") == 1
    assert "3 records: 2 valid (2 of schema 1.0), 1 not; 1 fault\n" in told.err


def test_every_fault_of_a_record_is_named(tmp_path: Path, capsys: Capture) -> None:
    (record,) = some(1, headline="<i>x</i>", revision=0)
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(record))
    assert main(["validate", str(path)]) == 1
    assert [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()] == ["headline", "revision"]


# GOOD stands for a whole line, HALF for its beginning.
BAD_LINES = {
    "cut": (b"GOODHALF", 2, "cut off: the file ends in the middle of a record"),
    "no_json": (b"GOODbukan JSON\n", 2, "not JSON: "),
    "bytes": (b"\xff\xfe\n", 1, "not JSON: 'utf-8' codec"),
    "bom": (b"\xef\xbb\xbfGOOD", 1, "not JSON: Unexpected UTF-8 BOM"),
    "list": (b"[]\n", 1, "a JSON list is no record"),
    "deep": (b"[" * 200_000 + b"\n", 1, "not JSON: "),
    "blank": (b"GOOD\n", 2, "empty line"),
    "half_a_character": (b'{"schema_version": "1.0", "id": "\\ud83d"}\n', 1, "url, "),
    "empty": (b"", 0, "holds no record"),
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_a_bad_line_is_named(case: str, tmp_path: Path, capsys: Capture) -> None:
    data, line, says = BAD_LINES[case]
    good = lines(*some(1))
    path = tmp_path / "a.jsonl"
    path.write_bytes(data.replace(b"GOOD", good).replace(b"HALF", good[:300]))
    assert main(["validate", str(path)]) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"{path}:{line}: {says}" if line else f"{path}: {says}") and out.count("\n") == 1


def test_a_last_line_without_its_end_is_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(*some(2)).rstrip())
    assert main(["validate", str(path)]) == 0


# (one byte wrong in the middle of zstd without checksums is found only where it breaks a record)
@pytest.mark.parametrize(
    "name, harm", [("a.jsonl.gz", "cut"), ("a.jsonl.zst", "cut"), ("a.jsonl.gz", "flipped")]
)
def test_a_packed_file_that_is_broken_is_said_so(
    name: str, harm: str, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / name
    with writing(path) as file:
        for record in some(50):
            file.write(record)
    data = bytearray(path.read_bytes())
    if harm == "flipped":
        data[len(data) // 2] ^= 0xFF
    path.write_bytes(data if harm == "flipped" else data[: len(data) - 20])
    assert main(["validate", str(path)]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert "packed badly, or cut off" in last


def test_a_record_twice_is_named_with_its_first_place(tmp_path: Path, capsys: Capture) -> None:
    one, two = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first, second = some(2)
    later = {**first, "revision": 2}
    one.write_bytes(lines(first, later, first))
    two.write_bytes(lines(second, later))
    assert main(["validate", str(one), str(two)]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        f"{one}:3: id: genpi-n0 in revision 1 stands in line 1 already",
        f"{two}:2: id: genpi-n0 in revision 2 stands in {one}:2 already",
    ]
    assert "2 files, 5 records: 3 valid (3 of schema 1.0), 2 not; 2 faults" in told.err


def test_standard_input_packed_or_not(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    for data in (lines(*some(3)), gzip.compress(lines(*some(3)))):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
        assert main(["validate", "-"]) == 0
        assert "3 records: 3 valid" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(b"x\n"))))
    assert main(["validate", "-"]) == 1
    assert capsys.readouterr().out.startswith("standard input:1: not JSON")


def test_no_more_than_asked_for_is_shown_and_all_is_counted(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x\n" * 250)
    for most, shown in (("3", 3), ("0", 250), ("100", 100)):
        assert main(["validate", "--max-errors", most, str(path)]) == 1
        told = capsys.readouterr()
        assert told.out.count("\n") == shown
        assert "250 records: 0 valid, 250 not; 250 faults" in told.err
        assert ("more (--max-errors 0 shows all)" in told.err) == (shown < 250)


def test_what_cannot_be_asked_for(tmp_path: Path, capsys: Capture) -> None:
    assert main(["validate", "--max-errors", "-1", "x"]) == 2
    assert main(["validate", "-", "-"]) == 2
    assert main(["validate", str(tmp_path / "none.jsonl"), str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "none.jsonl: cannot be read: No such file" in out and "cannot be read: Is a directory" in out


def test_memory_stays_constant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the records in no more memory, and a line without an end is not read whole."""
    monkeypatch.setattr(validate, "LONGEST", 1 << 20)
    peaks = []
    template = json.dumps(article("NAMA").to_dict(), ensure_ascii=False)
    for count in (200, 2000):
        path = tmp_path / f"{count}.jsonl"
        with path.open("w") as file:
            file.writelines(template.replace("genpi-NAMA", f"genpi-{i:016x}") + "\n" for i in range(count))
            file.write("x" * (20 << 20 if count == 2000 else 1) + "\n")
        tracemalloc.start()
        checker = Validator()
        findings = list(checker.check(str(path)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        checker.close()
        assert len(findings) == 1 and findings[0].line == count + 1
    assert peaks[1] < peaks[0] + (8 << 20), "20 MB of one line, 5 MB of lines"
    assert "longer than 1 MB" in findings[0].what
