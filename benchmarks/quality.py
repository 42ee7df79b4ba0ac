"""Score extraction on labelled pages and texts, ours beside the peers in the same run.

    python benchmarks/quality.py --labels DIR [--pages DIR] [--by-outlet] [--worst 10]

DIR holds ``gold.jsonl`` (labels as hashes) and, optionally, ``texts/gold.jsonl`` with ``texts/readable.jsonl`` (inputs
of already-extracted texts). The pages are found through ``manifest.jsonl`` in --pages (default: ``pages`` beside DIR).
Point it at labels of your own: the format is described in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent))

import peers
import scoring

from scraper import SaringError, __version__, extract, extract_text

COLUMNS = (*scoring.MEASURES, "leak", "links")
Rows = dict[str, dict[str, float]]


def main(argv: list[str] | None = None) -> int:
    """Print the tables; exit code 2 when the labels cannot be read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--labels", type=Path, required=True, help="folder with gold.jsonl")
    parser.add_argument(
        "--pages", type=Path, help="folder with manifest.jsonl (default: pages beside the labels)"
    )
    parser.add_argument("--no-peers", action="store_true", help="only our own figures")
    parser.add_argument("--by-outlet", action="store_true", help="a line for each outlet, too")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="name the N pages with the lowest F1"
    )
    args = parser.parse_args(argv)
    if not (args.labels / "gold.jsonl").is_file():
        parser.error(f"{args.labels / 'gold.jsonl'} is not there")
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    # Wide enough for all columns also where the output is a file.
    console = Console(width=max(140, Console().width))
    _pages(console, args)
    if (args.labels / "texts" / "gold.jsonl").is_file():
        _texts(console, args)
    return 0


def _pages(console: Console, args: argparse.Namespace) -> None:
    gold = _gold(args.labels / "gold.jsonl")
    root = args.pages or args.labels.parent / "pages"
    pages = {n: (html, url) for n, html, url in _read_pages(root) if n in gold}
    runs: list[tuple[str, Callable[[bytes, str], dict[str, Any]]]] = [
        (f"saring {__version__}, outlet rules", lambda html, url: extract(html, url).to_dict()),
        (
            f"saring {__version__}, rules off",
            lambda html, url: extract(html, url, outlet="generic").to_dict(),
        ),
    ]
    for name, (package, extractor) in {} if args.no_peers else peers.PEERS.items():
        found = peers.installed(package)
        if found:
            runs.append((f"{name} {found}", extractor))
        else:
            console.print(f"[yellow]{name} is not installed: pip install 'saring\\[peers]'")
    results = {name: _score(gold, pages, run, name) for name, run in runs}
    _table(
        console,
        f"{len(pages)} labelled pages of {len({g['outlet'] for g in gold.values()})} outlets",
        results,
    )
    ours = next(iter(results.values()))
    if args.by_outlet:
        by: dict[str, Rows] = defaultdict(dict)
        for name, row in ours.items():
            by[gold[name]["outlet"]][name] = row
        _table(console, "with outlet rules, by outlet", dict(sorted(by.items())))
    for name in sorted(ours, key=lambda n: ours[n]["f1"])[: args.worst]:
        console.print(
            f"{ours[name]['f1']:.4f} leaks {ours[name]['leaks']:.0f}/{ours[name]['junk']:.0f} {name}"
        )


def _texts(console: Console, args: argparse.Namespace) -> None:
    folder = args.labels / "texts"
    gold = _gold(folder / "gold.jsonl")
    inputs = {r["name"]: r["input"] for r in _lines(folder / "readable.jsonl")}
    rows = {
        name: scoring.score(gold[name], _made(lambda t, _: extract_text(t).to_dict(), inputs[name], ""))
        for name in gold
    }
    raw = {name: scoring.score(gold[name], {"article_body": inputs[name]}) for name in gold}
    _table(
        console,
        f"{len(gold)} labelled texts",
        {f"saring {__version__}, extract_text": rows, "untouched": raw},
    )


def _score(gold: dict[str, Any], pages: dict[str, tuple[bytes, str]], run: Any, name: str) -> Rows:
    todo = track(pages.items(), description=name, console=Console(stderr=True), transient=True)
    return {n: scoring.score(gold[n], _made(run, html, url)) for n, (html, url) in todo}


def _made(run: Any, source: Any, url: str) -> dict[str, Any] | None:
    try:
        return run(source, url)  # type: ignore[no-any-return]
    except SaringError:
        return None
    except Exception as error:  # a peer may raise anything: that page counts as refused, and is named
        print(f"{url}: {type(error).__name__}: {error}", file=sys.stderr)
        return None


def _table(console: Console, title: str, results: dict[str, Rows]) -> None:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    table.add_column("n", justify="right")
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for name, rows in results.items():
        means = scoring.mean(rows.values())
        table.add_row(name, str(len(rows)), *(f"{means[c]:.4f}" for c in COLUMNS))
    console.print(table)


def _gold(path: Path) -> dict[str, Any]:
    return {row["name"]: row for row in _lines(path)}


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _read_pages(root: Path) -> Iterator[tuple[str, bytes, str]]:
    for row in _lines(root / "manifest.jsonl"):
        if row.get("labelled"):
            data = (root.parent / row["file"]).read_bytes()
            yield row["name"], gzip.decompress(data) if row["file"].endswith(".gz") else data, row["url"]


if __name__ == "__main__":
    sys.exit(main())
