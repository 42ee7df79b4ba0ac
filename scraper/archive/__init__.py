"""WARC in and out: what a crawl fetched, kept as standard files, and read again."""
