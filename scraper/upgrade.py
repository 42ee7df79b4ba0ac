"""Records of earlier schema versions, made current: whoever reads records that were stored goes through here.

A version that was published is never changed. When the record gets another shape, ``SCHEMA_VERSION`` is raised
(CONTRIBUTING.md) and STEPS gets the one step from the version before to the new one, so that a record of any version
comes up to the current one step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scraper.article import SCHEMA_VERSION
from scraper.errors import InvalidRecord

Step = Callable[[dict[str, Any]], dict[str, Any]]

# From each version but the current one: the version after it, and what makes a record of the one into one of the other
# (its schema_version is set here). A step may change the dict that it is given.
STEPS: Mapping[str, tuple[str, Step]] = {}


class NewerRecord(InvalidRecord):
    """A record of a schema version that this saring does not know yet."""

    reason = "newer_record"
    advice = "Update saring."


def upgraded(
    record: dict[str, Any], *, current: str = SCHEMA_VERSION, steps: Mapping[str, tuple[str, Step]] = STEPS
) -> dict[str, Any]:
    """The record as one of the current version; itself where it is one. What was given stays as it is.

    Raises NewerRecord for a record from the future, InvalidRecord for one of a version that never was. Nothing else is
    checked: ``scraper.schema.load`` does that.
    """
    version = record.get("schema_version")
    if version == current:
        return record
    values = dict(record)
    while version != current:
        if not isinstance(version, str) or version not in steps:
            raise _unknown(version, record, current)
        version, step = steps[version]
        values = {**step(values), "schema_version": version}
    return values


def _unknown(version: object, record: dict[str, Any], current: str) -> InvalidRecord:
    about = next((v for v in (record.get("url"), record.get("id")) if isinstance(v, str) and v), None)
    message = f"schema_version: is {version!r}; this saring reads up to {current!r}"
    if "schema_version" not in record:
        message = "schema_version: missing"
    newer = isinstance(version, str) and _numbers(version) > _numbers(current)
    return NewerRecord(message, about=about) if newer else InvalidRecord(message, about=about)


def _numbers(version: str) -> tuple[int, ...]:
    """A version in the order of versions; one that is none comes before all."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(p.isascii() and p.isdigit() for p in parts) else ()
