"""How long a cold start takes: ``python benchmarks/startup.py [ROUNDS]`` prints wall and CPU seconds, median and worst.

The crawl of one page asks a local newsroom, with every promise kept: a second lies between robots.txt and the page.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scraper.newsroom import Newsroom
from scraper.schedule.runner import environment

ROOT = Path(__file__).resolve().parent.parent
SARING = [sys.executable, "-m", "scraper.cli"]


def once(command: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a command that must go well."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=environment(), capture_output=True, check=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(rounds: int) -> None:
    """Run each command in turn, ``rounds`` times."""
    with Newsroom() as site, tempfile.TemporaryDirectory() as folder:
        found: dict[str, list[tuple[float, float]]] = {}
        for number in range(rounds):
            page = site.origin + site.articles[0].path
            crawl = [sys.executable, "-m", "scrapy", "crawl", "genpi", "-a", f"origin={site.origin}"]
            commands = {
                "saring --help": [*SARING, "--help"],
                "saring extract PAGE": [*SARING, "extract", str(ROOT / "fixtures" / "genpi" / "amp.html")],
                "scrapy crawl genpi -a url=": [
                    *crawl,
                    "-a",
                    f"url={page}",
                    "-s",
                    f"OUTPUT_DIR={folder}/{number}",
                ],
            }
            for name, command in commands.items():
                found.setdefault(name, []).append(once(command))
    for name, times in found.items():
        walls, cpus = zip(*times, strict=True)
        shown = f"wall {statistics.median(walls):.2f} (worst {max(walls):.2f})"
        print(f"{name:28} {shown}, CPU {statistics.median(cpus):.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
