"""Serves the demo newsroom by hand: ``python -m scraper.newsroom --port 8000``."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Sequence

from scraper.errors import SaringError
from scraper.newsroom import Newsroom


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the newsroom until interrupted, saying where."""
    parser = argparse.ArgumentParser(
        prog="python -m scraper.newsroom", description="Serve the demo newsroom."
    )
    parser.add_argument("--port", type=int, default=8000, help="0 for any free port (default: 8000)")
    chosen = parser.parse_args(arguments)
    newsroom = Newsroom()
    try:
        print(
            f"{len(newsroom.articles)} invented articles at {newsroom.start(chosen.port)}/ (Ctrl-C stops)",
            flush=True,
        )
        threading.Event().wait()
    except SaringError as error:
        raise SystemExit(str(error)) from None
    except KeyboardInterrupt:
        newsroom.stop()


if __name__ == "__main__":
    main()
