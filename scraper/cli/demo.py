"""``saring demo``: a first crawl, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

ABOUT = "crawl the newsroom that comes with saring; no network needed"
EXAMPLES = """\
  saring demo                    writes output/genpi/articles.jsonl
  saring demo --out /tmp/demo
"""


def arguments(command: argparse.ArgumentParser) -> None:
    """Add ``--out``."""
    command.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: output)")


def run(chosen: argparse.Namespace) -> int:
    """Run it."""
    from scraper.demo import run_demo

    return run_demo(chosen.out)
