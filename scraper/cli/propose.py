"""``saring propose``: lines that repeat in an outlet's articles, as rules for a human to accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

ABOUT = "rules for the lines that repeat in an outlet's newest articles"
EXAMPLES = """\
  saring propose genpi                       from the ledger in output/
  saring propose genpi --last 500
  saring propose genpi --from articles.jsonl
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    add = parser.add_argument
    add("outlet", metavar="OUTLET", help="the outlet's name, as `saring outlets` lists it")
    add("--last", type=int, default=200, metavar="N", help="look at its N newest articles (default: 200)")
    add(
        "--from",
        dest="file",
        metavar="FILE",
        help="look at the records of a JSON Lines file instead of the ledger",
    )
    add("--output", default="output", metavar="DIR", help="the crawls' output folder (default: output)")
    add("--ledger", metavar="DSN", help="the ledger's address (default: LEDGER_DSN, else DIR/ledger.db)")


def run(chosen: argparse.Namespace) -> int:
    """Print the declarations with examples; 0 also where there is nothing to propose."""
    from pathlib import Path

    from scraper.cli._shared import outlet_named
    from scraper.errors import UsageError
    from scraper.health.ledgers import existing, newest_records, records_of
    from scraper.health.propose import proposals

    outlet_named(chosen.outlet)
    if chosen.last < 1:
        raise UsageError("give a number from 1", about=f"--last {chosen.last}")
    if chosen.file:
        records = records_of(Path(chosen.file), chosen.last)
    else:
        ledger = existing(chosen.ledger, Path(chosen.output))
        records = newest_records(ledger, chosen.outlet, chosen.last)
        ledger.close()
    found = proposals(records)
    print(f"# {chosen.outlet}: {len(found)} rules proposed from {len(records)} articles")
    if found:
        print(
            f"# Read each; what is right goes into boilerplate=( … ) of scraper/outlets for {chosen.outlet}."
        )
    for proposal in found:
        print(f"\n# {proposal.matched} of {proposal.of} articles, such as")
        for text, url in proposal.examples:
            print(f"#   {_plain(text)!r}\n#     {_plain(url)}")
        print(proposal.declaration)
    return 0


def _plain(text: str) -> str:
    """Nothing that moves the cursor."""
    return "".join(c if c.isprintable() else " " for c in text)
