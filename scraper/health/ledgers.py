"""The ledger for who only looks: one that is not there is said so, not made."""

from __future__ import annotations

import json
import os
from collections import deque
from pathlib import Path
from typing import Any

from sqlalchemy import select

from scraper.ledger import Ledger
from scraper.ledger.schema import revisions
from scraper.ledger.store import LedgerError, default_dsn
from scraper.upgrade import upgraded


class NoLedger(LedgerError):
    """There is no ledger yet."""

    reason = "no_ledger"
    advice = "Crawl first (`scrapy crawl NAME`), or name the ledger with --output DIR or --ledger DSN."


def existing(dsn: str | None, folder: Path) -> Ledger:
    """The ledger named, else LEDGER_DSN's, else the one in ``folder``. Raises NoLedger, LedgerError."""
    named = dsn or os.environ.get("LEDGER_DSN")
    if not named and not (folder / "ledger.db").is_file():
        raise NoLedger("there is no ledger", about=str(folder / "ledger.db"))
    return Ledger(named or default_dsn(folder))


def newest_records(ledger: Ledger, outlet: str, most: int) -> list[dict[str, Any]]:
    """The newest records of an outlet, oldest first."""
    newest = select(revisions.c.line).where(revisions.c.outlet == outlet).order_by(revisions.c.seq.desc())
    with ledger.begin() as connection:
        lines = connection.execute(newest.limit(most)).scalars().all()
    return [upgraded(json.loads(line)) for line in reversed(lines)]


def records_of(path: Path, most: int) -> list[dict[str, Any]]:
    """The last records of a JSON Lines file. Raises LedgerError where it cannot be read."""
    try:
        with path.open(encoding="utf-8") as file:
            return [upgraded(json.loads(line)) for line in deque(file, maxlen=most)]
    except (OSError, ValueError) as error:
        raise LedgerError(
            f"cannot be read as JSON Lines: {error}", about=str(path), reason="unreadable"
        ) from None
