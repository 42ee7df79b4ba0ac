"""Appends each new or changed article to ``articles.jsonl``; the ledger will take this place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from scraper.article import Article
from scraper.crawl.state import our_crawl, output_folder
from scraper.crawl.visit import Visit
from scraper.pipelines import Ended
from scraper.pipelines.lines import LineFile

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# What makes an article another one for its readers; a page's bytes change with every advertisement.
_WORDS = ("headline", "article_body", "authors", "editors", "date_published", "keywords")


@dataclass(slots=True)
class _Known:
    digest: str
    revision: int
    this_run: bool = False


class ArticlesPipeline:
    """Writes an article once: unchanged ones end so, a changed one is the next revision of the same id.

    Hands on the Article itself, which is what Scrapy's feeds export.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._file: LineFile | None = None
        self._known: dict[str, _Known] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        self._file = LineFile(
            output_folder(self._crawler.settings, our_crawl(self._crawler)) / "articles.jsonl"
        )
        for record in self._file.records():
            if "id" in record:
                self._known[record["id"]] = _Known(_digest(record), record.get("revision", 1))

    def close_spider(self) -> None:
        if self._file:
            self._file.close()

    def process_item(self, item: Visit) -> Article:
        article, crawl = item.article, our_crawl(self._crawler)
        if article is None or self._file is None:
            raise Ended("failed", "no_article", "a visit without article or fault")
        if crawl.full:
            raise Ended("skipped", "limit", "as many articles as asked for are there")
        record = article.to_dict()
        known, digest = self._known.get(article.id), _digest(record)
        if known and known.this_run:
            raise Ended("skipped", "duplicate", f"{article.id} came from another address of the same article")
        if known and known.digest == digest:
            known.this_run = True
            raise Ended("unchanged")
        article.revision = known.revision + 1 if known else 1
        self._file.append(article.to_json())
        self._known[article.id] = _Known(digest, article.revision, this_run=True)
        crawl.book.end(item.key, "emitted")
        for removal in article.removed:
            self._crawler.stats.inc_value(f"saring/removed/{removal.kind}")
        return article


def _digest(record: Mapping[str, Any]) -> str:
    words = json.dumps([record.get(name) for name in _WORDS], ensure_ascii=False)
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()
