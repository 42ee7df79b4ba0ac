"""The command line of ``saring``: its commands, options and examples."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from scraper import __version__

_EXTRACT_EXAMPLES = """examples:
  saring extract page.html > articles.jsonl
  saring extract saved/*.html.gz                                    many files, gzipped or not
  saring extract page1.html --page page2.html --url https://www.jpnn.com/news/…   a split article
  curl -s https://www.genpi.co/amp/… | saring extract - --outlet genpi
  saring extract article.txt                                        text that was already taken off a page
"""
_EXPLAIN_EXAMPLES = """examples:
  saring explain page.html
  saring explain article.txt --outlet genpi
  saring explain page.html | grep ^cut          piped: tab-separated (what, kind, rule, text, why)
"""
_OUTLETS_EXAMPLES = """examples:
  saring outlets
  saring outlets --json | jq -r .name
"""
_DEMO_EXAMPLES = """examples:
  saring demo                    writes output/genpi/articles.jsonl
  saring demo --out /tmp/demo
"""
_DRAFT_EXAMPLES = """examples:
  saring draft page.html --url https://www.contoh.co.id/berita/1/judul > scraper/outlets/contoh.py

what the generic reader gets, and from where, is said on standard error
"""
_SCHEMA_EXAMPLES = """examples:
  saring schema > article.schema.json
"""
_EPILOG = """Crawling is a scrapy command, from the checkout:
  scrapy list
  scrapy crawl genpi -a limit=20

exit codes: 0 all went well, 1 something could not be done (said on standard error), 2 wrong usage
"""


def parser(run: Mapping[str, Callable[[argparse.Namespace], int]]) -> argparse.ArgumentParser:
    """The parser of the command line; ``run`` has the function of each command by name."""
    parser = argparse.ArgumentParser(
        prog="saring", description="Indonesian news articles, cleaned exactly: every line kept, or removed by a named "
        "rule.", epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"saring {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, about: str, examples: str) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name, help=about, description=about[0].upper() + about[1:] + ".", epilog=examples,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        made.set_defaults(run=run[name])
        return made

    _inputs(command("extract", "articles out of HTML or text files, as JSON lines", _EXTRACT_EXAMPLES))
    _inputs(command("explain", "each line: kept, or removed by which rule and why", _EXPLAIN_EXAMPLES))
    command("schema", "the JSON Schema of the records", _SCHEMA_EXAMPLES)
    outlets = command("outlets", "the outlets that have rules of their own", _OUTLETS_EXAMPLES)
    outlets.add_argument("--json", action="store_true", help="one JSON object a line")
    draft = command("draft", "a first outlet module, from one article page", _DRAFT_EXAMPLES)
    draft.add_argument("file", metavar="FILE", help="an article page of the new outlet; - is standard input")
    draft.add_argument("--url", required=True, help="the address it came from")
    demo = command("demo", "crawl the newsroom that comes with saring; no network needed", _DEMO_EXAMPLES)
    demo.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: output)")
    return parser


def _inputs(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("files", nargs="+", metavar="FILE", help="HTML or plain text, gzipped or not; - is standard input")
    add(
        "--url",
        help="the address the page came from: names the outlet, makes links absolute, gives the stable id",
    )
    add("--outlet", metavar="NAME", help="take this outlet's rules; 'generic' for none (default: by the address or the "
        "page's own canonical link)")  # fmt: skip
    add("--page", action="append", default=[], metavar="FILE", help="a further page of a split article, in order; may "
        "be repeated")  # fmt: skip
