"""A spider class for every outlet of the catalogue, for `scrapy list` and `scrapy crawl NAME`."""

from scraper.outlets import catalogue
from scraper.spiders.outlet_spider import OutletSpider, spider_class

# Scrapy's loader takes the classes that stand in a module's namespace and claim to come from it.
globals().update(
    {made.__name__: made for made in (spider_class(outlet, __name__) for outlet in catalogue().values())}
)

__all__ = ["OutletSpider"]
