"""Extraction: bytes (or text) and an address in, one article record out. Pure: no network, no clock, no Scrapy."""

from scraper.extraction.html import extract
from scraper.extraction.plain import extract_text

__all__ = ["extract", "extract_text"]
