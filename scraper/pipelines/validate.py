"""Checks every record against the published schema and the record's laws; a breach goes to quarantine."""

from __future__ import annotations

from scraper.crawl.visit import Fault, Visit
from scraper.errors import InvalidRecord
from scraper.schema import validate


class ValidatePipeline:
    """Turns a visit with an invalid record into one with a fault."""

    def process_item(self, item: Visit) -> Visit:
        if item.article is None:
            return item
        try:
            validate(item.article)
        except InvalidRecord as error:
            item.article, item.fault = None, Fault("quarantined", error.reason, error.message)
        return item
