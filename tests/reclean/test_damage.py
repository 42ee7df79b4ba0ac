"""Files that are cut, packed oddly, or cannot be reached: what is whole is read, the rest is counted by its name."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scraper.archive.capture import Capture
from scraper.archive.read import Kept, read_range
from scraper.archive.write import Archive
from scraper.crawl.inflate import zstd
from scraper.reclean import pieces
from scraper.reclean.clean import clean
from scraper.reclean.items import Item, items_of
from scraper.reclean.piece import Piece
from scraper.reclean.pieces import pieces_of
from scraper.reclean.rows import Columns
from scraper.reclean.worker import _answer

from .sources import reclean, records_of
from .test_runs import corpus

NOISE = random.Random(8)


def archive(folder: Path, count: int) -> Path:
    """A WARC file of pages that do not pack well."""
    made = Archive(folder, "uji", {})
    for n in range(count):
        page = f"<html><p>Kabar ke-{n} {NOISE.randbytes(3000).hex()}</p></html>".encode()
        kind = [("Content-Type", "text/html")]
        url = f"https://koran-kecil.example/2024/06/01/kabar-pasar-pagi-{n}"
        made.write(Capture(url=url, request_headers=[], status=200, headers=kind, body=page))
    made.close()
    return next(folder.glob("*.warc.gz"))


def in_pieces(path: Path, piece_bytes: int) -> list[Kept]:
    return [kept for p in pieces_of([str(path)], piece_bytes) for kept in read_range(p.path, p.start, p.end)]


@pytest.mark.parametrize(
    "packed", ["a member a record", "one member", "not at all", "zstd, a frame a record"]
)
def test_every_record_is_in_one_piece_however_the_file_is_packed(packed: str, tmp_path: Path) -> None:
    path = archive(tmp_path, 60)
    plain = gzip.decompress(path.read_bytes())
    if packed == "one member":
        path.write_bytes(gzip.compress(plain))
    elif packed == "not at all":
        path = tmp_path / "polos.warc"
        path.write_bytes(plain)
    elif packed.startswith("zstd"):
        path = tmp_path / "padat.warc.zst"
        records = plain.split(b"WARC/1.1\r\n")[1:]
        path.write_bytes(b"".join(zstd.compress(b"WARC/1.1\r\n" + record) for record in records))
    urls = [kept.url for kept in in_pieces(path, 30_000)]
    assert urls == [f"https://koran-kecil.example/2024/06/01/kabar-pasar-pagi-{n}" for n in range(60)]


@pytest.mark.parametrize("form", ["gzip", "plain"])
def test_a_record_in_which_the_file_ends_is_damage_not_half_a_page(form: str, tmp_path: Path) -> None:
    path = archive(tmp_path, 3)
    data = path.read_bytes()
    if form == "plain":
        path, data = tmp_path / "polos.warc", gzip.decompress(data)
    path.write_bytes(data[: data.rfind(b"WARC/1.1") - 500] if form == "plain" else data[:-2000])
    assert [kept.kind for kept in read_range(str(path))] == ["response", "response", "damaged"]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"5\r\n<html\r\n6\r\n>hai</\r\n5\r\nhtml>\r\n0\r\n\r\n", b"<html>hai</html>"),
        (b"<html>hai</html>", b"<html>hai</html>"),  # undone by the crawler, which left the header
        (b"5\r\n<html\r\n60\r\n>hai</", None),  # the server broke off
    ],
)
def test_chunks_are_joined_where_there_are_any(
    payload: bytes, expected: bytes | None, tmp_path: Path
) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for body, coding in ((payload, "chunked"), (b"<html>utuh</html>", "identity")):
        http = StatusAndHeaders("200 OK", [("Transfer-Encoding", coding)], protocol="HTTP/1.1")
        about = "https://koran-kecil.example/a", "response"
        writer.write_record(writer.create_warc_record(*about, payload=io.BytesIO(body), http_headers=http))
    (tmp_path / "uji.warc.gz").write_bytes(out.getvalue())
    first, second = read_range(str(tmp_path / "uji.warc.gz"))
    assert (first.body if first.kind == "response" else None) == expected
    assert second.body == b"<html>utuh</html>"


def test_each_of_several_robots_headers_counts(tmp_path: Path) -> None:
    made = Archive(tmp_path, "uji", {})
    page = "".join(f"<p>Kalimat ke-{n} tentang pasar pagi di tepi sungai yang ramai.</p>" for n in range(9))
    sent = [("Content-Type", "text/html"), ("X-Robots-Tag", "noai"), ("X-Robots-Tag", "nyelinap: noindex")]
    made.write(
        Capture(
            url="https://koran-kecil.example/2024/06/01/pasar-pagi-ramai", request_headers=[], status=200, headers=sent,
            body=f"<title>Pasar pagi</title><article><h1>Pasar pagi</h1>{page}</article>".encode(),
        )
    )  # fmt: skip
    made.close()
    (item,) = items_of(Piece("warc", str(next(tmp_path.glob("*.gz")))), Columns())
    article = clean(item).article
    assert article and article.rights["x_robots_tag"] == "noai"


def test_rows_behind_damage_are_counted_and_long_lines_cost_themselves(tmp_path: Path) -> None:
    packed = tmp_path / "korpus.jsonl.zst"
    data = zstd.compress(corpus(tmp_path / "k.jsonl", 40).read_bytes())
    packed.write_bytes(data[:-50])
    items = list(items_of(Piece("jsonl", str(packed)), Columns()))
    assert items[-1].fault == "damaged"
    long = tmp_path / "panjang.jsonl"
    row = b'{"url": "https://koran-kecil.example/a", "html": "<p>hai"}\n'
    long.write_bytes(row + b'{"html": "' + b"x" * 60_000_000 + b'"}\n' + row)
    assert [item.fault for item in items_of(Piece("jsonl", str(long)), Columns())] == [None, "damaged", None]


def test_a_file_that_cannot_be_read_on_costs_its_rest_once(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    import pyarrow.parquet as pq

    path = tmp_path / "korpus.parquet"
    rows = [json.loads(line) for line in corpus(tmp_path / "k.jsonl", 60).read_text().splitlines()]
    pq.write_table(
        pa.Table.from_pylist(rows), path, row_group_size=20, compression="none", use_dictionary=False
    )
    data = bytearray(path.read_bytes())
    at = data.index(b"pasar-pagi-20") - 40  # the head of the second group's first page
    data[at : at + 30] = b"\xff" * 30
    path.write_bytes(data)
    text = reclean(str(path), "--out", str(tmp_path / "bersih"), "--piece", "0.01", "--workers", "1", code=1)
    assert len(records_of(tmp_path / "bersih")) == 40, text
    told = json.loads((tmp_path / "bersih" / "summary.json").read_text())["totals"]
    assert told["failed"] == {"damaged": 1} and told["records"] == 41


def test_a_file_that_is_not_there_costs_itself_until_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Common Crawl lays files out: the list names them from the root of the copy."""
    pytest.importorskip("fsspec", reason="needs saring[archive]")
    assert pieces._COMMON_CRAWL == "https://data.commoncrawl.org/"
    monkeypatch.setattr(pieces, "_COMMON_CRAWL", "http://127.0.0.1:9/")  # where nobody listens
    folder = tmp_path / "crawl-data" / "CC-NEWS" / "2024" / "06"
    made = [archive(tmp_path / name, 2) for name in ("a", "b")]
    folder.mkdir(parents=True)
    names = [f"crawl-data/CC-NEWS/2024/06/{name}.warc.gz" for name in "ab"]
    (folder / "warc.paths.gz").write_bytes(gzip.compress("\n".join(names).encode()))
    (tmp_path / names[0]).write_bytes(made[0].read_bytes())
    found = pieces.pieces_of([str(folder / "warc.paths.gz")])
    assert [each.path for each in found] == [f"{tmp_path}/{names[0]}", f"http://127.0.0.1:9/{names[1]}"]
    (folder / "warc.paths").write_text("".join(f"{tmp_path / name}\n" for name in names))
    plan = str(folder / "warc.paths"), "--out", str(tmp_path / "bersih")
    text = reclean(*plan, code=1)
    assert "3 records" in text and "failed: unavailable" in text and "b.warc.gz" in text
    (tmp_path / names[1]).write_bytes(made[1].read_bytes())
    assert "4 records" in reclean(*plan)


def test_what_kills_while_it_is_read_costs_the_rest_of_its_piece(tmp_path: Path, poison: Path) -> None:
    with (poison / "sitecustomize.py").open("a") as code:
        code.write(
            "    import scraper.reclean.rows as r\n"
            "    class Deadly:\n"
            "        def __init__(self, real): self.real = real\n"
            "        def loads(self, line):\n"
            "            if b'\"n\": 7}' in line: os.abort()\n"
            "            return self.real.loads(line)\n"
            "        def __getattr__(self, name): return getattr(self.real, name)\n"
            "    r.json = Deadly(r.json)\n"
        )
    path = tmp_path / "korpus.jsonl"
    lines = corpus(tmp_path / "k.jsonl", 20).read_text().splitlines()
    path.write_text("".join(f'{line[:-1]}, "n": {n}}}\n' for n, line in enumerate(lines)))
    reclean(str(path), "--out", str(tmp_path / "bersih"), "--workers", "1", poison=poison, code=1)
    told = json.loads((tmp_path / "bersih" / "summary.json").read_text())["totals"]
    assert told["failed"] == {"worker_died": 1} and told["emitted"] == {"generic": 7}


def test_pages_at_an_address_are_read() -> None:
    fsspec = pytest.importorskip("fsspec", reason="needs saring[archive]")
    page = b"<html><title>Pasar</title><p>hai</p></html>"
    with fsspec.open("memory://halaman/satu.html", "wb") as file:
        file.write(page)
    with fsspec.open("memory://halaman/dua.html.gz", "wb") as file:
        file.write(gzip.compress(page))
    with fsspec.open("memory://halaman/rusak.html.gz", "wb") as file:
        file.write(gzip.compress(os.urandom(5000))[:-100])
    (piece,) = pieces_of(["memory://halaman"])
    dua, rusak, satu = items_of(piece, Columns())
    assert isinstance(satu, Item) and satu.body == dua.body == page and rusak.fault == "unreadable"


def test_two_words_of_a_process_that_come_together_are_two() -> None:
    both = '{"reached": 1}\n{"done": 2}\n'
    code = f"import sys, time; sys.stdout.write({both!r}); sys.stdout.flush(); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert [_answer(child, None, 10.0) for _ in range(2)] == [{"reached": 1}, {"done": 2}]
    finally:
        child.kill()
