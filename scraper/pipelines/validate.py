"""Checks every record against the published schema and the record's laws; a breach goes to quarantine."""

from __future__ import annotations

from scraper.crawl.sealed import fault_of
from scraper.crawl.visit import Visit


class ValidatePipeline:
    """Turns a visit with an invalid record, or one that cannot be an article's, into one with a fault."""

    def process_item(self, item: Visit) -> Visit:
        if item.article is None:
            return item
        fault = fault_of(item.article)
        if fault:
            item.article, item.fault = None, fault
        return item
