"""What new rules change: records of before and after, field by field and paragraph by paragraph, by outlet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scraper.archive.files import Unavailable
from scraper.errors import UsageError
from scraper.ledger.diff import differences
from scraper.text.urls import url_key
from scraper.upgrade import upgraded

# Of the visit or the rules, not of what the page says.
_NOT_COMPARED = frozenset({
    "schema_version", "rules_version", "revision", "date_downloaded", "http_status", "etag", "last_modified", "archive",
    "content_sha256", "rights", "field_sources", "blocks", "article_body", "word_count",
})  # fmt: skip
_SAMPLES = 5  # of each outlet and field
PARAGRAPHS = "article_body"


@dataclass(frozen=True, slots=True)
class Sample:
    """One change: old and new value as text, "" where there is none."""

    id: str
    url: str
    old: str
    new: str


@dataclass(slots=True)
class OutletChanges:
    """The changes of one outlet's records. ``fields``: of each field how many were gained, lost, altered.

    Under ``article_body`` stand paragraphs, not records: gained, lost, altered.
    """

    records: int = 0
    changed: int = 0
    gained: int = 0  # records that only the new rules give
    lost: int = 0
    fields: dict[str, Counter[str]] = field(default_factory=dict)
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def note(self, name: str, what: str, sample: Sample) -> None:
        """Count a change, and keep the first few."""
        self.fields.setdefault(name, Counter())[what] += 1
        kept = self.samples.setdefault(name, [])
        if len(kept) < _SAMPLES:
            kept.append(sample)


@dataclass(slots=True)
class Changes:
    """What changed from ``old`` to ``new`` (paths), by outlet."""

    old: str
    new: str
    outlets: dict[str, OutletChanges] = field(default_factory=dict)


def compare(old: Path, new: Path) -> Changes:
    """Compare the records of two folders (or JSONL files). Raises UsageError where there are none, Unavailable."""
    changes = Changes(str(old), str(new))
    before = _index(old)
    if not before:
        raise UsageError(
            "no records there: a folder with <outlet>/articles.jsonl, or a JSONL file", about=str(old)
        )
    by_url = {place.key: its_id for its_id, place in before.items() if place.key}
    after = _index(new)
    seen: set[str] = set()
    for its_id, place in after.items():
        record = place.read()
        was = its_id if its_id in before else by_url.get(place.key, "")
        outlet = changes.outlets.setdefault(record.get("outlet") or "generic", OutletChanges())
        outlet.records += 1
        if was and was not in seen:
            seen.add(was)
            _compare(before[was].read(), record, outlet)
        else:
            outlet.gained += 1
            outlet.note("record", "gained", _sample(record, "", record.get("headline") or ""))
    for its_id, place in before.items():
        if its_id not in seen:
            record = place.read()
            outlet = changes.outlets.setdefault(record.get("outlet") or "generic", OutletChanges())
            outlet.lost += 1
            outlet.note("record", "lost", _sample(record, record.get("headline") or "", ""))
    changes.outlets = dict(sorted(changes.outlets.items()))
    return changes


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a record stands, and the key of its address."""

    path: Path
    at: int
    key: str

    def read(self) -> dict[str, Any]:
        with self.path.open("rb") as file:
            file.seek(self.at)
            return upgraded(json.loads(file.readline()))


def _index(place: Path) -> dict[str, _Place]:
    """The newest revision of every record, by id."""
    found: dict[str, _Place] = {}
    for path in _files(place):
        for record, at in _records(path):
            found[record["id"]] = _Place(path, at, url_key(record.get("url") or ""))
    return found


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return sorted(place.glob("*/articles.jsonl")) or sorted(place.glob("*.jsonl"))
    if not place.exists():
        raise Unavailable("no such file or folder", about=str(place))
    return [place]


def _records(path: Path) -> Iterator[tuple[dict[str, Any], int]]:
    at = 0
    with path.open("rb") as lines:
        for line in lines:
            try:
                record = json.loads(line)
            except ValueError:
                raise UsageError("not JSON lines", about=str(path)) from None
            if isinstance(record, dict) and isinstance(record.get("id"), str):
                yield record, at
            at += len(line)


def _compare(old: Mapping[str, Any], new: Mapping[str, Any], outlet: OutletChanges) -> None:
    """Note what differs between two records of one article."""
    changed = False
    for name in sorted((old.keys() | new.keys()) - _NOT_COMPARED):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        changed = True
        what = "altered" if was and now else "gained" if now else "lost"
        outlet.note(name, what, _sample(new, _shown(was), _shown(now)))
    if old.get("article_body") == new.get("article_body") and old.get("blocks") != new.get("blocks"):
        changed = True  # a paragraph that is a heading now
        outlet.note("blocks", "altered", _sample(new, _kinds(old), _kinds(new)))
    names = {"added": "gained", "removed": "lost", "changed": "altered"}
    for difference in differences(old, new)["paragraphs"]:
        changed = True
        sample = _sample(new, "\n\n".join(difference["old"]), "\n\n".join(difference["new"]))
        outlet.note(PARAGRAPHS, names[difference["what"]], sample)
        more = max(len(difference["old"]), len(difference["new"])) - 1
        outlet.fields[PARAGRAPHS][names[difference["what"]]] += more
    outlet.changed += changed


def _kinds(record: Mapping[str, Any]) -> str:
    return "\n\n".join(f"{block['kind']}: {block['text']}" for block in record.get("blocks") or ())


def _sample(record: Mapping[str, Any], old: str, new: str) -> Sample:
    return Sample(record["id"], record.get("url") or "", old, new)


def _shown(value: Any) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        return "\n".join(
            one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in value
        )
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
