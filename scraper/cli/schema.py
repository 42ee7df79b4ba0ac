"""``saring schema``: the JSON Schema of the records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

ABOUT = "the JSON Schema of the records"
EXAMPLES = "  saring schema > article.schema.json\n"


def arguments(command: argparse.ArgumentParser) -> None:
    """There are none."""


def run(_: argparse.Namespace) -> int:
    """Print it: the file, not the model, which is the same and would need pydantic."""
    folder = Path(__file__).parent.parent / "schema"
    print(folder.joinpath("article.schema.json").read_text("utf-8"), end="")
    return 0
