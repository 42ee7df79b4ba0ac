"""One archive in every form that `saring reclean` reads, and runs of the command in processes of their own."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.archive.read import Kept, read_range


@dataclass(frozen=True)
class Source:
    """What a crawl of the test newsroom kept, and the records that it emitted."""

    folder: Path
    records: dict[str, dict[str, Any]]

    @property
    def warc(self) -> Path:
        return next((self.folder / "archive").glob("*.warc.gz"))

    @property
    def articles(self) -> list[tuple[str, bytes]]:
        """Address and page of each article, further pages of split ones left out."""
        kept: dict[str, Kept] = {one.place: one for one in read_range(str(self.warc))}
        return [
            (record["url"], kept[record["archive"]].body)
            for record in self.records.values()
            if record["pages_expected"] == 1
        ]


def records_of(folder: Path) -> dict[str, dict[str, Any]]:
    """The records under a folder by id; a record that is there twice is a fault."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*/articles.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            assert record["id"] not in found
            found[record["id"]] = record
    return found


def words(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what the visit adds, and a source of rows cannot know."""
    visit = (
        "date_downloaded",
        "rights",
        "archive",
        "http_status",
        "etag",
        "last_modified",
        "amp_url",
        "field_sources",
    )
    return {name: value for name, value in record.items() if name not in visit}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "scraper.cli", "reclean", *arguments]


def reclean(*arguments: str, poison: Path | None = None, code: int = 0) -> str:
    """Run the command; what it printed. ``poison``: a folder whose sitecustomize.py its processes load."""
    done = subprocess.run(
        command(*arguments), env=environment(poison), capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def environment(poison: Path | None = None) -> dict[str, str]:
    env = {**os.environ, "COLUMNS": "120"}
    if poison:
        env["PYTHONPATH"] = str(poison)
    return env


def killed(seen: Callable[[], bool], *arguments: str) -> bool:
    """Run the command and SIGKILL it as soon as ``seen``; whether it was still running."""
    process = subprocess.Popen(command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not seen() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def until(what: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


# -- the forms ------------------------------------------------------------------------------------------------


def plain_warc(source: Source, folder: Path) -> str:
    import gzip

    path = folder / "polos.warc"
    path.write_bytes(gzip.decompress(source.warc.read_bytes()))
    return str(path)


def zstd_warc(source: Source, folder: Path) -> str:
    from scraper.crawl.inflate import zstd

    path = folder / "padat.warc.zst"
    path.write_bytes(zstd.compress(Path(plain_warc(source, folder)).read_bytes()))
    return str(path)


def wacz(source: Source, folder: Path) -> str:
    path = folder / "arsip.wacz"
    with zipfile.ZipFile(path, "w") as container:
        container.write(source.warc, f"archive/{source.warc.name}")
        container.writestr("datapackage.json", "{}")
    return str(path)


def pattern(source: Source, _: Path) -> str:
    return str(source.warc.parent / "*.warc.gz")


def address(source: Source, _: Path) -> str:
    return f"local://{source.warc}"


def paths_list(source: Source, folder: Path) -> str:
    """As Common Crawl lays out its files: a list of paths, of which those that lie beside it are read there."""
    import gzip

    (folder / source.warc.name).write_bytes(source.warc.read_bytes())
    path = folder / "warc.paths.gz"
    path.write_bytes(gzip.compress(f"crawl-data/CC-NEWS/2024/06/{source.warc.name}\n".encode()))
    return str(path)


def pages(source: Source, folder: Path) -> str:
    for number, (_, body) in enumerate(source.articles):
        (folder / f"{number:03}.html").write_bytes(body)
    return str(folder)


def json_lines(source: Source, folder: Path) -> str:
    rows = [{"alamat": url, "halaman": body.decode()} for url, body in source.articles]
    path = folder / "korpus.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return str(path)


def comma_separated(source: Source, folder: Path) -> str:
    path = folder / "korpus.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["alamat", "halaman"])
        rows.writerows((url, body.decode()) for url, body in source.articles)
    return str(path)


def parquet(source: Source, folder: Path) -> str:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "korpus.parquet"
    urls, bodies = zip(*source.articles, strict=True)
    table = pa.table({"alamat": list(urls), "halaman": [body.decode() for body in bodies]})
    pq.write_table(table, path, row_group_size=10)
    return str(path)
