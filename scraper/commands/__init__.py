"""Commands of ``scrapy`` in this project."""

import gc

# Looking for circles of garbage after every 700 new objects is 0.1 s of a start, and goes on with every page.
gc.set_threshold(20_000, 20, 20)
