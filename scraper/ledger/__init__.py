"""The ledger: what was discovered, how it ended, and every article revision. SQLAlchemy Core; no Scrapy.

SQLite (one machine, the default) or PostgreSQL (``LEDGER_DSN``). URL state and article commit in one transaction;
the output files repeat its rows, exactly once.
"""

from scraper.ledger.store import Ledger

__all__ = ["Ledger"]
