"""``saring history``: what changed between the revisions of an article."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from scraper.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from typing import Any

ABOUT = "what changed between the revisions of an article, paragraph by paragraph and word by word"
EXAMPLES = """\
  saring history genpi-fe606107a3f18169
  saring history https://www.genpi.co/berita/…            any spelling of its address
  saring history genpi-fe606107a3f18169 --store articles.db
  saring history genpi-fe606107a3f18169 --json | jq '.revisions[-1].changes.fields'
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    add = parser.add_argument
    add("article", metavar="ID", help="the article's id, or its address")
    add("--output", default="output", metavar="DIR", help="the crawls' output folder (default: output)")
    add("--ledger", metavar="DSN", help="the ledger's address (default: LEDGER_DSN, else DIR/ledger.db)")
    add(
        "--store",
        metavar="NAME",
        help="look into a store instead: FILE.db, FILE.jsonl, FILE.parquet, postgresql://…",
    )
    add("--json", action="store_true", help="as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Print it; raises UnknownArticle where it is not there."""
    import json

    from scraper.dataset.history import history

    if chosen.store and chosen.ledger:
        raise UsageError("give one of --ledger and --store", about="saring history")
    told = history(_records(chosen))
    if chosen.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    from rich.console import Console

    from scraper.dataset.history_show import show

    colour = sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))
    show(told, Console(highlight=False, emoji=False, markup=False, force_terminal=colour))
    return 0


def _records(chosen: argparse.Namespace) -> list[dict[str, Any]]:
    from pathlib import Path

    from scraper.dataset import open_store
    from scraper.dataset.history import from_ledger, from_store
    from scraper.health.ledgers import existing

    if chosen.store:
        store = open_store(chosen.store)
        try:
            return from_store(store, chosen.article)
        finally:
            store.close()
    ledger = existing(chosen.ledger, Path(chosen.output))
    try:
        return from_ledger(ledger, chosen.article)
    finally:
        ledger.close()
