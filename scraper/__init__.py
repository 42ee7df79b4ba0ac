"""Saring: Indonesian news articles, crawled and cleaned exactly.

>>> from scraper import extract, extract_text

Importing this package loads neither Scrapy nor trafilatura; the names below are resolved on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Article", "SaringError", "__version__", "extract", "extract_text"]

if TYPE_CHECKING:
    from scraper.article import Article
    from scraper.errors import SaringError
    from scraper.extraction import extract, extract_text

_HOMES = {
    "Article": "scraper.article",
    "SaringError": "scraper.errors",
    "extract": "scraper.extraction",
    "extract_text": "scraper.extraction",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'scraper' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
