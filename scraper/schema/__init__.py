"""The record's contract, at the output edge: validation, loading and the published JSON Schema (2020-12).

pydantic is imported here and nowhere else, when a record is read or a first look leaves a doubt; the record itself is a
plain dataclass.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.article import SCHEMA_VERSION, Article, Block, Image, Link, Removal
from scraper.errors import InvalidRecord
from scraper.schema import quick
from scraper.schema.laws import Fault, faults_of
from scraper.schema.meanings import FIELDS, PARTS
from scraper.upgrade import upgraded

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

__all__ = ["SCHEMA_FILE", "VERSIONS", "check", "json_schema", "load", "valid_line", "validate"]

# Every schema that was ever published, a file each; the current one is kept by ``python -m scraper.schema``.
VERSIONS = Path(__file__).with_name("versions")
SCHEMA_FILE = VERSIONS / f"{SCHEMA_VERSION}.json"


@cache
def _adapter() -> TypeAdapter[Article]:
    from pydantic import ConfigDict, TypeAdapter, with_config

    # Strict: no "1" for 1. Revalidate: an instance is looked into again, since a dataclass checks nothing itself.
    for part in (Article, Block, Link, Removal, Image):
        with_config(ConfigDict(strict=True, extra="forbid", revalidate_instances="always"))(part)
    return TypeAdapter(Article)


def validate(article: Article) -> None:
    """Raise InvalidRecord, naming the field, when the record breaks the schema or a law of the record."""
    valid_line(article)


def valid_line(article: Article) -> bytes:
    """The record as a line of JSON, in UTF-8. Raises InvalidRecord as validate does: most of both is one work."""
    line = quick.line_of(article)
    if line is None:
        _look_into(article)
    if article.schema_version != SCHEMA_VERSION:
        wrong = Fault("schema_version", f"is {article.schema_version!r}; this is {SCHEMA_VERSION!r}")
        raise _invalid([wrong], _about(article))
    if line is None:
        line = json.dumps(article.to_dict(), ensure_ascii=False).encode("utf-8", "surrogatepass")
    fault = next(faults_of(article, line), None)
    if fault is not None:
        raise _invalid([fault], _about(article))
    return line


def _look_into(article: Article) -> None:
    """The schema's full look. Raises InvalidRecord."""
    from pydantic import ValidationError

    try:
        _adapter().validate_python(article)
    except ValidationError as error:
        raise _invalid(_findings(error), _about(article)) from None


def load(record: str | bytes | Mapping[str, Any], line: bytes | None = None) -> Article:
    """The Article of one JSON line, or of the dict that Article.to_dict() gave; earlier versions are made current.

    ``line``: the JSON that such a dict was read from, where it is at hand, which spares writing it anew. Raises
    InvalidRecord when it is not JSON, breaks the schema or a law, or is of a version that is not known.
    """
    values = decoded(record) if isinstance(record, str | bytes) else dict(record)
    article, faults = check(values, record if isinstance(record, bytes) else line)
    if article is None:
        raise _invalid(faults, next(filter(None, (_text(values, name) for name in ("url", "id"))), None))
    return article


def decoded(line: str | bytes) -> dict[str, Any]:
    """The object of a JSON line. Raises InvalidRecord."""
    try:
        values = json.loads(line.decode("utf-8") if isinstance(line, bytes) else line)
    except (ValueError, RecursionError) as error:
        raise InvalidRecord(f"not JSON: {error}") from None
    if not isinstance(values, dict):
        raise InvalidRecord(f"a JSON {type(values).__name__} is no record")
    return values


def check(values: dict[str, Any], line: bytes | None = None) -> tuple[Article | None, list[Fault]]:
    """The record of these values, or everything that is wrong with them; one of the two.

    ``line``: the JSON they were read from, which spares writing it anew. Raises InvalidRecord for an unknown version.
    """
    from pydantic import ValidationError

    current = upgraded(values)
    missing = [name for name in Article.__dataclass_fields__ if name not in current]
    if missing:
        return None, [Fault(", ".join(missing), "missing")]
    try:
        # As JSON, not as Python: there a dict stands for a Block, and nothing is converted silently.
        if line is None or current is not values:
            line = json.dumps(current, ensure_ascii=False).encode("utf-8", "surrogatepass")
        article = _adapter().validate_json(line)
    except ValidationError as error:
        return None, _findings(error)
    except (TypeError, ValueError) as error:
        return None, [Fault("", f"not a record: {error}")]
    faults = list(faults_of(article, line))
    return (None, faults) if faults else (article, [])


def json_schema() -> dict[str, Any]:
    """The JSON Schema of one record. Every field is required: unknown is null or empty, never absent."""
    made = _adapter().json_schema()
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


def _invalid(faults: Sequence[Fault], about: str | None) -> InvalidRecord:
    """The first fault, and how many more there are."""
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return InvalidRecord(f"{faults[0]}{more}", about=about)


def _findings(error: ValidationError) -> list[Fault]:
    """What pydantic found: the field's place, what is wrong, what was there."""
    found = []
    for one in error.errors(include_url=False):
        place = ""
        for step in one["loc"]:
            place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
        if one["type"] == "unexpected_keyword_argument":
            message = "is no field of a record" if len(one["loc"]) == 1 else "is no field there"
        else:
            shown = repr(one["input"])
            message = f"{one['msg']}, got {shown if len(shown) <= 60 else f'{shown[:57]}…'}"
        found.append(Fault(place, message))
    return found
