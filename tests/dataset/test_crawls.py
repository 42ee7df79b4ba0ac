"""Whole crawls into stores and feeds: what they hold is articles.jsonl, line by line."""

from __future__ import annotations

import json
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from scraper.article import json_line
from scraper.dataset import open_store
from scraper.dataset.jsonl import JsonlWriter, Packing
from scraper.errors import UsageError
from scraper.extensions.feeds import check_feeds
from scraper.newsroom import Newsroom
from tests.crawl.sites import Run, crawl
from tests.faults.run import start
from tests.faults.site import FaultyNewsroom

from .invented import article

BUCKET = "berita"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "s.db") if request.param == "sqlite" else str(request.getfixturevalue("postgres")())


def held(name: str) -> list[str]:
    """All revisions, in the order of ids."""
    opened = open_store(name)
    ids = sorted(record["id"] for record in opened.newest())
    lines = [json_line(each) for i in ids for each in opened.revisions(i)]
    opened.close()
    return lines


def written(out: Path) -> list[str]:
    """articles.jsonl, in the order of ids."""
    path = out / "genpi" / "articles.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return sorted(lines, key=lambda line: str(json.loads(line)["id"]))


def test_a_crawl_with_a_store(store: str, tmp_path: Path) -> None:
    with Newsroom() as site:
        run = crawl(site.origin, tmp_path, "-a", "limit=12")
        assert run.exit_code == 0 and len(run.articles) == 12
        run = crawl(site.origin, tmp_path, "-s", f"STORE={store}")
        assert run.exit_code == 0 and len(run.articles) == 36
    assert held(store) == written(tmp_path), "with what an earlier crawl without a store had found"


@pytest.mark.slow
def test_kill_9(store: str, tmp_path: Path) -> None:
    moments = random.Random(7)
    with FaultyNewsroom([], good=90) as site:
        for n in range(5):
            began = len(site.log)
            process = start(site.origin, tmp_path, "-s", f"STORE={store}", delay=0.04)
            until = time.monotonic() + 60
            while len(site.log) - began < 8 + 2 * n and process.poll() is None and time.monotonic() < until:
                time.sleep(0.002)
            time.sleep(moments.random() * 0.3)
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL, "it was over before it was killed"
            already = set(held(store))
            assert already <= set(written(tmp_path)), "the store never runs ahead of the file"
        run = crawl(site.origin, tmp_path, "-s", f"STORE={store}", "-s", "LEASE_SECONDS=20")
    assert run.exit_code == 0 and len(run.articles) == 90
    assert held(store) == written(tmp_path)


def test_a_store_that_cannot_be_opened_stops_the_crawl_before_it_asks_for_anything(tmp_path: Path) -> None:
    (tmp_path / "lain.db").write_text("bukan basis data\n" * 100)
    with Newsroom() as site:
        run = crawl(site.origin, tmp_path, "-s", f"STORE={tmp_path / 'lain.db'}")
        assert run.exit_code == 1 and "lain.db: not a SQLite file [store]" in run.log
        assert "Traceback" not in run.log and site.log == []
        run = crawl(site.origin, tmp_path, "-s", "STORE=articles.jsonl")
        assert run.exit_code == 2 and "STORE takes 1" in run.log


def test_a_store_that_takes_nothing_is_told_and_caught_up_with(tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    open_store(str(store), write=True).close()
    with closing(sqlite3.connect(store)) as db:
        db.execute(
            "CREATE TRIGGER t BEFORE INSERT ON articles BEGIN SELECT RAISE(ABORT, 'nothing today'); END"
        )
    with Newsroom() as site:
        run = crawl(site.origin, tmp_path, "-s", f"STORE={store}", "-a", "limit=8")
        assert run.exit_code == 1 and len(run.articles) == 8 and held(str(store)) == []
        said = "the store is behind, and is brought up to date by the next crawl"
        assert any(said in problem and "nothing today" in problem for problem in run.summary["problems"])
        with closing(sqlite3.connect(store)) as db:
            db.execute("DROP TRIGGER t")
        assert crawl(site.origin, tmp_path, "-s", f"STORE={store}", "-a", "limit=2").exit_code == 0
    assert held(str(store)) == written(tmp_path)


def test_feeds(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="no Parquet: pip install 'saring[parquet]'")
    names = ["f.parquet", "f.jsonl.gz", "f.jsonl.zst"]
    with Newsroom() as site:
        run = crawl(site.origin, tmp_path, *(a for name in names for a in ("-O", str(tmp_path / name))))
        assert run.exit_code == 0
        for name in names:
            assert held(str(tmp_path / name)) == written(tmp_path), name
        run = crawl(site.origin, tmp_path, "-o", str(tmp_path / "f.parquet"))
        assert run.exit_code == 2 and "nothing can be appended to Parquet" in run.log
    for feeds, why in (
        ({"f.csv.gz": {"format": "gz"}}, "packed feeds are JSON Lines"),
        ({f"file://{tmp_path}/f.parquet": {"format": "parquet"}}, "nothing can be appended"),
    ):
        with pytest.raises(UsageError, match=why):
            check_feeds(feeds)


@pytest.mark.parametrize("packing", ["", "gzip", "zstd"])
def test_lines_can_be_appended_to(tmp_path: Path, packing: Packing) -> None:
    path = tmp_path / "a.jsonl"
    for name in "ab":
        with path.open("ab") as file:
            writer = JsonlWriter(file, packing)
            writer.write(article(name).to_dict())
            writer.close()
    assert held(str(path)) == [article("a").to_json(), article("b").to_json()]


@contextmanager
def serving(*command: str, port: int) -> Iterator[str]:
    """A server in a process of its own, once it answers."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        origin = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                try:
                    with socket.create_connection(("127.0.0.1", port), 0.1):
                        break
                except OSError:
                    time.sleep(0.05)
            yield origin
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.slow
def test_a_feed_in_s3(tmp_path: Path) -> None:
    boto3 = pytest.importorskip("boto3", reason="no S3: pip install 'saring[s3]'")
    pytest.importorskip("moto.server", reason="no S3 server: pip install 'moto[server,s3]'")
    pytest.importorskip("pyarrow", reason="no Parquet: pip install 'saring[parquet]'")
    port = free_port()
    command = (sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    key = {"AWS_ACCESS_KEY_ID": "kunci", "AWS_SECRET_ACCESS_KEY": "rahasia", "AWS_REGION_NAME": "us-east-1"}
    with serving(*command, port=port) as server, Newsroom() as site:
        client = boto3.client(
            "s3", endpoint_url=server, aws_access_key_id="kunci", aws_secret_access_key="rahasia",
            region_name="us-east-1",
        )  # fmt: skip
        client.create_bucket(Bucket=BUCKET)
        settings = [f"{name}={value}" for name, value in {**key, "AWS_ENDPOINT_URL": server}.items()]
        given = [a for setting in settings for a in ("-s", setting)]
        names = ("genpi/a.parquet", "genpi/a.jsonl.zst")
        run = crawl(
            site.origin, tmp_path, *given, *(a for name in names for a in ("-O", f"s3://{BUCKET}/{name}"))
        )
        assert run.exit_code == 0, run.log
        for name in names:
            copy = tmp_path / Path(name).name
            client.download_file(BUCKET, name, str(copy))
            assert held(str(copy)) == written(tmp_path)
        run = crawl(site.origin, tmp_path, *given, "-O", "s3://tidak-ada/a.jsonl", "-a", "limit=1")
        assert run.exit_code == 1 and "a feed was not stored" in run.log


@pytest.mark.slow
def test_a_feed_in_gcs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("google.cloud.storage", reason="no GCS: pip install 'saring[gcs]'")
    pytest.importorskip("gcp_storage_emulator", reason="no GCS server: pip install gcp-storage-emulator")
    port = free_port()
    code = "from gcp_storage_emulator.__main__ import main; main(['start', '--host', '127.0.0.1', '--port', '{}', "
    code = code.format(port) + f"'--in-memory', '--default-bucket', '{BUCKET}'])"
    with serving(sys.executable, "-c", code, port=port) as server, Newsroom() as site:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", server)
        run: Run = crawl(
            site.origin, tmp_path, "-s", "GCS_PROJECT_ID=uji", "-O", f"gs://{BUCKET}/genpi/a.jsonl.gz"
        )
        assert run.exit_code == 0, run.log
        name = f"{server}/download/storage/v1/b/{BUCKET}/o/genpi%2Fa.jsonl.gz?alt=media"
        with urllib.request.urlopen(name) as answer:
            (tmp_path / "a.jsonl.gz").write_bytes(answer.read())
    assert held(str(tmp_path / "a.jsonl.gz")) == written(tmp_path)
