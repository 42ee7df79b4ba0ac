"""The article record: what one page becomes, whatever door it came through.

Field names are schema.org ``NewsArticle`` terms in snake_case, plural where the value is a list. Unknown is
``None`` or an empty list: never borrowed from another field, never invented. Times are ISO 8601 strings with an
offset (a bare date where the page prints no time of day).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Any, Literal, TypeAlias

import orjson

SCHEMA_VERSION = "1.0"
RULES_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that a string field must match.

    Held as annotation metadata so that the record stays free of pydantic; pydantic reads it through the hook below,
    hence the validator and the published JSON Schema share this one truth.
    """

    regex: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.str_schema(pattern=self.regex)


# A date, or a date-time with an offset.
IsoTime: TypeAlias = Annotated[str, Pattern(r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$")]
HttpUrl: TypeAlias = Annotated[str, Pattern(r"^https?://[^\s]+$")]
NonEmpty: TypeAlias = Annotated[str, Pattern(r"\S")]
Sha256: TypeAlias = Annotated[str, Pattern(r"^[0-9a-f]{64}$")]

BlockKind: TypeAlias = Literal["paragraph", "heading", "list_item", "quote", "table_row"]
LinkKind: TypeAlias = Literal["read_also", "related", "popular", "continued", "video"]
RemovalKind: TypeAlias = Literal[
    "ad", "related", "promotion", "copyright", "dateline", "byline", "end_mark",
    "caption", "share", "embed", "pagination", "other",
]  # fmt: skip
ZoneFrom: TypeAlias = Literal["printed", "declared", "outlet", "assumed"]
Extraction: TypeAlias = Literal["rules", "generic", "text"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, quote or table row of the article, in reading order."""

    kind: BlockKind
    text: NonEmpty


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another article that the page prints in or around the body.

    ``after_block`` is the index of the block it follows; None before the first block and outside the body.
    """

    kind: LinkKind
    title: NonEmpty
    url: HttpUrl | None = None
    after_block: int | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """A span of the body region that is not part of the article, with the rule that took it out.

    ``block`` is the index of the block it follows or was cut from; None before the first block.
    """

    rule: NonEmpty
    kind: RemovalKind
    block: int | None
    text: NonEmpty
    url: HttpUrl | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """An image that belongs to the article."""

    url: HttpUrl
    caption: str | None = None
    credit: str | None = None


@dataclass(slots=True, kw_only=True)
class Article:
    """One article record. See docs/record.md for the meaning of every field."""

    # identity
    schema_version: str = SCHEMA_VERSION
    id: NonEmpty
    url: HttpUrl | None = None
    canonical_url: HttpUrl | None = None
    amp_url: HttpUrl | None = None
    outlet: str | None = None
    publisher: str | None = None
    is_part_of: str | None = None
    # words
    headline: str | None = None
    description: str | None = None
    dateline: str | None = None
    article_body: NonEmpty
    blocks: list[Block]
    end_mark: str | None = None
    in_language: str | None = "id"
    word_count: int = 0
    # people
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    # time
    date_published: IsoTime | None = None
    date_published_raw: str | None = None
    date_modified: IsoTime | None = None
    time_zone_from: ZoneFrom | None = None
    # place in the outlet
    article_section: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    is_accessible_for_free: bool | None = None
    # links
    related_links: list[Link] = field(default_factory=list)
    cited_sources: list[str] = field(default_factory=list)
    # pages of a split article
    pages_expected: int = 1
    pages_got: int = 1
    # how it was made
    field_sources: dict[str, str] = field(default_factory=dict)
    extraction: Extraction = "generic"
    rules_version: str = RULES_VERSION
    removed: list[Removal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # where it came from
    date_downloaded: IsoTime | None = None
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_sha256: Sha256 | None = None
    archive: str | None = None
    revision: int = 1
    # rights
    copyright_notice: str | None = None
    rights: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts, lists, strings, numbers and None: JSON keys are the Python names."""
        return {name: _plain(getattr(self, name)) for name in _NAMES}

    def to_json(self) -> str:
        """The record as one line of JSON, non-ASCII letters as they are."""
        return json_line(self.to_dict())


def json_line(values: Mapping[str, Any]) -> str:
    """The values of a record as one line of JSON. Raises TypeError for what no record holds (lone surrogates)."""
    return json_bytes(values).decode()


def json_bytes(values: Mapping[str, Any]) -> bytes:
    """The same in UTF-8; by orjson, in a tenth of the time that json takes."""
    return orjson.dumps(values)


_NAMES = tuple(f.name for f in fields(Article))
# Written out, not derived: half the time of a loop over the fields, thirty times a record.
_PARTS: dict[type, Callable[[Any], dict[str, Any]]] = {
    Block: lambda b: {"kind": b.kind, "text": b.text},
    Link: lambda k: {"kind": k.kind, "title": k.title, "url": k.url, "after_block": k.after_block},
    Removal: lambda r: {"rule": r.rule, "kind": r.kind, "block": r.block, "text": r.text, "url": r.url},
    Image: lambda i: {"url": i.url, "caption": i.caption, "credit": i.credit},
}


def _plain(value: Any) -> Any:
    if type(value) is list:
        as_dict = _PARTS.get(type(value[0])) if value else None
        return [as_dict(part) for part in value] if as_dict else value[:]
    return dict(value) if type(value) is dict else value


def article_id(outlet: str | None, identity: str) -> str:
    """A stable id from the outlet's name and what identifies the article (its URL key, else its own words)."""
    name = outlet or "site"
    digest = hashlib.blake2b(f"{name}\n{identity}".encode(), digest_size=8).hexdigest()
    return f"{name}-{digest}"
