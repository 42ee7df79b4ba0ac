"""Whole crawls, and the crawl's own logic."""
