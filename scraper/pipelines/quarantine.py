"""Ends visits without an article; what must not be lost goes to ``quarantine.jsonl``, its bytes beside it."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scraper.crawl.state import our_crawl, output_folder
from scraper.crawl.visit import Answer, Fault, Visit
from scraper.pipelines import Ended
from scraper.pipelines.lines import LineFile

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class QuarantinePipeline:
    """Writes a quarantined visit once (not the same bytes for the same reason again) and ends it.

    A line holds address, reason, message and pages; each page's bytes are ``quarantine/<sha256>.html.gz``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._file: LineFile | None = None
        self._folder = Path()
        self._written: set[tuple[str, ...]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        self._folder = output_folder(self._crawler.settings, our_crawl(self._crawler))
        self._file = LineFile(self._folder / "quarantine.jsonl")
        self._written = {_identity(line) for line in self._file.records()}

    def close_spider(self) -> None:
        if self._file:
            self._file.close()

    def process_item(self, item: Visit) -> Visit:
        if item.fault is None:
            return item
        if item.fault.kind == "quarantined":
            self._write(item, item.fault)
        raise Ended(item.fault.kind, item.fault.reason, item.fault.message)

    def _write(self, visit: Visit, fault: Fault) -> None:
        line = {
            "url": visit.url,
            "reason": fault.reason,
            "message": fault.message,
            "pages": [self._kept(answer) for answer in visit.answers],
        }
        if self._file and _identity(line) not in self._written:
            self._written.add(_identity(line))
            self._file.append(json.dumps(line, ensure_ascii=False))

    def _kept(self, answer: Answer) -> dict[str, Any]:
        digest = hashlib.sha256(answer.body).hexdigest()
        path = self._folder / "quarantine" / f"{digest}.html.gz"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            half = path.with_suffix(".part")
            half.write_bytes(gzip.compress(answer.body, mtime=0))
            half.replace(path)
        return {
            "url": answer.final_url or answer.url,
            "http_status": answer.status,
            "date_downloaded": answer.downloaded,
            "content_sha256": digest,
            "file": path.relative_to(self._folder).as_posix(),
        }


def _identity(line: dict[str, Any]) -> tuple[str, ...]:
    pages = line.get("pages", [])
    return (
        str(line.get("url")),
        str(line.get("reason")),
        *(str(page.get("content_sha256")) for page in pages),
    )
