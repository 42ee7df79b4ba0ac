"""The page of commands, from the parsers: ``python docs/site/commands.py`` writes docs/cli.md, ``--check`` compares."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the checkout's own parsers, whatever is installed

from scrapy.commands import ScrapyCommand  # noqa: E402
from scrapy.settings import Settings  # noqa: E402

from scraper.cli import parser_of_all  # noqa: E402
from scraper.commands import crawl, fixture  # noqa: E402

PAGE = ROOT / "docs" / "cli.md"
_HEAD = """# Commands

Two doors: what needs the downloader is a `scrapy` command, from the checkout or a folder with its `scrapy.cfg`; what
needs only bytes or the ledger is `saring`. Written by `python docs/site/commands.py` from the parsers themselves; CI
checks that it is current. `--help` says the same.

Exit codes: 0 all went well, 1 something could not be done (one line each on standard error), 2 the command was not
understood.
"""


def page() -> str:
    """The Markdown of docs/cli.md."""
    return "\n".join([_HEAD, *_saring(), *_scrapy()])


def saring_commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of each ``saring`` command."""
    for action in parser_of_all()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise LookupError("the parser has no commands")


def scrapy_parser(command: ScrapyCommand) -> tuple[argparse.ArgumentParser, set[str]]:
    """The parser of a ``scrapy`` command, and the options that every command of Scrapy has."""
    command.settings = Settings()
    mine, every = (argparse.ArgumentParser(add_help=False) for _ in range(2))
    command.add_options(mine)
    ScrapyCommand.add_options(command, every)
    return mine, {option for action in every._actions for option in action.option_strings}


def _saring() -> Iterator[str]:
    for name, command in saring_commands().items():
        yield f"## saring {name}\n\n{_text(command.description or '')}\n"
        usage = re.sub(r"\s+", " ", command.format_usage().removeprefix("usage: ")).strip()
        yield f"```text\n{usage}\n```\n"
        yield from _table(command._actions)
        if command.epilog:
            yield f"```text\n{command.epilog.rstrip()}\n```\n"


def _scrapy() -> Iterator[str]:
    for name, command in (("crawl", crawl.Command()), ("fixture", fixture.Command())):
        parser, known = scrapy_parser(command)
        yield f"## scrapy {name}\n\n{_text(command.long_desc())}\n"
        yield f"```text\nscrapy {name} {command.syntax()}\n```\n"
        yield from _table([action for action in parser._actions if not known & set(action.option_strings)])
    yield "[Crawl](crawling.md) has the table of the `-a` arguments, [Settings](settings.md) that of `-s`.\n"


def _table(actions: list[argparse.Action]) -> Iterator[str]:
    rows = []
    for action in actions:
        if isinstance(action, argparse._HelpAction):
            continue
        value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
        shown = ", ".join(f"`{option}{value}`" for option in action.option_strings) or f"`{action.metavar}`"
        rows.append(f"| {shown} | {_text(action.help or '')} |")
    if rows:
        yield "\n".join(["| argument | meaning |", "|---|---|", *rows, ""])


def _text(text: str) -> str:
    """Plain text as Markdown, within a cell; what stands between backticks stays."""
    pieces = re.split(r"(`[^`]*`)", " ".join(text.replace("%%", "%").split()))
    return "".join(p if p.startswith("`") else re.sub(r"([\\*_|<>\[\]])", r"\\\1", p) for p in pieces)


def main(argv: list[str]) -> int:
    """Write the page, or with --check say whether it is current (exit code 1 when it is not)."""
    if "--check" not in argv:
        PAGE.write_text(page(), "utf-8")
    elif PAGE.read_text("utf-8") != page():
        print(f"{PAGE} is stale: run python docs/site/commands.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
