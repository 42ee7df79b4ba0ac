"""The ``saring`` command: what needs only bytes. Crawling is a ``scrapy`` command (``scrapy crawl genpi``).

Exit codes: 0 all went well; 1 something could not be done, said on standard error, one line each; 2 the command was
not understood. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.errors import SaringError, UnknownOutlet, UsageError
from scraper.usage import parser

if TYPE_CHECKING:
    from scraper.article import Article
    from scraper.outlet import Outlet

_PIPED_WIDTH = 400
_MANY = 5  # from more files than this on, a terminal is shown the progress
_SIGPIPE = 128 + 13
_SIGINT = 128 + 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``saring`` with the arguments (None: the command line's); hands back the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # whatever the locale, JSON lines are UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    commands = (_extract, _explain, _schema, _outlets, _draft, _demo)
    chosen = parser({command.__name__.lstrip("_"): command for command in commands}).parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except (UsageError, UnknownOutlet) as error:
        _complain(error)
        return 2
    except SaringError as error:
        _complain(error)
        return 1
    except BrokenPipeError:  # `saring … | head`: say nothing, now or when the interpreter closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _SIGPIPE
    except KeyboardInterrupt:
        return _SIGINT
    return code


# -- commands ------------------------------------------------------------------------------------------------


def _extract(chosen: argparse.Namespace) -> int:
    from scraper.inputs import article_of
    from scraper.schema import validate

    _refuse_mixture(chosen)
    failed = 0
    for name in _shown(chosen.files):
        try:
            article = article_of(name, chosen.url, outlet=chosen.outlet, pages=chosen.page)
            validate(article)
        except SaringError as error:
            failed += 1
            _complain(error, name)
            continue
        if article.pages_got < article.pages_expected:
            print(f"saring: {_named(name)}: page {article.pages_got} of {article.pages_expected} only; give the "
                  "others with --page [incomplete]", file=sys.stderr)  # fmt: skip
        print(article.to_json())
    return 1 if failed else 0


def _explain(chosen: argparse.Namespace) -> int:
    from scraper.inputs import article_of

    _refuse_mixture(chosen)
    failed = 0
    for name in chosen.files:
        try:
            article = article_of(name, chosen.url, outlet=chosen.outlet, pages=chosen.page)
        except SaringError as error:
            failed += 1
            _complain(error, name)
            continue
        _show(article, _named(name))
    return 1 if failed else 0


def _show(article: Article, name: str) -> None:
    """The explanation in colour for somebody who looks, as plain lines for a pipe."""
    from scraper import explain

    outlet = _outlet(article.outlet)
    if sys.stdout.isatty() or os.environ.get("FORCE_COLOR"):
        from rich.console import Console

        explain.render(article, outlet, name, Console(highlight=False, emoji=False))
    else:
        for line in explain.plain(article, outlet, name):
            print(line)


def _schema(_: argparse.Namespace) -> int:
    # The file, not the model: it is the same, and printing it needs no pydantic.
    print(Path(__file__).with_name("schema").joinpath("article.schema.json").read_text("utf-8"), end="")
    return 0


def _outlets(chosen: argparse.Namespace) -> int:
    import json

    from scraper.outlets import catalogue

    described = [_described(outlet) for outlet in catalogue().values()]
    if chosen.json:
        for outlet in described:
            print(json.dumps(outlet, ensure_ascii=False))
        return 0
    from rich import box
    from rich.console import Console
    from rich.table import Table

    columns = ("name", "publisher", "hosts", "discovers by", "evidence")
    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, overflow="fold")
    for outlet in described:
        sources = "\n".join(f"{source['kind']} {source['url']}" for source in outlet["sources"])
        note = f"BROKEN: {outlet['broken']}\n" if outlet["broken"] else ""
        table.add_row(
            outlet["name"],
            outlet["publisher"],
            "\n".join(outlet["hosts"]),
            sources,
            note + outlet["evidence"],
        )
    Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH).print(table)
    return 0


def _draft(chosen: argparse.Namespace) -> int:
    """The generic reader's record as an explanation on standard error, the draft module on standard output."""
    from scraper import explain
    from scraper.draft import draft
    from scraper.inputs import read

    made = draft(read(chosen.file), chosen.url)
    for line in explain.plain(made.article, None, _named(chosen.file)):
        print(line, file=sys.stderr)
    print(made.module, end="")
    return 0


def _demo(chosen: argparse.Namespace) -> int:
    from scraper.demo import run_demo

    return run_demo(chosen.out)


# -- what the commands share ---------------------------------------------------------------------------------


def _outlet(name: str | None) -> Outlet | None:
    from scraper.outlets import by_name

    return by_name(name) if name else None


def _described(outlet: Outlet) -> dict[str, Any]:
    """An outlet as plain data."""
    return {
        "name": outlet.name,
        "publisher": outlet.publisher,
        "hosts": [f"*.{domain}" for domain in outlet.domains],
        "sources": [{"kind": type(s).__name__.lower(), "url": s.url} for s in outlet.sources],
        "evidence": outlet.evidence,
        "broken": outlet.broken,
    }


def _refuse_mixture(chosen: argparse.Namespace) -> None:
    """Raise UsageError for options that belong to one article when several are given, and for unknown outlets."""
    if len(chosen.files) > 1 and (chosen.url or chosen.page):
        raise UsageError("belongs to one article; give one FILE", about="--url" if chosen.url else "--page")
    if [*chosen.files, *chosen.page].count("-") > 1:
        raise UsageError("standard input can be read once", about="-")
    if chosen.url and not chosen.url.startswith(("http://", "https://")):
        raise UsageError("not a web address; it starts with https://", about=f"--url {chosen.url}")
    if chosen.outlet and chosen.outlet != "generic":
        _outlet(chosen.outlet)


def _shown(names: Sequence[str]) -> Iterable[str]:
    """The names, with a progress bar on standard error when there are many and somebody looks."""
    if len(names) <= _MANY or not sys.stderr.isatty():
        return names
    from rich.console import Console
    from rich.progress import track

    return track(names, description="Extracting", console=Console(stderr=True), transient=True)


def _named(name: str) -> str:
    return "standard input" if name == "-" else name


def _complain(error: SaringError, name: str = "") -> None:
    """One line on standard error: the file, the address where there is one, what, why and what to do."""
    about = [_named(name)] if name else []
    if error.about not in ("(no address)", _named(name)):
        about.append(error.about)
    advice = f" {error.advice}" if error.advice else ""
    line = f"saring: {': '.join([*about, error.message])} [{error.reason}].{advice}"
    # A file name or a page's title may hold anything: nothing that moves the cursor reaches the terminal.
    print("".join(c if c.isprintable() else repr(c)[1:-1] for c in line), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
