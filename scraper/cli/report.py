"""``saring report``: how the data looks, and whether an outlet broke."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

ABOUT = "what the ledger holds, as one HTML page, JSON, or Prometheus metrics"
EXAMPLES = """\
  saring report                                            writes output/report.html
  saring report --outlet genpi --html genpi.html
  saring report --json - | jq .coverage.genpi
  saring report --prometheus /var/lib/node_exporter/saring.prom
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    add = parser.add_argument
    add("--output", default="output", metavar="DIR", help="the crawls' output folder (default: output)")
    add("--ledger", metavar="DSN", help="the ledger's address (default: LEDGER_DSN, else DIR/ledger.db)")
    add("--outlet", action="append", default=[], metavar="NAME", help="only this outlet; may be repeated")
    add(
        "--html",
        metavar="FILE",
        help="write the page there (default: DIR/report.html, unless --json or --prometheus)",
    )
    add("--json", metavar="FILE", help="the numbers as JSON; - is standard output")
    add("--prometheus", metavar="FILE", help="the numbers for node_exporter's textfile collector")
    add("--no-plots", action="store_true", help="the page with its tables alone")


def run(chosen: argparse.Namespace) -> int:
    """Write what is asked for; 0 also where there are alarms: the crawl that met them said so."""
    import json
    import time
    from pathlib import Path

    from scraper.cli._shared import outlet_named, shown
    from scraper.health import history, report
    from scraper.health.files import write
    from scraper.health.ledgers import existing
    from scraper.health.numbers import numbers
    from scraper.health.prometheus import exposition

    for name in chosen.outlet:
        outlet_named(name)
    folder = Path(chosen.output)
    ledger = existing(chosen.ledger, folder)
    try:
        history.catch_up(ledger, lambda missing: shown(missing, "Counting"))
        told = numbers(ledger, time.time(), chosen.outlet)
    finally:
        ledger.close()
    if chosen.json:
        text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        if chosen.json == "-":
            sys.stdout.write(text)
        else:
            write(Path(chosen.json), text)
    if chosen.prometheus:
        write(Path(chosen.prometheus), exposition(told))
    if chosen.html or not (chosen.json or chosen.prometheus):
        path = Path(chosen.html or folder / "report.html")
        write(path, report.render(told, draw=not chosen.no_plots))
        print(path)
    return 0
