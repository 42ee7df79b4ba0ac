"""The ledger: what was discovered, how it ended, and every article revision. SQLAlchemy Core; no Scrapy.

SQLite (one machine, the default) or PostgreSQL (``LEDGER_DSN``). URL state and article commit in one transaction;
the output files repeat its rows, exactly once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["Ledger"]

if TYPE_CHECKING:
    from scraper.ledger.store import Ledger


def __getattr__(name: str) -> Any:
    """``Ledger``, with the database library that it loads, on first use: `saring reclean` needs only a digest."""
    if name != "Ledger":
        raise AttributeError(f"module 'scraper.ledger' has no attribute {name!r}")
    from scraper.ledger.store import Ledger

    return Ledger
