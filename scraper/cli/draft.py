"""``saring draft``: a first module for a new outlet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scraper.cli._shared import named

if TYPE_CHECKING:
    import argparse

ABOUT = "a first outlet module, from one article page"
EXAMPLES = """\
  saring draft page.html --url https://www.contoh.co.id/berita/1/judul > scraper/outlets/contoh.py

what the generic reader gets, and from where, is said on standard error
"""


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the page and its address."""
    command.add_argument(
        "file", metavar="FILE", help="an article page of the new outlet; - is standard input"
    )
    command.add_argument("--url", required=True, help="the address it came from")


def run(chosen: argparse.Namespace) -> int:
    """The generic reader's record as an explanation on standard error, the draft module on standard output."""
    from scraper import explain
    from scraper.draft import draft
    from scraper.inputs import read

    made = draft(read(chosen.file), chosen.url)
    for line in explain.plain(made.article, None, named(chosen.file)):
        print(line, file=sys.stderr)
    print(made.module, end="")
    return 0
