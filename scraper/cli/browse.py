"""``saring browse``: a store in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

ABOUT = (
    "looks into a store (FILE.db) in the browser: facets, search, articles beside what was removed from them"
)
EXAMPLES = """\
  saring browse                        output/articles.db, on any free port of this machine alone
  saring browse corpus.db --open
  saring browse corpus.db --port 8001
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add its options."""
    add = parser.add_argument
    add(
        "file",
        nargs="?",
        default="output/articles.db",
        metavar="FILE",
        help="the store (default: output/articles.db)",
    )
    add("--port", type=int, default=0, metavar="N", help="default: any that is free")
    add("--open", action="store_true", help="open the browser")


def run(chosen: argparse.Namespace) -> int:
    """Serve it until interrupted."""
    import webbrowser
    from pathlib import Path

    from scraper.browse import serve

    def ready(address: str) -> None:
        print(f"{address}  (Ctrl-C ends it)", flush=True)
        if chosen.open:
            webbrowser.open(address)

    try:
        serve(Path(chosen.file), chosen.port, ready)
    except KeyboardInterrupt:
        print()
    return 0
