"""``saring schema``: the JSON Schema of the records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scraper.article import SCHEMA_VERSION
from scraper.errors import UsageError

if TYPE_CHECKING:
    import argparse

ABOUT = "the JSON Schema of the records"
EXAMPLES = """\
  saring schema > article.schema.json
  saring schema --of 1.0                 as it was published for records of that schema_version
"""


def arguments(command: argparse.ArgumentParser) -> None:
    """Add its option."""
    command.add_argument(
        "--of",
        metavar="VERSION",
        default=SCHEMA_VERSION,
        help=f"a published version (default: {SCHEMA_VERSION})",
    )


def run(chosen: argparse.Namespace) -> int:
    """Print it: the file, not the model, which is the same and would need pydantic."""
    files = {
        file.stem: file for file in (Path(__file__).parent.parent / "schema" / "versions").glob("*.json")
    }
    if chosen.of not in files:
        raise UsageError(f"never published; there are {', '.join(sorted(files))}", about=f"--of {chosen.of}")
    print(files[chosen.of].read_text("utf-8"), end="")
    return 0
