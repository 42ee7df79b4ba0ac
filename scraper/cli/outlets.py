"""``saring outlets``: the catalogue."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from scraper.cli._shared import PIPED_WIDTH

if TYPE_CHECKING:
    import argparse

    from scraper.outlet import Outlet

ABOUT = "the outlets that have rules of their own"
EXAMPLES = """\
  saring outlets
  saring outlets --json | jq -r .name
"""


def arguments(command: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    command.add_argument("--json", action="store_true", help="one JSON object a line")


def run(chosen: argparse.Namespace) -> int:
    """Print the catalogue as a table, or as JSON lines."""
    import json

    from scraper.outlets import catalogue

    described = [_described(outlet) for outlet in catalogue().values()]
    if chosen.json:
        for outlet in described:
            print(json.dumps(outlet, ensure_ascii=False))
        return 0
    from rich import box
    from rich.console import Console
    from rich.table import Table

    columns = ("name", "publisher", "hosts", "discovers by", "evidence")
    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, overflow="fold")
    for outlet in described:
        sources = "\n".join(f"{source['kind']} {source['url']}" for source in outlet["sources"])
        note = f"BROKEN: {outlet['broken']}\n" if outlet["broken"] else ""
        table.add_row(
            outlet["name"],
            outlet["publisher"],
            "\n".join(outlet["hosts"]),
            sources,
            note + outlet["evidence"],
        )
    Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else PIPED_WIDTH).print(table)
    return 0


def _described(outlet: Outlet) -> dict[str, Any]:
    """An outlet as plain data."""
    return {
        "name": outlet.name,
        "publisher": outlet.publisher,
        "hosts": [f"*.{domain}" for domain in outlet.domains],
        "sources": [{"kind": type(s).__name__.lower(), "url": s.url} for s in outlet.sources],
        "evidence": outlet.evidence,
        "broken": outlet.broken,
    }
