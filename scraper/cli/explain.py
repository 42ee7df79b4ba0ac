"""``saring explain``: why each line was kept or removed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from scraper.cli._shared import complain, inputs, named, outlet_named, refuse_mixture
from scraper.errors import SaringError

if TYPE_CHECKING:
    import argparse

    from scraper.article import Article

ABOUT = "each line: kept, or removed by which rule and why"
EXAMPLES = """\
  saring explain page.html
  saring explain article.txt --outlet genpi
  saring explain page.html | grep ^cut          piped: tab-separated (what, kind, rule, text, why)
"""
arguments = inputs


def run(chosen: argparse.Namespace) -> int:
    """Print the explanations; 1 where a file gave no article."""
    from scraper.inputs import article_of

    refuse_mixture(chosen)
    failed = 0
    for name in chosen.files:
        try:
            article = article_of(name, chosen.url, outlet=chosen.outlet, pages=chosen.page)
        except SaringError as error:
            failed += 1
            complain(error, name)
            continue
        _show(article, named(name))
    return 1 if failed else 0


def _show(article: Article, name: str) -> None:
    """The explanation in colour for somebody who looks, as plain lines for a pipe."""
    from scraper import explain

    outlet = outlet_named(article.outlet)
    if sys.stdout.isatty() or os.environ.get("FORCE_COLOR"):
        from rich.console import Console

        explain.render(article, outlet, name, Console(highlight=False, emoji=False))
    else:
        for line in explain.plain(article, outlet, name):
            print(line)
