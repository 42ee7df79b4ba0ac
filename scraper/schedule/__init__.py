"""Schedules: which source of which outlet is due, and one run of an outlet at a time. No Scrapy."""
