"""What several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from scraper.errors import SaringError, UsageError

if TYPE_CHECKING:
    import argparse

    from scraper.outlet import Outlet

PIPED_WIDTH = 400
_MANY = 5  # from more files than this on, a terminal is shown the progress


def outlet_named(name: str | None) -> Outlet | None:
    """The outlet of a name; None for none. Raises UnknownOutlet."""
    from scraper.outlets import by_name

    return by_name(name) if name else None


def inputs(command: argparse.ArgumentParser) -> None:
    """Add the arguments of a command that reads articles."""
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


def workers(command: argparse.ArgumentParser) -> None:
    """Add the argument of a command that works in several processes."""
    command.add_argument(
        "--workers",
        type=int,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes (default: %(default)s)",
    )


def refuse_mixture(chosen: argparse.Namespace) -> None:
    """Raise UsageError for options that belong to one article when several are given, and for unknown outlets."""
    if len(chosen.files) > 1 and (chosen.url or chosen.page):
        raise UsageError("belongs to one article; give one FILE", about="--url" if chosen.url else "--page")
    if [*chosen.files, *chosen.page].count("-") > 1:
        raise UsageError("standard input can be read once", about="-")
    if chosen.url and not chosen.url.startswith(("http://", "https://")):
        raise UsageError("not a web address; it starts with https://", about=f"--url {chosen.url}")
    if chosen.outlet and chosen.outlet != "generic":
        outlet_named(chosen.outlet)


def shown(things: Sequence[Any], description: str) -> Iterable[Any]:
    """The things, with a progress bar on standard error when there are many and somebody looks."""
    if len(things) <= _MANY or not sys.stderr.isatty():
        return things
    from rich.console import Console
    from rich.progress import track

    return track(things, description=description, console=Console(stderr=True), transient=True)


def named(name: str) -> str:
    """How an input is called in messages."""
    return "standard input" if name == "-" else name


def many(count: int, name: str) -> str:
    """So many of something: 1 article, 2,000 articles."""
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def complain(error: SaringError, name: str = "") -> None:
    """One line on standard error: the file, the address where there is one, what, why and what to do."""
    about = [named(name)] if name else []
    if error.about not in ("(no address)", named(name)):
        about.append(error.about)
    advice = f" {error.advice}" if error.advice else ""
    line = f"saring: {': '.join([*about, error.message])} [{error.reason}].{advice}"
    print(harmless(line), file=sys.stderr)


def harmless(line: str) -> str:
    """The line, fit for a terminal: names and titles may hold anything, so what moves the cursor is spelt out."""
    return line if line.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)
