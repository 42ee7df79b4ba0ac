"""Every form of source gives the crawl's own records; what is no article is counted by its reason, never emitted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.archive.capture import Capture
from scraper.archive.write import Archive

from . import sources
from .sources import Source, reclean, records_of, words


@pytest.mark.parametrize(
    "form",
    [
        sources.plain_warc,
        sources.zstd_warc,
        sources.wacz,
        sources.pattern,
        sources.paths_list,
        sources.address,
    ],
)
def test_archives_give_the_records_of_the_crawl(
    form: Callable[[Source, Path], str], source: Source, tmp_path: Path
) -> None:
    if form is sources.address:
        pytest.importorskip("fsspec", reason="needs saring[archive]")
    out = tmp_path / "bersih"
    (tmp_path / "dari").mkdir()
    reclean(form(source, tmp_path / "dari"), "--out", str(out), "--workers", "1")
    found = records_of(out)
    assert {i: words(r) for i, r in found.items()} == {i: words(r) for i, r in source.records.items()}
    told = json.loads((out / "summary.json").read_text())["totals"]
    assert told["emitted"] == {"genpi": 36} and told["pages"] == 2
    # 6 pages that have another one's bytes, robots.txt, lists and feeds, and what the newsroom has beside articles
    assert told["not_articles"] == {
        "revisit": 6, "content_type": 4, "list": 3, "gone": 1, "soft_404": 1, "login": 1, "gallery": 1,
    }  # fmt: skip
    assert not told["failed"] and told["records"] == 36 + 2 + 17


def test_the_ledger_is_a_source(source: Source, tmp_path: Path) -> None:
    reclean(str(source.folder / "ledger.db"), "--out", str(tmp_path))
    found = records_of(tmp_path)
    assert {i: words(r) for i, r in found.items()} == {i: words(r) for i, r in source.records.items()}
    assert {r["archive"] for r in found.values()} == {r["archive"] for r in source.records.values()}


@pytest.mark.parametrize("form", [sources.json_lines, sources.comma_separated, sources.parquet])
def test_rows_with_pages_give_the_same_words(
    form: Callable[[Source, Path], str], source: Source, tmp_path: Path
) -> None:
    if form is sources.parquet:
        pytest.importorskip("pyarrow", reason="needs pyarrow")
    columns = "--html-column", "halaman", "--url-column", "alamat"
    reclean(form(source, tmp_path), *columns, "--out", str(tmp_path / "bersih"), "--piece", "0.02")
    found = records_of(tmp_path / "bersih")
    assert len(found) == len(source.articles) > 30
    assert {i: r["article_body"] for i, r in found.items()} == {
        i: r["article_body"] for i, r in source.records.items() if i in found
    }


def test_a_folder_of_pages(source: Source, tmp_path: Path) -> None:
    (tmp_path / "dari").mkdir()
    reclean(sources.pages(source, tmp_path / "dari"), "--out", str(tmp_path / "bersih"))
    found = records_of(tmp_path / "bersih")
    assert sorted(r["article_body"] for r in found.values()) == sorted(
        r["article_body"] for r in source.records.values() if r["pages_expected"] == 1
    )


def test_text_columns_are_cleaned_as_text(tmp_path: Path) -> None:
    lead = "GenPI.co - Perahu pustaka singgah di tujuh kampung di tepi sungai selama bulan Januari ini."
    last = "Warga menunggu sejak pagi bersama anak-anak mereka, yang membawa buku dari rumah masing-masing."
    dirty = f"{lead}\n\n{lead[10:]}\n\nBACA JUGA: Air Bersih Masuk Desa\n\n{last}"
    rows = [
        {"judul": "Perahu Pustaka", "isi": dirty, "link": "https://www.genpi.co/berita/1/perahu"},
        {"isi": "", "link": ""},
    ]
    path = tmp_path / "kotor.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows) + '{"isi": "terpot')
    text = reclean(str(path), "--text-column", "isi", "--out", str(tmp_path / "bersih"), code=1)
    (record,) = records_of(tmp_path / "bersih").values()
    assert "BACA JUGA" not in record["article_body"] and last in record["article_body"]
    assert (record["outlet"], record["headline"]) == ("genpi", "Perahu Pustaka")
    assert [r["kind"] for r in record["removed"]].count("related") == 1
    assert "not an article: empty" in text and "failed: damaged" in text


def test_pages_of_unknown_outlets_go_the_generic_path_or_are_passed_over(
    source: Source, tmp_path: Path
) -> None:
    body = "".join(
        f"<p>Kalimat ke-{n} tentang pasar pagi di tepi sungai yang ramai sejak subuh.</p>" for n in range(9)
    )
    page = f"<html><head><title>Pasar pagi</title></head><body><article><h1>Pasar pagi</h1>{body}</article></body></html>"
    archive = Archive(tmp_path / "asing", "uji", {})
    for url in (
        "https://koran-kecil.example/2024/06/01/pasar-pagi-ramai",
        "https://lain.example/pasar-pagi-ramai-di-tepi-sungai",
    ):
        archive.write(
            Capture(
                url=url,
                request_headers=[],
                status=200,
                headers=[("Content-Type", "text/html")],
                body=page.encode(),
            )
        )
    archive.close()
    reclean(str(tmp_path / "asing"), "--out", str(tmp_path / "semua"))
    found = records_of(tmp_path / "semua").values()
    assert [(r["headline"], r["outlet"]) for r in found] == [("Pasar pagi", None)]  # twice the same words
    text = reclean(
        str(tmp_path / "asing"),
        str(source.folder / "ledger.db"),
        "--known-only",
        "--out",
        str(tmp_path / "kenal"),
    )
    assert len(records_of(tmp_path / "kenal")) == 36 and "unknown_outlet" in text


def test_what_was_cut_or_damaged_costs_itself(source: Source, tmp_path: Path) -> None:
    data = bytearray(source.warc.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 50] = b"\0" * 50
    (tmp_path / "rusak.warc.gz").write_bytes(data[: len(data) - 100])
    text = reclean(
        str(tmp_path / "rusak.warc.gz"), "--out", str(tmp_path / "bersih"), "--piece", "0.05", code=1
    )
    found = records_of(tmp_path / "bersih")
    assert 30 <= len(found) < 36 and all(words(r) == words(source.records[i]) for i, r in found.items())
    assert "failed: damaged" in text


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["tidak-ada.warc.gz"], "no records there", 2),
        (["s3-salah://x/y.warc.gz"], "s3-salah", 2),
        ([], "give a SOURCE", 2),
        (["korpus.jsonl"], "which column", 2),
        (["korpus.jsonl", "--html-column", "salah"], "no column 'salah'; there are a", 2),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(
    arguments: list[str], said: str, code: int, tmp_path: Path
) -> None:
    (tmp_path / "korpus.jsonl").write_text('{"a": 1}\n')
    given = [str(tmp_path / one) if (tmp_path / one).exists() else one for one in arguments]
    text = reclean(*given, "--out", str(tmp_path / "bersih"), code=code)
    assert said in text and "Traceback" not in text and len(text.splitlines()) <= 3


def test_a_broken_parquet_file_is_one_clear_line(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    (tmp_path / "bukan.parquet").write_text("bukan")
    text = reclean(str(tmp_path / "bukan.parquet"), "--out", str(tmp_path / "bersih"), code=1)
    assert "bukan.parquet" in text and "Traceback" not in text and len(text.splitlines()) <= 3
