"""The record's contract, at the output edge: validation, loading and the published JSON Schema (2020-12).

pydantic is imported here and nowhere else; the record itself is a plain dataclass.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from scraper.article import SCHEMA_VERSION, Article, Block, Image, Link, Removal
from scraper.errors import InvalidRecord
from scraper.schema.laws import first_fault
from scraper.schema.meanings import FIELDS, PARTS

__all__ = ["SCHEMA_FILE", "json_schema", "load", "validate"]

SCHEMA_FILE = Path(__file__).with_name("article.schema.json")

# Strict: no "1" for 1. Revalidate: an instance is looked into again, since a dataclass checks nothing itself.
for _class in (Article, Block, Link, Removal, Image):
    with_config(ConfigDict(strict=True, extra="forbid", revalidate_instances="always"))(_class)
_ADAPTER: TypeAdapter[Article] = TypeAdapter(Article)
_NAMES = frozenset(Article.__dataclass_fields__)


def validate(article: Article) -> None:
    """Raise InvalidRecord, naming the field, when the record breaks the schema or a law of the record."""
    try:
        _ADAPTER.validate_python(article)
    except ValidationError as error:
        raise _invalid(error, _about(article)) from None
    _refuse_version(article.schema_version, _about(article))
    fault = first_fault(article)
    if fault is not None:
        raise InvalidRecord(f"{fault.field} {fault.message}", about=_about(article))


def load(record: str | bytes | Mapping[str, Any]) -> Article:
    """The Article of one JSON line, or of the dict that Article.to_dict() gave.

    Raises InvalidRecord when it is not JSON, of another schema version, or breaks the schema or a law.
    """
    values = _decoded(record) if isinstance(record, str | bytes) else dict(record)
    about = _text(values, "url") or _text(values, "id")
    _refuse_version(values.get("schema_version"), about)
    missing = sorted(_NAMES - values.keys())
    if missing:
        raise InvalidRecord(f"{', '.join(missing)}: missing", about=about)
    try:
        # As JSON, not as Python: there a dict stands for a Block, and nothing is converted silently.
        article = _ADAPTER.validate_json(
            json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
        )
    except ValidationError as error:
        raise _invalid(error, about) from None
    except (TypeError, ValueError) as error:
        raise InvalidRecord(f"not a record: {error}", about=about) from None
    fault = first_fault(article)
    if fault is not None:
        raise InvalidRecord(f"{fault.field} {fault.message}", about=about)
    return article


def json_schema() -> dict[str, Any]:
    """The JSON Schema of one record. Every field is required: unknown is null or empty, never absent."""
    made = _ADAPTER.json_schema()
    parts = made.pop("$defs")
    for name, (about, meanings) in PARTS.items():
        _describe(parts[name], about, meanings)
    _describe(made, "One news article, crawled and cleaned by saring.", FIELDS)
    properties = made.pop("properties")
    properties["schema_version"] = {"const": SCHEMA_VERSION, **properties["schema_version"]}
    for name in ("pages_expected", "pages_got", "revision"):
        properties[name]["minimum"] = 1
    properties["word_count"]["minimum"] = 0
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:saring:article:{SCHEMA_VERSION}",
        **made,
        "properties": properties,
        "$defs": parts,
    }


def _describe(schema: dict[str, Any], about: str, meanings: Mapping[str, str]) -> None:
    """Put our words in, pydantic's titles and defaults out, and require every field."""
    schema["description"] = about
    properties = schema["properties"]
    for name, value in properties.items():
        value.pop("title", None)
        value.pop("default", None)
        properties[name] = {"description": meanings[name], **value}
    schema["required"] = list(properties)


def _about(article: Article) -> str | None:
    """What a message calls the record by; the record may be of any shape yet."""
    return next((v for v in (article.url, article.id) if isinstance(v, str) and v), None)


def _text(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None


def _decoded(line: str | bytes) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise InvalidRecord(f"not JSON: {error}") from None
    if not isinstance(values, dict):
        raise InvalidRecord(f"a JSON {type(values).__name__} is no record")
    return values


def _refuse_version(version: Any, about: str | None) -> None:
    if version != SCHEMA_VERSION:
        raise InvalidRecord(f"schema_version is {version!r}; this is {SCHEMA_VERSION!r}", about=about)


def _invalid(error: ValidationError, about: str | None) -> InvalidRecord:
    """pydantic's first finding as one line: the field's place, what is wrong, what was there."""
    first = error.errors(include_url=False)[0]
    place = ""
    for step in first["loc"]:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
    found = repr(first["input"])
    shown = found if len(found) <= 60 else f"{found[:57]}…"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return InvalidRecord(f"{place or 'record'}: {first['msg']}, got {shown}{more}", about=about)
