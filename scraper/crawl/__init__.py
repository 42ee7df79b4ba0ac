"""The crawl's own logic: arguments, addresses, source lists, whole articles, accounts. No Scrapy in here."""
