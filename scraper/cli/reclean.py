"""``saring reclean``: archives and corpora to clean records, here or on a cluster; and what new rules change."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from scraper.cli._shared import workers
from scraper.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.reclean.run import Options

ABOUT = "clean archives (WARC, WACZ), folders of HTML, and corpora (JSONL, CSV, Parquet) again, at any scale"
EXAMPLES = """  saring reclean output/archive/*.warc.gz --out cleaned
  saring reclean output/ledger.db --out cleaned --compare output
  saring reclean corpus.parquet --text-column content --out cleaned --known-only
  saring reclean s3://commoncrawl/crawl-data/CC-NEWS/2024/06/*.warc.gz --out cleaned --scheduler tcp://head:8786
  saring reclean --out cleaned --compare cleaned-before --report changes.html
"""


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add = command.add_argument
    add(
        "sources", nargs="*", metavar="SOURCE", help="WARC, WACZ, HTML, JSONL, CSV, Parquet, a "
        "folder, a pattern, an address (s3://, https://), a list of files (warc.paths.gz), or a "
        "ledger (ledger.db, postgresql://)",
    )  # fmt: skip
    add("--out", required=True, metavar="DIR", help="where <outlet>/articles.jsonl are written")
    add("--known-only", action="store_true", help="pass over pages of outlets without rules of their own")
    add("--html-column", metavar="NAME", help="the column of JSONL, CSV and Parquet that holds pages")
    add("--text-column", metavar="NAME", help="the column that holds text somebody took off a page")
    add("--url-column", metavar="NAME", help="the column that holds the address")
    workers(command)
    add(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help="a Dask cluster, whose workers reach SOURCE and DIR",
    )
    add("--seconds", type=float, default=20.0, help="that one record may take (default: %(default)g)")
    add(
        "--memory", type=int, default=600, metavar="MB", help="that a process may take (default: %(default)s)"
    )
    add(
        "--piece",
        type=float,
        metavar="MB",
        help="of a file, done at a time (default: 0.1 to 8, by the size of all)",
    )
    add("--compare", metavar="OLD", help="records of older rules (a folder or JSONL): says what changed")
    add("--report", metavar="FILE", help="the HTML page of --compare (default: DIR/changes.html)")


def run(chosen: argparse.Namespace) -> int:
    """Do it; 1 where records failed."""
    from pathlib import Path

    out = Path(chosen.out)
    if not chosen.sources and not chosen.compare:
        raise UsageError("give a SOURCE to clean, or --compare OLD", about="saring reclean")
    if chosen.workers < 1 or chosen.seconds <= 0 or (chosen.piece or 1) <= 0:
        raise UsageError("--workers, --seconds and --piece are above 0", about="saring reclean")
    if chosen.memory < 200:
        raise UsageError("a process needs 200 MB to begin with", about=f"--memory {chosen.memory}")
    failed = _clean(chosen, out) if chosen.sources else 0
    if chosen.compare:
        _compare(Path(chosen.compare), out, Path(chosen.report) if chosen.report else out / "changes.html")
    return 1 if failed else 0


def _options(chosen: argparse.Namespace) -> Options:
    from scraper.reclean.rows import Columns
    from scraper.reclean.run import Options

    return Options(
        columns=Columns(chosen.html_column, chosen.text_column, chosen.url_column), known_only=chosen.known_only,
        seconds=chosen.seconds, megabytes=chosen.memory,
        piece_bytes=int(chosen.piece * 2**20) if chosen.piece else None,
    )  # fmt: skip


def _clean(chosen: argparse.Namespace, out: Path) -> int:
    """How many records failed."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from scraper.reclean.run import executor_of, reclean
    from scraper.reclean.summary import show

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with (
        Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar,
        executor_of(chosen.scheduler, chosen.workers) as (executor, workers),
    ):
        task = bar.add_task("reclean", total=None)

        def told(done: int, total: int, records: int) -> None:
            bar.update(task, completed=done, total=total or None, description=f"reclean, {records:,} records")

        totals = reclean(chosen.sources, out, _options(chosen), executor, workers=workers, told=told)
    show(totals, out, Console())
    return sum(totals.failed.values())


def _compare(old: Path, new: Path, page: Path) -> None:
    from rich.console import Console

    from scraper.reclean.compare import compare
    from scraper.reclean.compare_page import write_page
    from scraper.reclean.summary import show_changes

    changes = compare(old, new)
    write_page(changes, page)
    show_changes(changes, page, Console())
