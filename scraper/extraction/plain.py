"""``extract_text``: text that somebody already took off a page, cleaned like a page."""
from scraper.article import Article
from scraper.outlet import Outlet


def extract_text(text: str, *, outlet: Outlet | str | None = None) -> Article:
    raise NotImplementedError
