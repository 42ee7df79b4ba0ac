"""``saring export``: the data set for who comes after, in one folder, with its datasheet and sums."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from scraper.cli._shared import many, workers
from scraper.errors import UsageError

if TYPE_CHECKING:
    from scraper.dataset.export import Exported, Options, Told
    from scraper.dataset.part import Choice

ABOUT = "the newest revision of every article as JSON Lines, Parquet, CSV, SQLite or a Hugging Face data set"
EXAMPLES = """  saring export --out corpus                                   output/*/articles.jsonl as Parquet
  saring export --out politik --section politik --since 2024-06-01 --until 2024-06-30
  saring export output archive/2023.jsonl.zst --out corpus --format hf --copies --only-allowed
  saring export output/ledger.db --out table --format csv --split none --since 7d
  (cd corpus && sha256sum --check SHA256SUMS)
"""
_FORMS = ("parquet", "hf", "jsonl", "jsonl.gz", "jsonl.zst", "csv", "sqlite")
_SHOWN = 20  # faults; the others are counted


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add = command.add_argument
    add(
        "--out",
        required=True,
        metavar="DIR",
        help="the folder that is made; an earlier export in it is replaced",
    )
    add(
        "--format",
        choices=_FORMS,
        default="parquet",
        help="default: parquet; hf is Parquet with a data set card",
    )
    add(
        "--split",
        metavar="NAMES",
        help="a file for each outlet, month, both (outlet,month: the default) or none",
    )
    choosing(command)
    add("--copies", action="store_true", help="look for the same text in several articles (copy_group, copy_overlap, "
        "first_seen; docs/dataset.md)")  # fmt: skip
    workers(command)


def choosing(command: argparse.ArgumentParser) -> None:
    """Add the arguments that say of which articles."""
    add = command.add_argument
    add("sources", nargs="*", metavar="SOURCE", help="folders with articles.jsonl, FILE.jsonl (.gz, .zst), "
        "FILE.parquet, a store or a ledger (FILE.db, postgresql://…); default: output")  # fmt: skip
    add(
        "--since",
        metavar="TIME",
        help="published then or later: 2024-06-01, 2024-06-01T12:00, or 2d, 6h ago (Jakarta)",
    )
    add("--until", metavar="TIME", help="published then or before; a day is in it as a whole")
    add("--outlet", action="append", default=[], metavar="NAME", help="only this outlet; may be repeated")
    add("--section", action="append", default=[], metavar="NAME", help="only this section; may be repeated")
    add(
        "--lang", action="append", default=[], metavar="CODE", help="only this language (id); may be repeated"
    )
    add("--min-words", type=int, default=0, metavar="N", help="only articles of so many words")
    add(
        "--only-allowed",
        action="store_true",
        help="only what reserves no rights: no noai, noindex, TDM reservation …",
    )


def run(chosen: argparse.Namespace) -> int:
    """Do it; 1 where something could not be read."""
    from pathlib import Path

    from scraper.dataset.export import export

    if chosen.workers < 1:
        raise UsageError("is at least 1", about=f"--workers {chosen.workers}")
    options = _options(chosen)
    with progress() as told:
        done = export(chosen.sources or ["output"], Path(chosen.out), options, told)
    said = f"{many(done.counts.articles, 'article')} in {many(done.files, 'file')} of {chosen.out}"
    if done.counts.left_out:
        said += f", {done.counts.left_out:,} not asked for"
    if options.copies:
        said += f"; {done.copies:,} cop{'y' if done.copies == 1 else 'ies'} in {many(done.groups, 'group')}"
    print(said)
    return told_faults(done)


def told_faults(done: Exported) -> int:
    """Say what could not be read; the exit code."""
    from scraper.cli._shared import complain
    from scraper.errors import SaringError

    for fault in done.faults[:_SHOWN]:
        complain(SaringError(str(fault), reason="unreadable"))
    if len(done.faults) > _SHOWN:
        more = f"{len(done.faults) - _SHOWN:,} more lines or files; datasheet.md has the number"
        complain(SaringError(more, reason="unreadable"))
    return 1 if done.faults else 0


def choice_of(chosen: argparse.Namespace) -> Choice:
    """The choice that the arguments of choosing() make. Raises UsageError."""
    from datetime import UTC, datetime

    from scraper.crawl.window import Window
    from scraper.dataset.part import Choice
    from scraper.dataset.wanted import Wanted

    try:
        window = Window.parse(chosen.since, chosen.until, datetime.now(UTC))
    except UsageError as error:
        raise UsageError(error.message, about=error.about.replace("-a ", "--")) from None
    wanted = Wanted(
        outlets=tuple(chosen.outlet), sections=tuple(chosen.section), languages=tuple(chosen.lang),
        min_words=chosen.min_words, only_allowed=chosen.only_allowed,
    )  # fmt: skip
    return Choice(wanted, window)


def progress() -> _Bar:
    """A progress bar on standard error, where somebody looks."""
    return _Bar()


class _Bar:
    def __enter__(self) -> Told:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
        )
        self._bar = Progress(
            *columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
        )
        self._bar.start()
        tasks = {}

        def told(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = self._bar.add_task(step)
            self._bar.update(tasks[step], completed=done, total=total or None)

        return told

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _options(chosen: argparse.Namespace) -> Options:
    from scraper.dataset.export import Options

    names = (chosen.split or "outlet,month").split(",")
    if chosen.split and chosen.format == "sqlite":
        raise UsageError("a SQLite file is one file", about=f"--split {chosen.split}")
    if names != ["none"] and not set(names) <= {"outlet", "month"}:
        raise UsageError("is outlet, month, outlet,month or none", about=f"--split {chosen.split}")
    split = () if names == ["none"] else tuple(names)
    return Options(chosen.format, split, choice_of(chosen), chosen.copies, chosen.workers, _asked(chosen))


def _asked(chosen: argparse.Namespace) -> str:
    """The choice in words, as the command had it."""
    words = [f"--{name} {value}" for name in ("since", "until") if (value := getattr(chosen, name))]
    words += [
        f"--{name} {value}" for name in ("outlet", "section", "lang") for value in getattr(chosen, name)
    ]
    words += [f"--min-words {chosen.min_words}"] if chosen.min_words else []
    return " ".join([*words, *(["--only-allowed"] if chosen.only_allowed else [])])
