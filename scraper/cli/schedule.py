"""``saring schedule``: what would run when, and runs of what is due."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.cli._shared import PIPED_WIDTH
from scraper.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from scraper.schedule.plan import Plan
    from scraper.schedule.runner import Done

ABOUT = "which outlet is due when, and runs of those that are"
EXAMPLES = """\
  saring schedule --check                          every outlet: when, and why
  saring schedule --check --outlet genpi --json    one JSON object a line, with its sources
  saring schedule --run --jobs 4                   crawl what is due; for a timer or cron (docs/schedule.md)
  saring schedule --run --outlet genpi -s CONTACT=you@example.org

exit codes of --run: the worst of its crawls; an outlet that another run holds is left out and counts as well
"""


def arguments(command: argparse.ArgumentParser) -> None:
    """Add what to do, of which outlets, and with which settings."""
    what = command.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="say what would run when (the default)")
    what.add_argument("--run", action="store_true", dest="go", help="crawl what is due, then end")
    add = command.add_argument
    add("--outlet", action="append", default=[], metavar="NAME", help="this one only; may be repeated (default: all of "
        "`scrapy list`)")  # fmt: skip
    add("--jobs", type=_count, default=2, metavar="N", help="so many outlets at a time (default: 2)")
    add("--json", action="store_true", help="one JSON object a line")
    add("--out", type=Path, metavar="DIR", help="the crawls' OUTPUT_DIR (default: output)")
    add(
        "-s",
        action="append",
        default=[],
        dest="settings",
        metavar="NAME=VALUE",
        help="a setting, as of scrapy crawl",
    )
    add("--origin", metavar="URL", help="crawl this copy instead of the site, as -a origin= does")


def run(chosen: argparse.Namespace) -> int:
    """Print the plan, or run what is due."""
    from contextlib import closing

    from scraper.ledger import Ledger
    from scraper.ledger.store import default_dsn
    from scraper.outlets import by_name, catalogue
    from scraper.schedule.plan import plan_of

    outlets = [by_name(name) for name in dict.fromkeys(chosen.outlet)] or list(catalogue().values())
    settings = _settings(chosen.settings)
    out = (chosen.out or Path(settings("OUTPUT_DIR"))).resolve()
    out.mkdir(parents=True, exist_ok=True)
    with closing(Ledger(settings("LEDGER_DSN") or default_dsn(out))) as ledger:
        now = ledger.clock()
        plans = plan_of(ledger, outlets, _bounds(settings), now)
    if chosen.go:
        return _run(chosen, plans, out, now)
    _print_json(plans, now) if chosen.json else _print_table(plans, now)
    return 0


def _run(chosen: argparse.Namespace, plans: Sequence[Plan], out: Path, now: float) -> int:
    from scraper.schedule.runner import run_all

    due = [plan.outlet for plan in plans if plan.due(now)]
    for plan in plans:
        if plan.held and plan.when is not None and plan.when <= now:
            print(f"{plan.outlet}: {plan.held}; left out")
        elif plan.when is None:
            print(f"{plan.outlet}: not scheduled, {plan.why}")
    later = [plan for plan in plans if plan.when is not None and plan.when > now]
    first = f", the next ({later[0].outlet}) {_when(later[0].when, now)}" if later else ""
    print(f"{len(due)} due, {len(later)} not due{first}", flush=True)
    more = [word for setting in chosen.settings for word in ("-s", setting)]
    more += ["-a", f"origin={chosen.origin}"] if chosen.origin else []
    with _shown(len(due)) as ended:
        return run_all(due, more, out, jobs=chosen.jobs, ended=ended)


class _shown:  # noqa: N801  # used as a context manager only
    """A line a crawl that ended, and a progress bar where somebody looks."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._bar: Any = None

    def __enter__(self) -> Any:
        if sys.stderr.isatty() and self._total > 1:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("Crawling", total=self._total)
        return self._ended

    def _ended(self, done: Done) -> None:
        how = "well" if done.code == 0 else "left out" if done.well else f"exit code {done.code}"
        print(f"{done.outlet}: {how}: {done.line}", flush=True)
        if self._bar:
            self._bar.advance(self._task)

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()


def _settings(given: Sequence[str]) -> Any:
    """The value of a setting by its name: given, else the project's own (which reads the environment)."""
    from scraper import settings

    named = {}
    for printed in given:
        name, equals, value = printed.partition("=")
        if not equals:
            raise UsageError("write it like NAME=VALUE", about=f"-s {printed}")
        named[name] = value
    return lambda name: named.get(name, getattr(settings, name))


def _bounds(settings: Any) -> Any:
    from scraper.schedule.pace import Bounds

    try:
        return Bounds(*(float(settings(f"SCHEDULE_{which}_SECONDS")) for which in ("FIRST", "MIN", "MAX")))
    except ValueError as error:
        raise UsageError(f"not a number of seconds: {error}", about="-s SCHEDULE_…_SECONDS") from None


def _print_json(plans: Sequence[Plan], now: float) -> None:
    import json

    for plan in plans:
        sources = [
            {
                "source": each.source, "visited": _iso(each.visited), "next_visit": _iso(each.next_visit),
                "interval_seconds": round(each.interval), "new_at_last_visit": each.new,
                "new_per_day": None if each.per_day is None else round(each.per_day, 1),
            }
            for each in plan.sources
        ]  # fmt: skip
        row = {
            "outlet": plan.outlet, "due": plan.due(now), "when": _iso(plan.when), "why": plan.why,
            "held_by": plan.held.owner if plan.held else None, "sources": sources,
        }  # fmt: skip
        print(json.dumps(row, ensure_ascii=False))


def _print_table(plans: Sequence[Plan], now: float) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table("outlet", "when", "why", box=box.SIMPLE_HEAD)
    for plan in plans:
        why = f"{plan.why}; {plan.held}" if plan.held else plan.why
        table.add_row(plan.outlet, _when(plan.when, now), why)
    wide = None if sys.stdout.isatty() else PIPED_WIDTH
    Console(highlight=False, emoji=False, markup=False, width=wide).print(table)


def _when(when: float | None, now: float) -> str:
    if when is None:
        return "never"
    if when <= now:
        return "now"
    minutes = (when - now) / 60
    return f"in {minutes:.0f} min" if minutes < 120 else f"in {minutes / 60:.1f} h"


def _iso(moment: float | None) -> str | None:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds") if moment else None


def _count(printed: str) -> int:
    import argparse

    if not printed.isdecimal() or int(printed) < 1:
        raise argparse.ArgumentTypeError(f"{printed!r} is not a number of outlets at a time")
    return min(int(printed), 8 * (os.cpu_count() or 1))
