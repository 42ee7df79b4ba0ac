"""The ``saring`` command: what needs only bytes, or the data set. Crawling is `scrapy crawl`.

Each command is a module of this package, named as the command, with

- ``ABOUT``: one line, as `saring --help` shows it, without a full stop;
- ``EXAMPLES``: lines for its own `--help`;
- ``arguments(parser)``: adds its options to an ArgumentParser;
- ``run(chosen) -> int``: does it, and hands back the exit code.

The package lists itself. Exit codes: 0 all went well; 1 something could not be done, said on standard error, one line
each; 2 the command was not understood. Nothing heavy is imported before a command needs it, so a command's module
imports what it works with inside ``run``.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module

from scraper import __version__
from scraper.cli._shared import complain
from scraper.errors import SaringError, UnknownOutlet, UsageError

atexit.register(gc.freeze)  # at its end the interpreter looks for circles of garbage among all there is

_SIGPIPE = 128 + 13
_SIGINT = 128 + 2
_ORDER = ("demo", "extract", "explain")  # what a newcomer tries first; the others by name
_EPILOG = """Crawling is a scrapy command, from the checkout:
  scrapy list
  scrapy crawl genpi -a limit=20

exit codes: 0 all went well, 1 something could not be done (said on standard error), 2 wrong usage
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``saring`` with the arguments (None: the command line's); hands back the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # whatever the locale, JSON lines are UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    chosen = parser_of_all().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except (UsageError, UnknownOutlet) as error:
        complain(error)
        return 2
    except SaringError as error:
        complain(error)
        return 1
    except BrokenPipeError:  # `saring … | head`: say nothing, now or when the interpreter closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _SIGPIPE
    except KeyboardInterrupt:
        return _SIGINT
    return code


def parser_of_all() -> argparse.ArgumentParser:
    """The parser with every command; docs/ and its tests read it, too."""
    parser = argparse.ArgumentParser(
        prog="saring", description="Indonesian news articles, cleaned exactly: every line kept, or removed by a named "
        "rule.", epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"saring {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in _names():
        module = import_module(f"{__name__}.{name}")
        command = commands.add_parser(
            name, help=module.ABOUT, description=module.ABOUT[0].upper() + module.ABOUT[1:] + ".",
            epilog=f"examples:\n{module.EXAMPLES}", formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        command.set_defaults(run=module.run)
        module.arguments(command)
    return parser


def _names() -> list[str]:
    """The commands' names, as the help lists them."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")]
    return sorted(names, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))
