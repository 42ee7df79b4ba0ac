"""``saring explain``: why each line was kept or removed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from scraper.cli._shared import complain, inputs, named, outlet_named, refuse_mixture
from scraper.errors import SaringError, UsageError

if TYPE_CHECKING:
    import argparse

    from scraper.article import Article
    from scraper.explain.voices import Voices

ABOUT = "each line: kept, or removed by which rule and why; each field: who answered, and who else spoke"
EXAMPLES = """\
  saring explain page.html
  saring explain https://www.genpi.co/… --html why.html     fetched politely; one page beside its removed lines
  saring explain article.txt --outlet genpi
  saring explain page.html | grep ^cut          piped: tab-separated (what, kind, rule, text, why)
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    inputs(parser)
    parser.add_argument(
        "--html", metavar="FILE", help="also write one self-contained HTML page (of one FILE or address)"
    )


def run(chosen: argparse.Namespace) -> int:
    """Print the explanations; 1 where a file or address gave no article."""
    refuse_mixture(chosen)
    if chosen.html and len(chosen.files) > 1:
        raise UsageError("belongs to one article; give one FILE or address", about="--html")
    failed = 0
    for name in chosen.files:
        try:
            _explain(name, chosen)
        except SaringError as error:
            failed += 1
            complain(error, name)
    return 1 if failed else 0


def _explain(name: str, chosen: argparse.Namespace) -> None:
    """Read one file or address and show what became of it; raises SaringError."""
    from pathlib import Path

    from scraper.explain import html
    from scraper.explain.voices import voices
    from scraper.extraction import extract
    from scraper.health.files import write
    from scraper.inputs import article_of_text, read, text_of

    url, charset = chosen.url, None
    if name.startswith(("http://", "https://")):
        from scraper.explain.fetch import fetch

        fetched = fetch(name)
        data, url, charset = fetched.body, url or fetched.url, fetched.charset
    else:
        data = read(name)
    text = text_of(data) if url is None or charset is None else None
    if text is None:
        more = [read(page) for page in chosen.page]
        article = extract(data, url, outlet=chosen.outlet, more_pages=more, header_charset=charset)
        said = voices(data, url, outlet_named(article.outlet), article)
    else:
        article, said = article_of_text(text, name, url, outlet=chosen.outlet, pages=chosen.page), None
    _show(article, named(name), said)
    if chosen.html:
        write(Path(chosen.html), html.render(article, outlet_named(article.outlet), named(name), said))


def _show(article: Article, name: str, said: Voices | None) -> None:
    """The explanation in colour for somebody who looks, as plain lines for a pipe."""
    from scraper import explain

    outlet = outlet_named(article.outlet)
    if sys.stdout.isatty() or os.environ.get("FORCE_COLOR"):
        from rich.console import Console

        explain.render(article, outlet, name, Console(highlight=False, emoji=False), said)
    else:
        for line in explain.plain(article, outlet, name, said):
            print(line)
