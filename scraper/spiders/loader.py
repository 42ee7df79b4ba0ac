"""Finds a spider by its name without making the classes of all outlets: a crawl needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.spiderloader import SpiderLoader

from scraper.errors import UnknownOutlet
from scraper.outlets import by_name
from scraper.spiders.any_site import SiteSpider
from scraper.spiders.outlet_spider import spider_class

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings

_MODULE = "scraper.spiders.by_outlet"  # where the classes stand when all are made


class OutletLoader(SpiderLoader):
    """Scrapy's loader, which looks at every module only when it must."""

    def __init__(self, settings: BaseSettings) -> None:
        self._settings = settings
        self._whole = False

    def load(self, spider_name: str) -> type[Spider]:
        """The spider class of that name; raises KeyError."""
        if spider_name == SiteSpider.name:
            return SiteSpider
        if not self._whole:
            try:
                return spider_class(by_name(spider_name), _MODULE)
            except UnknownOutlet:  # a spider that is no outlet's
                self._load_whole()
        return super().load(spider_name)

    def list(self) -> list[str]:
        """The names of the outlets' spiders; the one for any site is none that a schedule could run."""
        self._load_whole()
        return [name for name in super().list() if name != SiteSpider.name]

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]  # `list` is a method here
        """The names of the spiders whose outlet the request belongs to."""
        self._load_whole()
        return super().find_by_request(request)

    def _load_whole(self) -> None:
        if not self._whole:
            super().__init__(self._settings)
            self._whole = True
