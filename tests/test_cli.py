"""The ``saring`` command as its users meet it: a process with arguments, streams and an exit code."""

from __future__ import annotations

import gzip
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import scraper
from scraper import explain
from scraper.article import Article, Block, Removal
from scraper.boilerplate.rules import Prune
from scraper.errors import SaringError
from scraper.inputs import text_of
from scraper.outlet import Outlet
from scraper.schema import json_schema, load

BODY = [
    "GenPI.co - Warung kopi di tepi Sungai Cikaso buka sejak pukul lima pagi dan selalu penuh pembeli dari tiga desa.",
    "“Kami menanam sendiri kopinya di lereng belakang rumah,” kata pemilik warung, Sari Wulandari, pada Selasa.",
    "BACA JUGA: Teh Tarik dari Kebun Sendiri Kini Dijual sampai ke Kota",
    "Setiap hari ia menyeduh empat puluh liter kopi, sebagian besar untuk para nelayan yang baru pulang melaut.",
]
HTML = f"""<!doctype html><html lang="id"><head><title>Warung Kopi Cikaso Ramai - GenPI.co</title>
<link rel="canonical" href="https://www.genpi.co/berita/7/warung-kopi-cikaso-ramai">
<meta property="og:title" content="Warung Kopi Cikaso Ramai"></head><body><h1>Warung Kopi Cikaso Ramai</h1>
<div>19 Juni 2024 13:40</div>
<div class="entry-content" itemprop="articleBody">{"".join(f"<p>{p}</p>" for p in BODY)}<p>(*)</p></div></body>
</html>"""
TEXT = "\n".join(
    ["Warung Kopi Cikaso Ramai", "19 Juni 2024 13:40", *BODY, "(*)", "Redaktur: Rahmi Kusumastari", ""]
)
LOGIN = "<html><title>Masuk</title><body><form><input type=password></form></body></html>"


def saring(
    *arguments: str | Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "scraper.cli", *map(str, arguments)], input=stdin, capture_output=True, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(HTML, "utf-8")
    return path


def test_extract_html(page: Path) -> None:
    run = saring("extract", page)
    assert (run.returncode, run.stderr) == (0, b"")
    record = load(run.stdout.rstrip(b"\n"))
    assert record.outlet == "genpi"
    assert record.headline == "Warung Kopi Cikaso Ramai"
    assert record.dateline == "GenPI.co"
    assert [link.title for link in record.related_links] == [BODY[2].removeprefix("BACA JUGA: ")]
    assert record.end_mark == "(*)"


def test_extract_text_gzip_and_standard_input_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.gz").write_bytes(gzip.compress(TEXT[:100].encode()) + gzip.compress(TEXT[100:].encode()))
    (tmp_path / "a.utf16").write_bytes(TEXT.encode("utf-16"))
    run = saring("extract", tmp_path / "a.txt", tmp_path / "a.gz", tmp_path / "a.utf16")
    piped = saring("extract", "-", stdin=gzip.compress(TEXT.encode()))
    assert (run.returncode, run.stderr, piped.returncode, piped.stderr) == (0, b"", 0, b"")
    lines = [*run.stdout.splitlines(), *piped.stdout.splitlines()]
    assert len(lines) == 4 and len(set(lines)) == 1
    record = load(lines[0])
    assert (record.extraction, record.editors, record.outlet) == ("text", ["Rahmi Kusumastari"], "genpi")


def test_url_and_outlet(page: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    url = "https://www.genpi.co/berita/7/warung-kopi-cikaso-ramai"
    of_page, of_text = (load(saring("extract", f, "--url", url).stdout) for f in (page, tmp_path / "a.txt"))
    assert (of_text.url, of_text.id, of_text.is_part_of) == (url, of_page.id, of_page.is_part_of)
    generic = load(saring("extract", page, "--outlet", "generic").stdout)
    assert (generic.outlet, generic.extraction) == (None, "generic")


def test_what_fails_is_named_and_the_others_come_through(page: Path, tmp_path: Path) -> None:
    bad = {
        "empty.html": (b"", "[empty]"),
        "a.pdf": (b"%PDF-1.7\n\x00\x01", "[not_html]"),
        "login.html": (LOGIN.encode(), "[login]"),
        "cut.gz": (gzip.compress(HTML.encode())[:-30], "[unreadable]"),
        "short.txt": (b"satu dua", "[no_body]"),
        "bomb.gz": (gzip.compress(b"<p>" + b" " * 30_000_000), "[too_large]"),
        "feed.xml": (b"<rss></rss>", "[not_html]"),
    }
    for name, (data, _) in bad.items():
        (tmp_path / name).write_bytes(data)
    names = [*bad, "missing.html", "."]
    run = saring("extract", *(tmp_path / name for name in names), page)
    assert run.returncode == 1
    assert load(run.stdout.rstrip(b"\n")).outlet == "genpi"
    lines = run.stderr.decode().splitlines()
    assert len(lines) == len(names)
    for line, name in zip(lines, names, strict=True):
        assert line.startswith(f"saring: {tmp_path / name}")
        assert bad.get(name, (b"", "[unreadable]"))[1] in line


def test_a_file_name_cannot_move_the_cursor(tmp_path: Path) -> None:
    run = saring("extract", tmp_path / "a\x1b[2Jb\nc")
    assert run.returncode == 1
    assert run.stderr.count(b"\n") == 1 and b"\x1b" not in run.stderr


def test_missing_pages_are_said(tmp_path: Path) -> None:
    split = HTML.replace("</body>", '<div class="pagination"><a href="?page=2">2</a></div></body>')
    (tmp_path / "1.html").write_text(split, "utf-8")
    (tmp_path / "2.html").write_text(split.replace("Cikaso", "Cibuni").replace("GenPI.co - ", ""), "utf-8")
    alone = saring("extract", tmp_path / "1.html")
    assert alone.returncode == 0 and b"1 of 2" in alone.stderr
    assert "incomplete" in load(alone.stdout).warnings
    whole = saring("extract", tmp_path / "1.html", "--page", tmp_path / "2.html")
    assert (whole.returncode, whole.stderr) == (0, b"")
    assert load(whole.stdout).pages_got == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "required"),
        (("extract",), "required"),
        (("extract", "x", "--outlet", "nope"), "saring outlets"),
        (("extract", "a", "b", "--url", "https://x.co/"), "one FILE"),
        (("extract", "a", "b", "--page", "c"), "one FILE"),
        (("extract", "a", "--url", "genpi.co/x"), "https://"),
        (("extract", "-", "-"), "once"),
        (("crawl",), "invalid choice"),
    ],
)
def test_wrong_usage_is_two(arguments: tuple[str, ...], says: str) -> None:
    run = saring(*arguments)
    assert run.returncode == 2 and says in run.stderr.decode() and run.stdout == b""


def test_a_locale_cannot_break_it(page: Path) -> None:
    run = saring("extract", page, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert run.returncode == 0 and "“Kami".encode() in run.stdout


@pytest.mark.parametrize("command", ["extract", "explain"])
def test_a_closed_pipe_is_no_trace(page: Path, command: str) -> None:
    arguments = [sys.executable, "-m", "scraper.cli", command, *[str(page)] * 40]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_help_has_examples() -> None:
    assert b"exit codes" in saring("--help").stdout
    for command in ("extract", "explain", "schema", "outlets", "draft", "demo"):
        run = saring(command, "--help")
        assert run.returncode == 0 and f"saring {command}".encode() in run.stdout.partition(b"examples:")[2]
    assert saring("--version").stdout.decode().strip() == f"saring {scraper.__version__}"


def test_schema_prints_the_schema() -> None:
    assert json.loads(saring("schema").stdout) == json_schema()


def test_outlets() -> None:
    described = {o["name"]: o for o in map(json.loads, saring("outlets", "--json").stdout.splitlines())}
    assert described["genpi"]["publisher"] == "GenPI.co"
    assert {source["kind"] for source in described["genpi"]["sources"]} <= {"sitemap", "feed", "index"}
    table = saring("outlets").stdout.decode()
    assert all(name in table and outlet["publisher"] in table for name, outlet in described.items())


# -- explain -------------------------------------------------------------------------------------------------


def test_explain_tells_every_line_in_order(page: Path) -> None:
    run = saring("explain", page)
    assert (run.returncode, run.stderr) == (0, b"") and b"\x1b" not in run.stdout
    rows = [line.split("\t") for line in run.stdout.decode().splitlines()[1:]]
    assert [row[:3] for row in rows if row[0] != "field"] == [
        ["cut", "dateline", "dateline"],
        ["keep", "paragraph", ""],
        ["keep", "paragraph", ""],
        ["cut", "related", "read_also"],
        ["keep", "paragraph", ""],
        ["cut", "end_mark", "end_mark"],
    ]
    assert all(row[4] for row in rows if row[0] == "cut")
    answered = {row[1]: row[3] for row in rows if row[0] == "field" and len(row) > 3}
    assert answered["headline"] in ("printed", "meta") and answered["end_mark"] == "body"


def _on_a_terminal(*arguments: str | Path, **environment: str) -> str:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "scraper.cli", *map(str, arguments)]
    environment = {"TERM": "xterm-256color", "COLUMNS": "100", **environment}
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs, env={**os.environ, **environment})
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux's way of saying that the other end is closed
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    assert process.wait() == 0
    return seen.decode()


def test_colour_on_a_terminal_only(page: Path) -> None:
    assert "\x1b[32m" in _on_a_terminal("explain", page)
    plain = _on_a_terminal("explain", page, NO_COLOR="1")
    assert "\x1b[3" not in plain and "read_also: " in plain


def test_explain_fails_like_extract(tmp_path: Path) -> None:
    (tmp_path / "login.html").write_text(LOGIN)
    run = saring("explain", tmp_path / "login.html")
    assert run.returncode == 1 and b"[login]" in run.stderr


def test_every_word_of_a_record_is_explained() -> None:
    record = Article(
        id="x-1", article_body="a\n\nb", blocks=[Block("paragraph", "a"), Block("heading", "b")],
        removed=[Removal("byline", "byline", None, "c"), Removal("dateline", "dateline", 0, "d"),
                 Removal("quiz", "promotion", 0, "e"), Removal("unheard_of", "other", 1, "f")],
    )  # fmt: skip
    own = (Prune("quiz", ".quiz", "promotion", why="invites to the quiz"),)
    outlet = Outlet(name="x", publisher="X", domains=("x.co",), boilerplate=own)
    rows = list(explain.rows(record, outlet))
    assert [(row.kept, row.text) for row in rows] == [
        (False, "c"), (False, "d"), (True, "a"), (False, "e"), (True, "b"), (False, "f"),
    ]  # fmt: skip
    assert [row.why for row in rows if row.rule == "quiz"] == ["invites to the quiz"]
    assert explain.why("unheard_of") == ""


# -- inputs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"<P>x", b"\xef\xbb\xbf<!DOCTYPE html>", b"a<br>b", b"<?xml ?><rss>", b"", b"\x00\x01", b" "]
)
def test_no_plain_text(data: bytes) -> None:
    assert text_of(data) is None


@pytest.mark.parametrize(
    "data", [b"Suhu < 5 derajat", "é “x”".encode("cp1252"), "a < b > c".encode("utf-16"), b"<3 kopi"]
)
def test_plain_text(data: bytes) -> None:
    assert text_of(data)


def test_errors_are_one_tree() -> None:
    assert issubclass(scraper.SaringError, SaringError)


def test_draft_prints_a_module_and_says_what_it_saw(page: Path) -> None:
    run = saring("draft", str(page), "--url", "https://www.kabarbaru.example/kota/12/pasar-pagi-dibuka")
    assert run.returncode == 0, run.stderr
    assert b'domains=("kabarbaru.example",)' in run.stdout
    assert b"keep\tparagraph" in run.stderr
