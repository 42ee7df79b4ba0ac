"""Checks every record against the published schema and the record's laws; a breach goes to quarantine."""

from __future__ import annotations

from scraper.crawl.checks import article_fault, warn_of_future
from scraper.crawl.fault import Fault
from scraper.crawl.visit import Visit
from scraper.errors import InvalidRecord


class ValidatePipeline:
    """Turns a visit with an invalid record, or one that cannot be an article's, into one with a fault."""

    def process_item(self, item: Visit) -> Visit:
        if item.article is None:
            return item
        from scraper.schema import validate  # the spider has loaded it, in a pause

        warn_of_future(item.article)
        try:
            fault = article_fault(item.article)
            if fault is None:
                validate(item.article)
        except InvalidRecord as error:
            fault = Fault("quarantined", error.reason, error.message)
        if fault:
            item.article, item.fault = None, fault
        return item
