"""``saring validate``: whether files hold records, and what is wrong in which line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scraper.cli._shared import many
from scraper.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from scraper.dataset.validate import Counts

ABOUT = "whether JSON Lines files hold valid records, each once: names file, line and field of what is wrong"
EXAMPLES = """\
  saring validate output/*/articles.jsonl
  saring validate --max-errors 0 articles.jsonl.zst > wrong.txt    all of it; the summary goes to standard error
  zcat old.jsonl.gz | saring validate -
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", help="JSON Lines: plain, gzip or zstd; - is standard input")
    add(
        "--max-errors",
        type=int,
        default=100,
        metavar="N",
        help="show that many faults and count the rest (default: 100; 0: show all)",
    )


def run(chosen: argparse.Namespace) -> int:
    """Say on standard output what is wrong, on standard error how much of it; 1 where anything is."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from scraper.cli._shared import harmless
    from scraper.dataset.validate import STDIN, Validator

    if chosen.max_errors < 0:
        raise UsageError("0 (all) or more", about=f"--max-errors {chosen.max_errors}")
    if chosen.files.count(STDIN) > 1:
        raise UsageError("standard input can be read once", about=STDIN)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    hidden = not sys.stderr.isatty()
    validator = Validator()
    counts = validator.counts
    sizes = {name: _size(name) for name in chosen.files}
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=hidden) as bar:
        task = bar.add_task("validate", total=sum(sizes.values()))
        before = 0
        for name in chosen.files:
            for finding in validator.check(name, _teller(bar.update, task, before, counts)):
                if not chosen.max_errors or counts.findings <= chosen.max_errors:
                    print(harmless(str(finding)))
            before += sizes[name]
    validator.close()
    if chosen.max_errors and counts.findings > chosen.max_errors:
        print(
            f"… and {counts.findings - chosen.max_errors:,} more (--max-errors 0 shows all)", file=sys.stderr
        )
    print(_summary(counts), file=sys.stderr)
    return 1 if counts.findings else 0


def _teller(update: Callable[..., None], task: int, before: int, counts: Counts) -> Callable[[int], None]:
    def told(done: int) -> None:
        update(task, completed=before + done, description=f"validate, {counts.records:,} records")

    return told


def _summary(counts: Counts) -> str:
    versions = ", ".join(f"{count:,} of schema {version}" for version, count in sorted(counts.valid.items()))
    valid = f"{counts.valid.total():,} valid{f' ({versions})' if versions else ''}"
    read = f"{many(counts.files, 'file')}, {many(counts.records, 'record')}"
    return f"{read}: {valid}, {counts.invalid:,} not; {many(counts.findings, 'fault')}"


def _size(name: str) -> int:
    from pathlib import Path

    path = Path(name)
    return path.stat().st_size if path.is_file() else 0
