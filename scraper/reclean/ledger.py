"""The ledger as a source: what ARCHIVE kept, read at the offsets that its rows name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from scraper.archive.keep import SENDING
from scraper.errors import UsageError
from scraper.ledger import Ledger
from scraper.ledger.schema import captures
from scraper.reclean.piece import Piece


def ledger_pieces(source: str, count: int) -> Iterator[Piece]:
    """Pieces of at most ``count`` records of one file. Raises LedgerError, or UsageError where it kept nothing."""
    if "://" not in source and not Path(source).is_file():
        raise UsageError("no such file", about=source)
    ledger = Ledger(source if "://" in source else f"sqlite:///{Path(source).resolve()}")
    which = captures.c.kind == "response"
    columns = captures.c.folder, captures.c.file, captures.c.offset, captures.c.length, captures.c.outlet
    wanted = select(*columns).where(which).order_by(captures.c.folder, captures.c.file, captures.c.offset)
    these: list[tuple[int, str]] = []
    path, size, found = "", 0, False
    try:
        with ledger.begin() as connection:
            for row in connection.execute(wanted):
                here = f"{_beside(row.folder, row.file, source)}"
                if these and (here != path or len(these) == count):
                    yield Piece("offsets", path, these[0][0], None, tuple(these), size)
                    these, size = [], 0
                path, found = here, True
                these.append((row.offset, row.outlet))
                size += row.length
    finally:
        ledger.close()
    if these:
        yield Piece("offsets", path, these[0][0], None, tuple(these), size)
    if not found:
        raise UsageError("the ledger knows no archived response; crawl with ARCHIVE=1", about=source)


def _beside(folder: str, file: str, source: str) -> str:
    """Where an archive file is: where it was written, else beside the ledger, which moves together with it."""
    written = f"{folder}/{file}"
    if "://" in source:
        return written
    archive = Path(source).resolve().parent / "archive"
    if "://" in written:  # unless it is still on its way there
        here = archive / SENDING / file
    else:
        here = Path(written) if Path(written).is_file() else archive / file
    return str(here) if here.is_file() else written
