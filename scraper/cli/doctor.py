"""``saring doctor``: is everything in order for a crawl, and what to do where it is not."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.cli._shared import PIPED_WIDTH, shown

if TYPE_CHECKING:
    import argparse

    from scraper.doctor import Finding

ABOUT = "check the installation, the ledger, the clock, the disk and the outlets' robots.txt"
EXAMPLES = """\
  saring doctor --offline                  asks nobody outside
  saring doctor --outlet genpi             with the robots.txt of one outlet (default: of all, one request each)
  saring doctor --json | jq -r 'select(.level == "bad") | .do'

exit codes: 0 nothing is bad, 1 something is
"""


def arguments(command: argparse.ArgumentParser) -> None:
    """Add what to look at, and where."""
    add = command.add_argument
    add(
        "--outlet",
        action="append",
        default=[],
        metavar="NAME",
        help="this one only; may be repeated (default: all)",
    )
    add("--offline", action="store_true", help="leave out the outlets")
    add("--json", action="store_true", help="one JSON object a line")
    add("--out", type=Path, metavar="DIR", help="the crawls' OUTPUT_DIR (default: output)")
    add("--origin", metavar="URL", help="ask this copy instead of the site, as -a origin= does")


def run(chosen: argparse.Namespace) -> int:
    """Look, print what was found, and hand back 1 where something is bad."""
    from scraper import doctor, settings
    from scraper.ledger.store import default_dsn
    from scraper.outlets import by_name, catalogue

    outlets = [by_name(name) for name in dict.fromkeys(chosen.outlet)] or list(catalogue().values())
    out = (chosen.out or Path(settings.OUTPUT_DIR)).resolve()
    findings = [*doctor.installation(), doctor.contact(settings.CONTACT), doctor.disk(out)]
    dsn = settings.LEDGER_DSN or default_dsn(out)
    if settings.LEDGER_DSN or (out / "ledger.db").exists():
        findings += doctor.ledger(dsn, time.time())
    else:
        findings.append(
            doctor.Finding("ledger", "ok", f"none yet; the first crawl makes {out / 'ledger.db'}")
        )
    for outlet in () if chosen.offline else shown(outlets, "Asking for robots.txt"):
        findings += doctor.outlet(outlet, chosen.origin, settings.USER_AGENT)
    _print_json(findings) if chosen.json else _print(findings)
    return 0 if doctor.well(findings) else 1


def _print_json(findings: list[Finding]) -> None:
    import json
    from dataclasses import asdict

    for finding in findings:
        print(json.dumps(asdict(finding), ensure_ascii=False))


def _print(findings: list[Finding]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table("", "what", "is", "do", box=box.SIMPLE_HEAD)
    for finding in findings:
        table.add_row(finding.level, finding.what, finding.says, finding.do)
    wide = None if sys.stdout.isatty() else PIPED_WIDTH
    Console(highlight=False, emoji=False, markup=False, width=wide).print(table)
