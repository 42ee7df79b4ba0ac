"""How long extraction takes, beside a bare parse of the same bytes and beside the peers, alternately in one process.

    python benchmarks/speed.py --pages DIR [--rounds 3] [--every 5] [--no-peers]

DIR holds ``manifest.jsonl`` (see benchmarks/README.md), or is any folder of .html and .html.gz files. Two sets of pages
are timed: the articles that the rules of a known outlet read (in the manifest of kind "article", where there is one,
and ``extraction`` is "rules"), and all pages. Times are processor time of this thread, a round is one pass over all
pages by every runner in turn, and the spread is over the rounds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import platform
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import lxml.html
from lxml import etree
from rich.console import Console
from rich.progress import track
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent))

import peers

from scraper import Article, SaringError, __version__, extract
from scraper.schema import valid_line

BARE, RULES, GENERIC, OUT = "lxml.html parse", "saring", "saring, rules off", "validation and JSON"
THEIRS = "trafilatura"


class Page(NamedTuple):
    """One page of the set."""

    html: bytes
    url: str
    article: bool


def main(argv: list[str] | None = None) -> int:
    """Print the tables; exit code 2 when there are no pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, required=True, help="folder with manifest.jsonl or pages")
    parser.add_argument(
        "--rounds", type=int, default=3, metavar="N", help="passes over the pages (default 3)"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth page")
    parser.add_argument("--no-peers", action="store_true", help="of the peers only trafilatura")
    args = parser.parse_args(argv)
    pages = list(read_pages(args.pages))[:: args.every]
    if not pages:
        parser.error(f"{args.pages}: no pages")
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    console = Console(width=max(120, Console().width))
    runners = _runners(peers_too=not args.no_peers)
    articles = [(page, record) for page in pages if (record := _by_rules(page))]
    if articles:
        _table(console, "articles by outlet rules", [p for p, _ in articles], runners, args.rounds)
        _table_out(console, [record for _, record in articles], args.rounds)
    _table(console, "all pages", pages, runners, args.rounds)
    console.print(
        f"saring {__version__}, lxml {'.'.join(map(str, etree.LXML_VERSION[:3]))}, libxml2 "
        f"{'.'.join(map(str, etree.LIBXML_VERSION))}, Python {platform.python_version()}"
    )
    return 0


def read_pages(root: Path) -> Iterator[Page]:
    """The pages of a folder, by its manifest or by their names."""
    if (root / "manifest.jsonl").is_file():
        for line in (root / "manifest.jsonl").read_text().splitlines():
            row = json.loads(line)
            yield Page(_bytes(root.parent / row["file"]), row["url"], row.get("kind", "article") == "article")
        return
    for path in sorted([*root.rglob("*.html"), *root.rglob("*.html.gz")]):
        yield Page(_bytes(path), "", True)


def _bytes(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _by_rules(page: Page) -> Article | None:
    with suppress(SaringError):
        record = extract(page.html, page.url or None)
        return record if page.article and record.extraction == "rules" else None
    return None


def _runners(*, peers_too: bool) -> dict[str, Callable[[Page], Any]]:
    found: dict[str, Callable[[Page], Any]] = {
        BARE: lambda page: lxml.html.fromstring(page.html),
        RULES: lambda page: extract(page.html, page.url or None),
        GENERIC: lambda page: extract(page.html, page.url or None, outlet="generic"),
    }
    for name, (package, extractor) in peers.PEERS.items():
        version = peers.installed(package)
        if version and name != "trafilatura, precise" and (peers_too or name == THEIRS):
            found[f"{name} {version}"] = lambda page, extractor=extractor: extractor(page.html, page.url)  # type: ignore[misc]
    return found


def _time(run: Callable[[Any], Any], things: list[Any]) -> float:
    """Milliseconds a thing, all of them in turn; a page that is refused counts like any other."""
    began = time.thread_time()
    for thing in things:
        with suppress(Exception):
            run(thing)
    return (time.thread_time() - began) * 1000 / len(things)


def _table(
    console: Console, title: str, pages: list[Page], runners: dict[str, Callable[[Page], Any]], rounds: int
) -> None:
    times: dict[str, list[float]] = {name: [] for name in runners}
    for run in runners.values():  # what is loaded on first use is loaded before
        _time(run, pages[:3])
    for _ in track(range(rounds), description=title, console=Console(stderr=True), transient=True):
        for name, run in runners.items():
            times[name].append(_time(run, pages))
    size = statistics.mean(len(p.html) for p in pages) / 1000
    table = Table(title=f"{title}: {len(pages)} pages, mean {size:.0f} KB, {rounds} rounds")
    table.add_column("")
    for column in ("ms a page (min median max)", "x bare parse", "x trafilatura"):
        table.add_column(column, justify="right")
    theirs = next((times[name] for name in times if name.startswith(THEIRS)), [])
    for name, spent in times.items():
        table.add_row(
            name, _spread(spent), _spread(_ratios(spent, times[BARE])), _spread(_ratios(spent, theirs))
        )
    console.print(table)


def _table_out(console: Console, records: list[Article], rounds: int) -> None:
    _time(valid_line, records[:3])
    spent = [_time(valid_line, records) for _ in range(rounds)]
    console.print(f"{OUT}: {_spread(spent, digits=3)} ms an article (min median max)")


def _ratios(spent: list[float], other: list[float]) -> list[float]:
    return [mine / theirs for mine, theirs in zip(spent, other, strict=True)] if other else []


def _spread(values: list[float], digits: int = 2) -> str:
    if not values:
        return "-"
    return "  ".join(f"{v:.{digits}f}" for v in (min(values), statistics.median(values), max(values)))


if __name__ == "__main__":
    sys.exit(main())
