"""``saring extract``: articles out of files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scraper.cli._shared import complain, inputs, named, refuse_mixture, shown
from scraper.errors import SaringError

if TYPE_CHECKING:
    import argparse

ABOUT = "articles out of HTML or text files, as JSON lines"
EXAMPLES = """\
  saring extract page.html > articles.jsonl
  saring extract saved/*.html.gz                                    many files, gzipped or not
  saring extract page1.html --page page2.html --url https://www.jpnn.com/news/…   a split article
  curl -s https://www.genpi.co/amp/… | saring extract - --outlet genpi
  saring extract article.txt                                        text that was already taken off a page
"""
arguments = inputs


def run(chosen: argparse.Namespace) -> int:
    """Print the records; 1 where a file gave none."""
    from scraper.inputs import article_of
    from scraper.schema import validate

    refuse_mixture(chosen)
    failed = 0
    for name in shown(chosen.files, "Extracting"):
        try:
            article = article_of(name, chosen.url, outlet=chosen.outlet, pages=chosen.page)
            validate(article)
        except SaringError as error:
            failed += 1
            complain(error, name)
            continue
        if article.pages_got < article.pages_expected:
            print(f"saring: {named(name)}: page {article.pages_got} of {article.pages_expected} only; give the "
                  "others with --page [incomplete]", file=sys.stderr)  # fmt: skip
        print(article.to_json())
    return 1 if failed else 0
