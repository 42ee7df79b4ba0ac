"""Commands of ``scrapy`` in this project."""

import gc

# Early: Scrapy's module looks for its own name in the file of every module there is, for every frame there is, three
# times. Loaded by the engine, behind many of both, that is a tenth of a start.
import scrapy.core.downloader.handlers.http11  # noqa: F401

# Looking for circles of garbage after every 700 new objects is 0.1 s of a start, and goes on with every page.
gc.set_threshold(20_000, 20, 20)
