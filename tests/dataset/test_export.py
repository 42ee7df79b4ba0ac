"""`saring export`: what goes in comes out, once, in every form; what cannot be read is said; a kill costs nothing."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scraper.article import Article, json_line
from scraper.cli import main
from scraper.crawl.window import Window
from scraper.dataset import fill, open_store, scan
from scraper.dataset.export import Options
from scraper.dataset.export import export as run_export
from scraper.dataset.files import reading
from scraper.dataset.folder import replacing
from scraper.dataset.part import Choice
from scraper.dataset.scan import look, pieces
from scraper.dataset.sources import Source
from scraper.dataset.table import guarded, unguarded
from scraper.dataset.wanted import Wanted
from scraper.errors import UsageError
from scraper.ledger import Ledger
from scraper.ledger.schema import revisions
from scraper.schema import load

from .invented import article

needs_pyarrow = pytest.mark.skipif(
    not (find_spec("pyarrow") and find_spec("arro3")), reason="no Parquet: pip install 'saring[parquet]'"
)
PARQUET = pytest.param("parquet", marks=needs_pyarrow)


class Run(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def export(*arguments: str | Path) -> Run:
    """The command, in this process: a start costs more than an export."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            code = main(["export", *map(str, arguments)])
        except SystemExit as stop:  # argparse's
            code = int(stop.code or 0)
    return Run(code, out.getvalue(), err.getvalue())


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """What crawls of two outlets left: one article was revised, one is English, one reserves nothing, one is undated."""
    folder = tmp_path / "output"
    write(folder / "genpi", article("a"), article("b", rights={}, date_published="2024-07-01"),
          article("a", "Kini lain.", revision=2))  # fmt: skip
    write(
        folder / "jpnn",
        article("c", outlet="jpnn", in_language="en", date_published=None, article_section=["Bola"]),
    )
    (folder / "genpi" / "quarantine.jsonl").write_text('{"url": "https://www.genpi.co/x"}\n')
    return folder


def write(folder: Path, *articles: Article) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "articles.jsonl"
    path.write_text("".join(each.to_json() + "\n" for each in articles), "utf-8")
    return path


def records(folder: Path, ending: str = ".jsonl") -> dict[str, dict[str, Any]]:
    """The records of an export by id; fails where one is there twice."""
    found = [record for path in sorted(folder.rglob(f"data/**/*{ending}")) for record in reading(path)]
    by_id = {record["id"]: record for record in found}
    assert len(by_id) == len(found)
    return by_id


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "jsonl.zst", PARQUET])
def test_the_newest_of_each_as_it_was(output: Path, tmp_path: Path, form: str) -> None:
    run = export(output, "--out", tmp_path / "out", "--format", form)
    assert (run.returncode, run.stderr) == (0, "") and "3 articles in 3 files" in run.stdout
    newest = {"genpi-a": 2, "genpi-b": 1, "genpi-c": 1}
    found = records(tmp_path / "out", f".{form}")
    assert {name: record["revision"] for name, record in found.items()} == newest
    lines = [line for path in output.rglob("articles.jsonl") for line in path.read_text("utf-8").splitlines()]
    assert {json_line(record) for record in found.values()} <= set(lines)
    assert files(tmp_path / "out") == [
        "SHA256SUMS", f"data/genpi/2024-06.{form}", f"data/genpi/2024-07.{form}", f"data/jpnn/undated.{form}",
        "datasheet.md",
    ]  # fmt: skip
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "out", check=True)


@needs_pyarrow
def test_the_same_export_is_the_same_bytes(output: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert export(output, "--out", tmp_path / name).returncode == 0
    sums = [(tmp_path / name / "SHA256SUMS").read_text() for name in ("one", "two")]
    assert sums[0] == sums[1] and "datasheet.md" in sums[0]


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (("--outlet", "genpi"), "ab"),
        (("--section", "gaya-hidup"), "ab"),
        (("--lang", "en"), "c"),
        (("--min-words", "5"), "bc"),
        (("--only-allowed",), "b"),
        (("--since", "2024-06-20"), "b"),
        (("--until", "2024-06-19"), "a"),
        (("--since", "2024-06-19T13:40", "--until", "2024-06-19T13:40"), "a"),
        (("--since", "2024-06-19T13:41", "--until", "2024-06-30"), ""),
        (("--since", "2d"), ""),
    ],
)
def test_choosing(output: Path, tmp_path: Path, chosen: tuple[str, ...], names: str) -> None:
    run = export(output, "--out", tmp_path / "out", "--format", "jsonl", *chosen)
    assert (run.returncode == 0 and f"{3 - len(names)} not asked for" in run.stdout) or names == "abc"
    assert {name.removeprefix("genpi-") for name in records(tmp_path / "out")} == set(names)
    assert " ".join(chosen) in (tmp_path / "out" / "datasheet.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("split", "names"),
    [
        ("outlet", ["data/genpi.jsonl", "data/jpnn.jsonl"]),
        ("month", ["data/2024-06.jsonl", "data/2024-07.jsonl", "data/undated.jsonl"]),
        ("none", ["data/articles.jsonl"]),
    ],
)
def test_split(output: Path, tmp_path: Path, split: str, names: list[str]) -> None:
    assert export(output, "--out", tmp_path / "out", "--format", "jsonl", "--split", split).returncode == 0
    assert [name for name in files(tmp_path / "out") if "data/" in name] == names
    assert len(records(tmp_path / "out")) == 3


def test_an_outlets_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    names = ("../../evil", "other", "A B", "", None)
    write(tmp_path / "in", *(article(str(n), outlet=name) for n, name in enumerate(names)))
    assert export(tmp_path / "in", "--out", tmp_path / "out", "--format", "jsonl").returncode == 0
    found = files(tmp_path / "out")
    assert "data/%2E%2E%2F%2E%2E%2Fevil/2024-06.jsonl" in found and "data/A%20B/2024-06.jsonl" in found
    assert len(records(tmp_path / "out")) == 5 and not (tmp_path / "evil").exists()


# -- sources --------------------------------------------------------------------------------------------------


def as_gzip(path: Path) -> str:
    path.with_suffix(".jsonl.gz").write_bytes(gzip.compress(path.read_bytes()))
    return f"{path}.gz"


def as_store(ending: str) -> Callable[[Path], str]:
    def make(path: Path) -> str:
        store = open_store(str(path.with_name(f"a{ending}")), write=True)
        fill(store, reading(path))
        store.close()
        return store.name

    return make


def as_ledger(path: Path) -> str:
    ledger = Ledger(f"sqlite:///{path.with_name('ledger.db')}")
    with ledger.begin() as connection:
        for n, record in enumerate(reading(path)):
            row = {"outlet": "genpi", "article_id": record["id"], "revision": record["revision"], "run": 1}
            line = json_line(record)
            connection.execute(revisions.insert().values(**row, key=f"k{n}", digest=f"d{n}", line=line))
    ledger.close()
    return str(path.with_name("ledger.db"))


@pytest.mark.parametrize(
    "make",
    [
        str, as_gzip, as_store(".jsonl.zst"), as_store(".db"), as_ledger,
        pytest.param(as_store(".parquet"), marks=needs_pyarrow),
    ],
    ids=["jsonl", "gzip", "zstd", "store", "ledger", "parquet"],
)  # fmt: skip
def test_every_source_says_the_same(tmp_path: Path, make: Callable[[Path], str]) -> None:
    one, two = article("a", "Kini lain.", revision=2), article("b")
    path = write(tmp_path, article("a"), two, one)
    run = export(make(path), "--out", tmp_path / "out", "--format", "jsonl", "--split", "none")
    assert (run.returncode, run.stderr) == (0, "")
    lines = (tmp_path / "out" / "data" / "articles.jsonl").read_text("utf-8").splitlines()
    assert sorted(lines) == sorted([one.to_json(), two.to_json()])


def test_several_sources_are_one(output: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more", article("a", "Terbaru.", revision=3), article("d"))
    run = export(output, more, more, "--out", tmp_path / "out", "--format", "jsonl")
    assert run.returncode == 0
    assert records(tmp_path / "out")["genpi-a"]["revision"] == 3 and len(records(tmp_path / "out")) == 4


def test_lines_of_other_programs_are_read_alike(tmp_path: Path) -> None:
    """Keys in another order, other blanks: the quick look does not hold, the record does."""
    path = tmp_path / "other.jsonl"
    records_ = [article(name, revision=n).to_dict() for n, name in enumerate("aba", 1)]
    path.write_text("".join(json.dumps(r, sort_keys=True, separators=(",", ":")) + "\r\n" for r in records_))
    assert export(path, "--out", tmp_path / "out", "--format", "jsonl").returncode == 0
    assert {r["id"]: r["revision"] for r in records(tmp_path / "out").values()} == {
        "genpi-a": 3,
        "genpi-b": 2,
    }


@pytest.mark.parametrize(
    "made",
    [
        article("a", 'Teks, "date_published": "x"', revision=12),
        article("b", date_published=None),
        article("c", outlet=None),
    ],
)
def test_the_quick_look_sees_what_the_slow_one_does(made: Article) -> None:
    for line in (made.to_json(), json.dumps(made.to_dict(), ensure_ascii=False)):
        looked = scan._quick(f"{line}\n".encode())
        assert looked is not None and looked == scan._slow(line.encode())


def test_pieces_meet_without_gap_or_overlap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, *(article(f"{n}", "x" * (n % 7)) for n in range(40)))
    source = Source(str(path), "x", path.stat().st_size)
    for size in (97, 1000, 1471, 10**9):
        monkeypatch.setattr("scraper.dataset.scan.PIECE", size)
        looked = [look(*piece) for piece in pieces(source)]
        assert [line.id for piece in looked for line in piece.lines] == [f"genpi-{n}" for n in range(40)]
        assert sum(piece.count for piece in looked) == 40


# -- what is broken -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["jsonl", PARQUET])
def test_bad_lines_are_named_and_the_others_come_through(tmp_path: Path, form: str) -> None:
    good = article("a").to_json()
    other = json.dumps(article("v").to_dict() | {"schema_version": "0.1"})
    lacking = json.dumps({k: v for k, v in article("l").to_dict().items() if k != "warnings"})
    wrong = json.dumps(article("w").to_dict() | {"keywords": ["a", 3]})
    torn = article("t").to_json()[:300]
    path = tmp_path / "articles.jsonl"
    path.write_text(f"{good}\n[1]\n{other}\n{lacking}\n\n{wrong}\nnot json\n{torn}", "utf-8")
    (tmp_path / "cut.jsonl.gz").write_bytes(
        gzip.compress((article("g").to_json() + "\n").encode() * 2000)[:-12]
    )
    run = export(path, tmp_path / "cut.jsonl.gz", "--out", tmp_path / "out", "--format", form)
    assert run.returncode == 1
    assert set(records(tmp_path / "out", f".{form}")) == {"genpi-a", "genpi-g"}
    said = run.stderr.splitlines()
    for line, why in (
        (2, "no record"),
        (3, "'0.1'"),
        (4, "warnings: missing"),
        (6, "keywords"),
        (7, "not JSON"),
        (8, "cut short"),
    ):
        assert any(f"{path}, line {line}: " in text and why in text for text in said), (line, said)
    assert any("cut.jsonl.gz" in text and "cut short" in text for text in said)
    sheet = (tmp_path / "out" / "datasheet.md").read_text("utf-8")
    assert "## Not read" in sheet and f"{path}, line 3" in sheet


@pytest.mark.parametrize("form", ["jsonl", "csv", PARQUET])
def test_a_value_of_another_type_is_a_fault_whichever_field_it_is(tmp_path: Path, form: str) -> None:
    whole = article("a").to_dict()
    odd = [
        {name: value} for name in whole for value in (3.5, [3], {"a": 3}) if name not in ("id", "revision")
    ]
    odd += [
        {"blocks": [{"kind": "paragraph", "text": "Isi.", "more": 1}]},
        {"blocks": [{"kind": "paragraph"}]},
    ]
    path = tmp_path / "in.jsonl"
    lines = [json.dumps(whole | {"id": f"genpi-{n}"} | each) for n, each in enumerate(odd)]
    path.write_text("\n".join([*lines, article("good").to_json()]) + "\n", "utf-8")
    for more in ((), ("--since", "2024-01-01", "--section", "kuliner"), ("--only-allowed",)):
        run = export(path, "--out", tmp_path / "out", "--format", form, *more)
        said = run.stderr.splitlines()
        assert run.returncode == 1 and all(line.startswith("saring: ") for line in said), run.stderr
        assert f"{len(odd) - 20:,} more lines" in said[-1], "asked for or not"
        assert ("0 articles in 0 files" if "--only-allowed" in more else "1 article in 1 file") in run.stdout


@needs_pyarrow
def test_the_fast_and_the_careful_path_write_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records of all fixtures, and odd ones, by columns; a second run takes them one by one."""
    from scraper.dataset import batch
    from scraper.fixtures import cases

    odd = [
        article(
            "empty",
            rights={},
            field_sources={},
            removed=[],
            related_links=[],
            images=[],
            keywords=[],
            authors=[],
        ),
        article(
            "null",
            date_published=None,
            headline=None,
            outlet=None,
            http_status=None,
            is_accessible_for_free=None,
        ),
        article("not_free", is_accessible_for_free=False, revision=3, in_language=None, date_downloaded=None),
        article("é🎉", 'Kata “kutip” \U0001f468\u200d\U0001f469, \\ garis miring, "ganda", \u4e2d.'),
        article("signs", rights={"tdm_reservation": "1", 'é, "': "a\\b", "": "x" * 200}, etag='"\\u0001"'),
    ]
    made = [each.to_json() for each in odd]
    # A fixture says what its page says; where it came from is filled in.
    expected = [found for case in cases() if (found := case.expected())]
    for n, found in enumerate(expected):
        body = "\n\n".join(block["text"] for block in found["blocks"])
        theirs = {"id": f"case-{n}", "article_body": body, "word_count": len(body.split())}
        made.append(json_line(article().to_dict() | {"related_links": [], "removed": []} | found | theirs))
    path = tmp_path / "in.jsonl"
    path.write_text("".join(f"{line}\n" for line in made), "utf-8")
    read = batch.batch
    for name in ("fast", "careful"):
        batches = []
        monkeypatch.setattr(
            batch,
            "batch",
            lambda *given, fast=name == "fast", to=batches: (
                to.append(read(*given) if fast else None) or to[-1]
            ),
        )
        for copies in ((), ("--copies",)) if find_spec("rensa") else ((),):
            out = tmp_path / "-".join((name, *copies))
            assert export(path, "--out", out, "--split", "none", *copies).returncode == 0
        assert batches and all((found is not None) == (name == "fast") for found in batches)
    for out in tmp_path.glob("fast*"):
        other = out.with_name(out.name.replace("fast", "careful"))
        assert (out / "SHA256SUMS").read_text() == (other / "SHA256SUMS").read_text()
        assert len(records(out, ".parquet")) == len({json.loads(line)["id"] for line in made}) > 100


@needs_pyarrow
def test_only_lines_just_as_saring_writes_them_become_columns_at_once() -> None:
    """Whatever else the reader of columns lets pass is left to who reads line by line."""
    from scraper.dataset.batch import batch

    good = article("a", 'Kata "kutip",\nbaris, é 🎉.').to_json()
    assert batch(f"{good}\n{good}".encode(), 2).to_pylist() == 2 * batch(f"{good}\n".encode(), 1).to_pylist()
    whole = json.loads(good)
    other = [
        good.replace('"word_count":', '"word_count":0'), good.replace("Judul a", "Judul\ta"), good + good,
        good.replace('"http_status":200', '"http_status":"200"'), good.replace('"http_status":200', '"http_status":200.5'),
        good.replace('"revision":1', '"revision":9999999999'), good.replace("Judul a", "Judul \\u0061"),
        good.replace('"etag"', '"ETag"'), good.replace("é", "\\ud83d"),
        json.dumps(whole, ensure_ascii=False), f"[{good}]", good[:-40], good[:-1] + ",}", "", "null",
        json_line(whole | {"more": 1}), json_line({name: value for name, value in whole.items() if name != "etag"}),
        json_line(whole | {"rights": {"a": None}}), json_line(whole | {"keywords": None}),
        json_line(whole | {"removed": [{"rule": "x", "kind": "ad", "text": "x", "block": 0}]}),
        json_line(whole | {"images": [{"url": None, "caption": None, "credit": None}]}),
        json_line(whole | {"date_published": "2024-06-31T10:00:00+07:00"}), json_line(whole | {"schema_version": "0.1"}),
    ]  # fmt: skip
    for line in other:
        assert line != good and batch(f"{line}\n".encode(), 1) is None, line
        if '"ETag"' not in line:  # told by the names of the first line alone
            assert batch(f"{good}\n{line}\n".encode(), 2) is None, line


@needs_pyarrow
def test_long_records_are_not_all_held_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    monkeypatch.setattr("scraper.dataset.part._SIZE", 20_000)
    monkeypatch.setattr("scraper.dataset.parquet._BYTES", 50_000)
    path = write(tmp_path, *(article(f"{n:02}", "kata " * 2000) for n in range(20)))
    assert export(path, "--out", tmp_path / "out", "--split", "none").returncode == 0
    file = pq.ParquetFile(tmp_path / "out" / "data" / "articles.parquet")
    assert file.num_row_groups == 7 and [
        row["id"] for row in reading(Path(tmp_path / "out/data/articles.parquet"))
    ] == [f"genpi-{n:02}" for n in range(20)]


@needs_pyarrow
def test_a_number_that_no_column_holds_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path, article("a", word_count=2), article("big", revision=2**40), article("b"))
    run = export(path, "--out", tmp_path / "out", "--split", "none")
    assert run.returncode == 1 and f"{path}, line 2: does not fit the schema" in run.stderr
    assert set(records(tmp_path / "out", ".parquet")) == {"genpi-a", "genpi-b"}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("nowhere.jsonl",), 1, "no such file"),
        (("empty",), 1, "no articles.jsonl"),
        (("nothing",), 1, "Crawl first"),
        (("a.txt",), 2, "not a source"),
        (("other.db",), 1, "not a store"),
        (("--since", "gestern"), 2, "--since=gestern"),
        (("--since", "2024-02-01", "--until", "2024-01-01"), 2, "lies after"),
        (("--split", "week"), 2, "outlet, month"),
        (("--split", "outlet", "--format", "sqlite"), 2, "one file"),
        (("--format", "xml"), 2, "invalid choice"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").touch()
    sqlite3.connect(tmp_path / "other.db").execute("create table t (x)")
    run = export("--out", "out", *arguments)
    assert run.returncode == code and says in run.stderr and not (tmp_path / "out").exists()
    assert code == 2 or run.stderr.count("\n") == 1
    assert not list(tmp_path.glob(".out*"))


def test_what_no_export_wrote_is_not_replaced(output: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert export(output, "--out", out, "--format", "jsonl").returncode == 0
    (out / "notes.txt").write_text("mine")
    run = export(output, "--out", out, "--format", "csv")
    assert run.returncode == 2 and "notes.txt" in run.stderr
    (out / "notes.txt").unlink()
    assert export(output, "--out", out, "--format", "csv", "--split", "none").returncode == 0
    assert [name for name in files(out) if "data/" in name] == ["data/articles.csv"]
    assert not list(tmp_path.glob(".out*"))


@pytest.mark.parametrize(
    ("form", "room"),
    [
        ("jsonl", 100_000), ("csv", 100_000), ("sqlite", 100_000), pytest.param("parquet", 100_000, marks=needs_pyarrow),
        pytest.param("jsonl", 5_000, id="the index"),
    ],
)  # fmt: skip
def test_a_full_disk_leaves_the_earlier_export(output: Path, tmp_path: Path, form: str, room: int) -> None:
    out = tmp_path / "out"
    assert export(output, "--out", out, "--format", "jsonl").returncode == 0
    before = {name: (out / name).read_bytes() for name in files(out)}
    big = write(tmp_path / "big", *(article(f"{n}", os.urandom(3000).hex()) for n in range(60)))

    def fill_up() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    command = [sys.executable, "-m", "scraper.cli", "export", str(big), "--out", str(out), "--format", form]
    run = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=fill_up)
    assert run.returncode == 1 and run.stderr.count("\n") == 1 and str(out) in run.stderr, run.stderr
    assert {name: (out / name).read_bytes() for name in files(out)} == before
    assert not list(tmp_path.glob(".out*"))


def test_a_kill_leaves_the_earlier_export_and_the_next_run_clears_up(output: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert export(output, "--out", out, "--format", "jsonl").returncode == 0
    before = (out / "SHA256SUMS").read_bytes()
    write(tmp_path / "big", *(article(f"{n}", "kata " * 3000) for n in range(2500)))
    command = [
        sys.executable,
        "-m",
        "scraper.cli",
        "export",
        str(tmp_path / "big"),
        "--out",
        str(out),
        "--format",
        "jsonl",
    ]
    process = subprocess.Popen([*command, "--workers", "2"], start_new_session=True)
    while process.poll() is None and not list(tmp_path.glob(".out.*.part/data/**/*.jsonl")):
        time.sleep(0.01)
    assert process.poll() is None, "it was over before it could be killed"
    process.kill()
    process.wait()
    assert (out / "SHA256SUMS").read_bytes() == before and list(tmp_path.glob(".out.*.part"))
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and _group_alive(process.pid):
        time.sleep(0.05)
    assert not _group_alive(process.pid), "its processes outlive it"
    assert export(output, "--out", out, "--format", "jsonl").returncode == 0
    assert (out / "SHA256SUMS").read_bytes() == before and not list(tmp_path.glob(".out*"))


def _group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_killed_between_the_two_renames(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with replacing(out) as folder:
        (folder / "a").write_text("earlier")
    out.rename(tmp_path / ".out.before")
    with pytest.raises(UsageError), replacing(out):
        raise UsageError("stop")
    assert (out / "a").read_text() == "earlier" and not list(tmp_path.glob(".out*"))


# -- forms ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell", ["=1+1", "+62", "-5 °C", "@nama", "\t=1", "\r=1", "\n=1", "＝1", "'sudah", "biasa", "", "a=1"]
)
def test_a_guarded_cell_gives_its_text_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in set("=+-@\t\r\n＝＋－＠")


def test_csv(tmp_path: Path) -> None:
    made = article(
        "a", "=HYPERLINK(1)", 'Dengan "kutip", koma', headline="-lain", keywords=["+1", "b"], authors=[]
    )
    path = write(tmp_path, made, article("b", is_accessible_for_free=None, rights={}))
    assert export(path, "--out", tmp_path / "out", "--format", "csv").returncode == 0
    with (tmp_path / "out" / "data" / "genpi" / "2024-06.csv").open(newline="", encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert first["headline"] == "'-lain" and first["keywords"] == "'+1; b" and first["authors"] == ""
    assert unguarded(first["article_body"]) == made.article_body and first["article_body"][0] == "'"
    assert json.loads(first["rights"]) == made.rights and second["rights"] == ""


def test_sqlite_is_a_store(output: Path, tmp_path: Path) -> None:
    assert export(output, "--out", tmp_path / "out", "--format", "sqlite").returncode == 0
    store = open_store(str(tmp_path / "out" / "data" / "articles.db"))
    assert [record["id"] for record in store.search("kini lain")] == ["genpi-a"]
    assert len(list(store.newest())) == 3
    store.close()


@needs_pyarrow
def test_hf_loads_offline_with_datasets_duckdb_and_pandas(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert export(output, "--out", out, "--format", "hf").returncode == 0
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    datasets = pytest.importorskip("datasets", reason="no datasets: pip install datasets")
    loaded = datasets.load_dataset(str(out), split="train", cache_dir=str(tmp_path / "cache"))
    by_id = {row["id"]: row for row in loaded}
    assert set(by_id) == {"genpi-a", "genpi-b", "genpi-c"}
    assert by_id["genpi-a"]["blocks"] == [{"kind": "paragraph", "text": "Kini lain."}]
    assert by_id["genpi-a"]["date_published"] == "2024-06-19T13:40:00+07:00"
    assert by_id["genpi-a"]["date_published_utc"].isoformat() == "2024-06-19T06:40:00+00:00"
    one = datasets.load_dataset(str(out), "jpnn", split="train", cache_dir=str(tmp_path / "cache"))
    assert one["id"] == ["genpi-c"]
    pandas = pytest.importorskip("pandas", reason="no pandas: pip install pandas")
    frame = pandas.concat(pandas.read_parquet(path) for path in sorted((out / "data").rglob("*.parquet")))
    assert str(frame["date_published_utc"].dtype).endswith("UTC]") and sorted(frame["id"]) == sorted(by_id)
    duckdb = pytest.importorskip("duckdb", reason="no DuckDB: pip install duckdb")
    query = f"select outlet, count(*), sum(len(blocks)) from '{out}/data/**/*.parquet' group by 1 order by 1"
    assert duckdb.sql(query).fetchall() == [("genpi", 2, 3), ("jpnn", 1, 2)]


def test_the_datasheet_counts(output: Path, tmp_path: Path) -> None:
    assert export(output, "--out", tmp_path / "out", "--format", "jsonl").returncode == 0
    sheet = (tmp_path / "out" / "datasheet.md").read_text("utf-8")
    for row in (
        "| articles | 3, the newest revision of each (1 of them revised) |", "| **genpi** | all | 2 |", "|  | 2024-07 | 1 |",
        "| `date_published` | 2 | 66.7% |", "| `is_accessible_for_free` | 3 | 100.0% |", "| related | 3 | 3 |",
        "2 of 3 articles reserve rights", "| meta_robots: noai | 2 |", "## Licence",
    ):  # fmt: skip
        assert row in sheet, row


def test_many_articles_in_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.dataset.export._SMALL", 0)
    monkeypatch.setattr("scraper.dataset.scan.PIECE", 100_000)
    made = [article(f"{n}", date_published=f"2024-0{n % 9 + 1}-01T00:00:00+07:00") for n in range(500)]
    bad = made[300].to_json()[:50]
    path = tmp_path / "in.jsonl"
    path.write_text("".join([f"{each.to_json()}\n" for each in made]) + bad, "utf-8")
    options = Options("jsonl", ("outlet", "month"), Choice(Wanted(), Window()), workers=2)
    steps = set()
    done = run_export([str(path)], tmp_path / "out", options, lambda step, *_: steps.add(step))
    assert (done.counts.articles, done.files, [fault.line for fault in done.faults]) == (500, 9, [501])
    assert steps == {"reading", "writing"}
    found = records(tmp_path / "out")
    assert found == {each.id: each.to_dict() for each in made}
    assert all(load(record) for record in list(found.values())[:5])
