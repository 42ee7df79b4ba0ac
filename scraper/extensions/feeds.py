"""CSV and XML feeds of articles: Scrapy prints nested dataclasses as Python, these as data."""

from __future__ import annotations

import json
from typing import Any

from itemadapter import ItemAdapter
from scrapy.exporters import CsvItemExporter, XmlItemExporter


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
