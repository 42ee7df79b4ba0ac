"""`saring reclean` beside the same loop around trafilatura, over real pages in WARC files; 2 cores.

python benchmarks/reclean.py speed [--rounds 3] [--copies 5]   pages/s of ours with 1 and 2 workers, and of the loop
python benchmarks/reclean.py parts [--rounds 5]                 the share that reading and writing takes
python benchmarks/reclean.py memory [--records 1000 100000]     the largest worker at so many records
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import median

from scraper.archive.capture import Capture
from scraper.archive.read import read_range
from scraper.archive.write import Archive
from scraper.reclean.clean import clean
from scraper.reclean.items import items_of
from scraper.reclean.lines import line_of
from scraper.reclean.piece import Piece
from scraper.reclean.rows import Columns


def real_pages(folder: Path) -> list[tuple[str, bytes]]:
    """Address and bytes of the article pages of a folder with a manifest."""
    found = []
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        if page["kind"] == "article" and ".html" in page["file"]:
            found.append((page["url"], gzip.decompress((folder.parent / page["file"]).read_bytes())))
    return found


def write(pages: list[tuple[str, bytes]], folder: Path, records: int) -> list[str]:
    """A WARC file of so many records, the pages over and over, each at an address of its own."""
    archive = Archive(folder, "ukur", {})
    for number in range(records):
        url, body = pages[number % len(pages)]
        mark = "&" if "?" in url else "?"
        headers = [("Content-Type", "text/html")]
        own = f"{url}{mark}utm_id={number // len(pages)}"
        archive.write(Capture(url=own, request_headers=[], status=200, headers=headers, body=body))
    archive.close()
    return sorted(map(str, folder.glob("*.warc.gz")))


_LOOP = """
import json, sys, trafilatura
from scraper.archive.read import read_range
out = open(sys.argv[1], "w")
for path in sys.argv[2:]:
    for kept in read_range(path):
        if kept.kind == "response":
            made = trafilatura.bare_extraction(kept.body, url=kept.url, with_metadata=True)
            out.write(json.dumps(made.as_dict() if made else None, default=str) + "\\n")
"""


def loop(files: list[str], out: Path) -> list[str]:
    """The command of the peer's loop: one process, the same reader."""
    return [sys.executable, "-c", _LOOP, str(out / "loop.jsonl"), *files]


def ours(files: list[str], out: Path, workers: int, *more: str) -> list[str]:
    """The command of ours."""
    words = [
        sys.executable,
        "-m",
        "scraper.cli",
        "reclean",
        *files,
        "--out",
        str(out),
        "--workers",
        str(workers),
    ]
    return [*words, *more]


def timed(command: list[str]) -> float:
    """Wall seconds of a command."""
    began = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def speed(pages: list[tuple[str, bytes]], rounds: int, copies: int) -> None:
    """One after the other, in turn; start-up is in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records = copies * len(pages)
        files = write(pages, folder / "warc", records)
        seconds: dict[str, list[float]] = {
            "ours, 1 worker": [],
            "ours, 2 workers": [],
            "trafilatura's loop": [],
        }
        for n in range(rounds):
            seconds["ours, 1 worker"].append(timed(ours(files, folder / f"one{n}", 1)))
            seconds["ours, 2 workers"].append(timed(ours(files, folder / f"two{n}", 2)))
            seconds["trafilatura's loop"].append(timed(loop(files, folder)))
        for who, took in seconds.items():
            print(
                f"{who}: {records / median(took):.1f} pages/s (of {rounds} rounds: {_spread(took, records)})"
            )
        one, two, other = (seconds[who] for who in seconds)
        print(f"ours / the loop, one process each: {_ratio(other, one)}")
        print(f"two workers / one: {_ratio(one, two)}")


def _spread(took: list[float], records: int) -> str:
    return f"{records / max(took):.1f} to {records / min(took):.1f}"


def _ratio(over: list[float], under: list[float]) -> str:
    each = sorted(a / b for a, b in zip(over, under, strict=True))
    return f"{median(each):.2f} ({each[0]:.2f} to {each[-1]:.2f})"


def parts(pages: list[tuple[str, bytes]], rounds: int) -> None:
    """In this process: reading alone, then all of a worker's work; CPU seconds."""
    with tempfile.TemporaryDirectory() as name:
        (path,) = write(pages, Path(name), len(pages))
        shares = []
        for _ in range(rounds + 1):
            began = time.process_time()
            for _kept in read_range(path):
                pass
            read = time.process_time() - began
            written = spent = 0.0
            with open(os.devnull, "wb", buffering=0) as out:
                began = time.process_time()
                for item in items_of(Piece("warc", path), Columns()):
                    outcome = clean(item)
                    before = time.process_time()
                    out.write(line_of(outcome, item))
                    written += time.process_time() - before
                spent = time.process_time() - began
            shares.append(((read + written) / spent, read / spent, written / spent, spent / len(pages)))
        of_all, reading, writing, each = (median(share) for share in zip(*shares[1:], strict=True))
        print(f"reading and writing: {of_all:.1%} of the time (reading {reading:.1%}, writing {writing:.1%})")
        print(f"a page: {1000 * each:.2f} ms CPU")


def memory(pages: list[tuple[str, bytes]], counts: list[int]) -> None:
    """The largest process under the command, looked at twice a second."""
    with tempfile.TemporaryDirectory() as name:
        for records in counts:
            folder = Path(name, str(records))
            files = write(pages, folder / "warc", records)
            process = subprocess.Popen(
                ours(files, folder / "out", 2), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            worker = main = 0
            began = time.perf_counter()
            while process.poll() is None:
                main = max(main, _peak(process.pid))
                worker = max([worker, *map(_peak, _children(process.pid))])
                time.sleep(0.5)
            took = time.perf_counter() - began
            print(
                f"{records:,} records in {took:.0f} s: largest worker {worker} MB, main {main} MB",
                flush=True,
            )


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            yield from map(int, task.read_text().split())
        except OSError:
            continue


def _peak(pid: int) -> int:
    try:
        told = Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2]
    except OSError:
        return 0
    return int(told.split()[0]) // 1024 if told else 0


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("speed", "parts", "memory"))
    parser.add_argument("--pages", type=Path, default=Path(__file__).parents[2] / "shared" / "pages")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=5)
    parser.add_argument("--records", type=int, nargs="+", default=[1000, 100_000])
    given = parser.parse_args()
    pages = real_pages(given.pages)
    names = ("saring", "lxml", "trafilatura", "fastwarc")
    print(
        f"{len(pages)} pages; {', '.join(f'{name} {version(name)}' for name in names)}; load {os.getloadavg()[0]:.1f}"
    )
    if given.what == "speed":
        speed(pages, given.rounds, given.copies)
    elif given.what == "parts":
        parts(pages, given.rounds)
    else:
        memory(pages, given.records)


if __name__ == "__main__":
    main()
