"""Writing the report's files: a temporary name, then renamed, so that nobody reads half a file."""

from __future__ import annotations

import os
from pathlib import Path

from scraper.errors import SaringError


class Unwritable(SaringError):
    """A file that cannot be written."""

    reason = "unwritable"
    advice = "Check that the folder is there and can be written."


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises Unwritable."""
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        half.write_text(text, encoding="utf-8")
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise Unwritable(error.strerror or str(error), about=str(path)) from None
