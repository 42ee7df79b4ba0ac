"""The data set: stores of records, which a crawl fills and everything downstream reads.

``open_store(name)`` opens any of them: a SQLite file, PostgreSQL, JSON Lines (plain, gzip, zstd), Parquet. All hold the
same records, byte for byte as ``Article.to_json`` gave them.
"""

from scraper.dataset.opening import open_store
from scraper.dataset.store import Database, Store, StoreError, fill
from scraper.dataset.wanted import ALL, Wanted

__all__ = ["ALL", "Database", "Store", "StoreError", "Wanted", "fill", "open_store"]
