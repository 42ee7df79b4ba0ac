"""An export to Parquet beside what one would write oneself; whole processes, start-up in it.

python -m benchmarks.export [--articles 100000] [--size 1.0] [--part 20]

Articles as large as real ones (benchmarks/corpus.py; --size 0.35 makes half of that). The peers get one in --part of
the articles, for pandas keeps all in memory, and split nothing, count nothing and read no revisions.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import OUTLETS, write

_PANDAS = """
import sys, pandas
pandas.read_json(sys.argv[1], lines=True, convert_dates=False).to_parquet(sys.argv[2], compression="zstd")
"""
_DUCKDB = """
import sys, duckdb
duckdb.sql("set threads = 2")
duckdb.sql(f"copy (from read_json('{sys.argv[1]}')) to '{sys.argv[2]}' (format parquet, compression zstd)")
"""


class Took(NamedTuple):
    """Seconds by the clock, and of the processor; the most memory in MB."""

    clock: float
    processor: float
    memory: float


def measured(command: list[str]) -> Took:
    """What a command took, it and its processes together."""
    began = time.perf_counter()
    most = 0.0
    worked: dict[str, float] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True) as process:
        while process.poll() is None:
            worked |= (now := _processes(process.pid))[1]
            most = max(most, now[0])
            time.sleep(0.25)  # to ask more often slows what is measured
    if process.returncode:
        raise SystemExit(f"{command[:4]} ended with {process.returncode}")
    return Took(time.perf_counter() - began, sum(worked.values()), most)


def _processes(group: int) -> tuple[float, dict[str, float]]:
    """MB that the processes of a group hold, what they share counted once (Pss), and seconds that each has worked."""
    total = 0
    worked = {}
    for name in os.listdir("/proc"):
        with suppress(OSError, ValueError):
            if name.isdigit() and os.getpgid(int(name)) == group:
                fields = Path(f"/proc/{name}/stat").read_text("ascii").rpartition(")")[2].split()
                worked[name] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                rollup = Path(f"/proc/{name}/smaps_rollup").read_text("ascii")
                total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024, worked


def main() -> None:
    """Print articles a second, processor time and memory of each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--part", type=int, default=20)
    parser.add_argument("--corpus", type=Path, help="a folder that is written, or was by an earlier run")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = chosen.corpus or folder / "corpus"
        if not corpus.exists():
            write(corpus, chosen.articles, chosen.size)
        size = sum(path.stat().st_size for path in corpus.rglob("articles.jsonl"))
        print(f"{chosen.articles:,} articles of {size / chosen.articles / 1000:.1f} kB, {size / 1e6:,.0f} MB")
        ours = [sys.executable, "-m", "scraper.cli", "export", str(corpus), "--out", str(folder / "out")]
        _told("saring export", chosen.articles, measured(ours))
        part = folder / "part.jsonl"
        with (corpus / OUTLETS[0] / "articles.jsonl").open("rb") as file, part.open("wb") as out:
            count = sum(1 for line in islice(file, chosen.articles // chosen.part) if out.write(line))
        for who, code in (("pandas", _PANDAS), ("duckdb", _DUCKDB)):
            if find_spec(who) is None:
                print(f"{who} is not installed")
                continue
            command = [sys.executable, "-c", code, str(part), str(folder / f"{who}.parquet")]
            _told(who, count, measured(command))


def _told(who: str, count: int, took: Took) -> None:
    print(
        f"{who}: {count:,} articles in {took.clock:.1f} s ({count / took.clock:,.0f}/s), {took.processor:.1f} s of the "
        f"processor ({1e6 * took.processor / count:.0f} µs an article), at most {took.memory:,.0f} MB"
    )


if __name__ == "__main__":
    main()
