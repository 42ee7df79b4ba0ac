"""Feeds of articles: CSV and XML (Scrapy prints nested dataclasses as Python, these as data), Parquet, packed JSONL."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter, CsvItemExporter, XmlItemExporter

from scraper.errors import UsageError

if TYPE_CHECKING:
    from scraper.dataset.files import Writer


def plain(value: Any) -> Any:
    """Dataclasses as dicts, at any depth."""
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if ItemAdapter.is_item(value):
        return ItemAdapter(value).asdict()
    return value


class ArticleCsvExporter(CsvItemExporter):
    """Lists and objects stand in their cell as JSON: a name may hold the comma they would be joined by."""

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        value = plain(value)
        return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


class ArticleXmlExporter(XmlItemExporter):
    """Objects become elements; what is unknown becomes an empty one."""

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        return "" if value is None else _no_nulls(plain(value))


def _no_nulls(value: Any) -> Any:
    if isinstance(value, list):
        return [_no_nulls(part) for part in value]
    if isinstance(value, dict):
        # Field sources hold names with characters no element may have; they are short, so JSON serves.
        return {name: "" if part is None else part for name, part in value.items()}
    return value


class _WriterExporter(BaseItemExporter):
    """Exports by a writer of the data set: whole records, whatever FEED_EXPORT_FIELDS says of others."""

    form: ClassVar[str]

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self._file = file
        self._writer: Writer | None = None
        self._fault: Exception | None = None

    def start_exporting(self) -> None:
        from scraper.dataset.files import writer_of

        self._writer = writer_of(self.form, self._file)

    def export_item(self, item: Any) -> None:
        if self._writer:
            try:
                self._writer.write(ItemAdapter(item).asdict())
            except Exception as error:
                self._fault = error
                raise

    def finish_exporting(self) -> None:
        if self._fault:  # Scrapy has logged it, and would store the rest as if it were all
            raise self._fault
        if self._writer:
            self._writer.close()


class ParquetExporter(_WriterExporter):
    """``-O articles.parquet``: the columns of docs/dataset.md."""

    form = ".parquet"


class GzipJsonLinesExporter(_WriterExporter):
    """``-O articles.jsonl.gz``."""

    form = ".jsonl.gz"


class ZstdJsonLinesExporter(_WriterExporter):
    """``-O articles.jsonl.zst``."""

    form = ".jsonl.zst"


# What Scrapy's storages of these addresses import, and the extra that brings it.
_REMOTE = {"s3": ("boto3", "s3"), "gs": ("google.cloud.storage", "gcs")}


def check_feeds(feeds: Mapping[Any, Mapping[str, Any]]) -> None:
    """Raise UsageError for a feed that would come out as something else than its name says, or harm what is there."""
    for uri, options in feeds.items():
        form, name = options.get("format"), str(uri)
        module, extra = _REMOTE.get(name.partition("://")[0], ("", ""))
        if module and not _is_there(module):
            raise UsageError(f"needs {module}: pip install 'saring[{extra}]'", about=name)
        if form in ("gz", "zst") and not re.search(r"\.(?:jsonl|jl)\.(?:gz|zst)\Z", name):
            raise UsageError("packed feeds are JSON Lines: call it .jsonl.gz or .jsonl.zst", about=name)
        if form == "parquet":
            from scraper.dataset.parquet import arrow

            arrow()
            path = Path(re.sub(r"\Afile://", "", name))
            if not options.get("overwrite") and path.is_file() and path.stat().st_size:
                raise UsageError(
                    "is there, and nothing can be appended to Parquet: -O writes it anew", about=name
                )


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
