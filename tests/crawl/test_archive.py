"""ARCHIVE: what a crawl keeps is valid WARC 1.1 for two readers, pointed at by the ledger, killed or not."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastReader
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from scraper.archive.capture import Capture, Earlier
from scraper.archive.keep import place_of
from scraper.archive.read import read_at, read_range
from scraper.archive.recover import recover, whole_members
from scraper.archive.write import OPEN, Archive
from scraper.demo import crawl_command
from scraper.newsroom import Newsroom

from .sites import Page, Run, Stub, crawl

PAGE = "<html><head><title>Judul</title></head><body><p>Isi.</p></body></html>"


def capture(url: str = "https://contoh.example/a", body: bytes = PAGE.encode(), **more: Any) -> Capture:
    known: dict[str, Any] = {
        "request_headers": [("Host", "contoh.example")], "status": 200, "headers": [("Content-Type", "text/html")],
    }  # fmt: skip
    return Capture(url=url, body=body, **(known | more))


def files(folder: Path) -> list[str]:
    return sorted(map(str, folder.glob("*.warc.gz")))


def check(paths: list[str]) -> None:
    """warcio's own check, and every digest by fastwarc."""

    class Given:
        inputs = paths
        verbose = False

    checker = Checker(Given)
    for path in paths:
        checker.process_one(path)
    assert paths and checker.exit_value == 0
    for path in paths:
        for record in FastReader(path, parse_http=False):
            if "WARC-Block-Digest" in record.headers:
                assert record.verify_block_digest(), (path, record.headers)


def records(paths: list[str]) -> list[tuple[str, dict[str, str], bytes]]:
    found = []
    for path in paths:
        with open(path, "rb") as file:
            for record in ArchiveIterator(file):
                names = [name for name, _ in record.rec_headers.headers]
                assert len(names) == len(set(names)), names
                found.append(
                    (record.rec_type, dict(record.rec_headers.headers), record.content_stream().read())
                )
                assert record.rec_headers.protocol == "WARC/1.1"
    return found


def test_a_file_begins_with_warcinfo_and_pairs_requests_with_responses(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "uji", {"software": "uji"})
    place = archive.write(capture())
    archive.close()
    (info, _, _), (response, head, body), (request, asked, _) = records(files(tmp_path))
    assert (info, response, request) == ("warcinfo", "response", "request")
    assert asked["WARC-Concurrent-To"] == head["WARC-Record-ID"]
    assert body == PAGE.encode() and head["WARC-Payload-Digest"] == place.digest
    check(files(tmp_path))
    assert not list(tmp_path.glob(f"*{OPEN}"))


def test_the_same_payload_again_is_a_revisit_record(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "uji", {})
    first = archive.write(capture())
    again = archive.write(
        capture("https://contoh.example/b"), Earlier("https://contoh.example/a", first.date, first.digest)
    )
    unchanged = archive.write(
        capture(status=304, body=b""), Earlier("https://contoh.example/a", first.date, first.digest)
    )
    archive.close()
    kept = [head for kind, head, _ in records(files(tmp_path)) if kind == "revisit"]
    assert unchanged.digest == first.digest == kept[1]["WARC-Payload-Digest"]
    assert kept[1]["WARC-Profile"].endswith("server-not-modified")
    assert again.kind == "revisit"
    assert kept[0]["WARC-Refers-To-Target-URI"] == "https://contoh.example/a"
    assert kept[0]["WARC-Payload-Digest"] == first.digest
    check(files(tmp_path))


def test_files_rotate(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "uji", {}, limit=3000)
    places = [archive.write(capture(body=os.urandom(1500))) for _ in range(5)]
    archive.close()
    assert len(files(tmp_path)) == len({place.file for place in places}) > 1
    check(files(tmp_path))


def test_headers_are_true_for_the_bytes_and_stay_on_their_line(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "uji", {})
    sent = [("Transfer-Encoding", "chunked"), ("Content-Length", "99999"), ("X-Odd", "a\r\nInjected: b")]
    archive.write(capture(headers=sent))
    archive.close()
    head = next(iter(read_range(files(tmp_path)[0]))).headers
    assert head["content-length"] == str(len(PAGE.encode()))
    assert head["x-crawler-transfer-encoding"] == "chunked" and "transfer-encoding" not in head
    assert "injected" not in head


@pytest.mark.parametrize("lost", [1, 40, 300])
def test_recovery_cuts_a_torn_end_and_nothing_else(tmp_path: Path, lost: int) -> None:
    archive = Archive(tmp_path, "uji", {})
    places = [archive.write(capture(f"https://contoh.example/{n}")) for n in range(3)]
    path = Path(files(tmp_path)[0])
    whole = path.read_bytes()
    assert recover(tmp_path) == []  # its process lives
    archive._mark.close()  # as when the process is killed: the lock goes, the files stay
    path.write_bytes(whole[:-lost])
    assert recover(tmp_path) == [path]
    assert whole.startswith(path.read_bytes()) and whole_members(path) == path.stat().st_size
    check([str(path)])
    assert [kept.url for kept in read_at(str(path), [places[0].offset])] == ["https://contoh.example/0"]
    assert not list(tmp_path.glob(f"*{OPEN}"))


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("", None), ("0", None), ("1", ("output/archive", "")), ("kept", ("kept", "")),
     ("s3://bucket/a/", ("output/archive/sending", "s3://bucket/a"))],
)  # fmt: skip
def test_what_the_setting_means(setting: str, expected: tuple[str, str] | None) -> None:
    found = place_of(setting, Path("output"))
    assert (found and (str(found[0]), found[1])) == expected


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path, list[str]]:
    out = tmp_path_factory.mktemp("kept")
    with Newsroom() as site:
        run = crawl(site.origin, out, "-s", "ARCHIVE=1")
        asked = [f"{site.origin}{visit.target}" for visit in site.log]
        crawl(site.origin, out, "-s", "ARCHIVE=1")
    return run, out, asked


def test_a_crawl_keeps_every_response(kept: tuple[Run, Path, list[str]]) -> None:
    run, out, asked = kept
    assert run.exit_code == 0, run.log
    check(files(out / "archive"))
    first = [
        head["WARC-Target-URI"]
        for kind, head, _ in records(files(out / "archive")[:1])
        if kind in ("response", "revisit")  # every page that is not there has the same body
    ]
    assert Counter(first) == Counter(asked)
    assert any(url.endswith("/robots.txt") for url in first) and any("sitemap" in url for url in first)


def test_the_second_crawl_keeps_revisits(kept: tuple[Run, Path, list[str]]) -> None:
    _, out, _ = kept
    kinds = Counter(kind for kind, _, _ in records(files(out / "archive")[1:]))
    assert kinds["revisit"] > 36 and not kinds["response"]


def test_ledger_and_records_point_at_the_bytes(kept: tuple[Run, Path, list[str]]) -> None:
    run, out, _ = kept
    with sqlite3.connect(out / "ledger.db") as ledger:
        rows = ledger.execute("select url, folder, file, offset, kind from captures").fetchall()
    assert len(rows) == sum(
        1 for kind, _, _ in records(files(out / "archive")) if kind in ("response", "revisit")
    )
    for url, folder, file, offset, _ in rows:
        (found,) = read_at(f"{folder}/{file}", [offset])
        assert found.url == url
    for article in run.articles:
        file, _, offset = article["archive"].partition("#")
        (found,) = read_at(str(out / "archive" / file), [int(offset)])
        assert found.url in (article["amp_url"], article["url"])
        assert hashlib.sha256(found.body).hexdigest() == article["content_sha256"]


@pytest.mark.parametrize("fast", ["0", "1"])
def test_what_was_cut_is_marked(fast: str, stub: Stub, tmp_path: Path) -> None:
    big = Page(b"<html>" + b"x" * 300_000, headers={})
    cut = Page(PAGE, headers={"Content-Length": "5000"})
    stub.pages = {"/robots.txt": Page("", 404), "/berita/1/besar": big, "/berita/2/putus": cut}
    urls = ",".join(f"{stub.origin}{path}" for path in list(stub.pages)[1:])
    crawl(stub.origin, tmp_path, "-a", f"url={urls}", "-s", "ARCHIVE=1", "-s", "DOWNLOAD_MAXSIZE=100000",
          "-s", "RETRY_MAX_TRIES=1", "-s", "DOWNLOAD_TIMEOUT=3", "-s", f"FAST={fast}")  # fmt: skip
    check(files(tmp_path / "archive"))
    marks = {
        head["WARC-Target-URI"].rsplit("/", 1)[-1]: head.get("WARC-Truncated")
        for kind, head, _ in records(files(tmp_path / "archive")) if kind == "response"
    }  # fmt: skip
    assert marks["besar"] == "length"
    assert marks["putus"] in ("disconnect", "time")
    assert marks["robots.txt"] is None


def test_a_killed_crawl_leaves_files_that_can_be_read(tmp_path: Path) -> None:
    with Newsroom() as site:
        command, environment = crawl_command(
            site.origin, tmp_path / "genpi", "-s", "ARCHIVE=1", "-s", "DOWNLOAD_DELAY=0.05"
        )
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while len(site.log) < 25 and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        left = files(tmp_path / "archive")
        assert len(records(left)) > 20  # before anything recovers it
        run = crawl(site.origin, tmp_path, "-s", "ARCHIVE=1")
    assert run.exit_code == 0 and len({a["id"] for a in run.articles}) == 36
    check(files(tmp_path / "archive"))
    assert len(files(tmp_path / "archive")) == 2 and not list((tmp_path / "archive").glob(f"*{OPEN}"))
    for article in run.articles:
        assert article["archive"]
