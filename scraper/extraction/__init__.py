"""Extraction: bytes (or text) and an address in, one article record out. Pure: no network, no clock, no Scrapy.

The names below are resolved on first use: a crawl, which extracts in processes of its own, needs only the helpers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = ["extract", "extract_text"]

if TYPE_CHECKING:
    from scraper.extraction.html import extract
    from scraper.extraction.plain import extract_text

_HOMES = {"extract": "scraper.extraction.html", "extract_text": "scraper.extraction.plain"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'scraper.extraction' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
