"""Which articles are wanted among those found: by section (``-a section=``), by words (``-a keyword=``)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from scraper.article import Article
from scraper.outlet import Outlet, PathPart
from scraper.text.urls import slug


@dataclass(frozen=True, slots=True)
class Choice:
    """Names of sections and keywords, one of each must fit; an empty tuple chooses nothing out."""

    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sections or self.keywords)

    def surely_misses(self, url: str, outlet: Outlet) -> str | None:
        """Why the article at an address is not wanted, where the address alone says so: saves a request.

        That is where the outlet's sections are a part of its addresses.
        """
        if not self.sections:
            return None
        readers = outlet.fields.get("article_section", ())
        first = next(iter(readers), None) if isinstance(readers, tuple) else readers
        if not isinstance(first, PathPart) or self._named(url):
            return None
        return "other_section"

    def misses(self, article: Article) -> str | None:
        """Why an article is not wanted: other_section or no_keyword; None where it is."""
        if self.sections and not self._named(article.url or ""):
            sections = {slug(name) for name in article.article_section}
            if sections.isdisjoint(slug(wanted) for wanted in self.sections):
                return "other_section"
        if self.keywords:
            text = "\n".join([article.headline or "", *article.keywords, article.article_body])
            plain = unicodedata.normalize("NFKC", text).casefold()
            if not any(_words(word).search(plain) for word in self.keywords):
                return "no_keyword"
        return None

    def _named(self, url: str) -> bool:
        """Whether an address names a wanted section: as a part of its path before the last, or of its host."""
        parts = urlsplit(url)
        places = {*parts.path.strip("/").split("/")[:-1], *(parts.hostname or "").split(".")[:-2]}
        spelled = {slug(place) for place in places}
        return any(slug(section) in spelled for section in self.sections)


def _words(keyword: str) -> re.Pattern[str]:
    """The words of a keyword, one after the other, as whole words."""
    words = unicodedata.normalize("NFKC", keyword).casefold().split()
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)")
