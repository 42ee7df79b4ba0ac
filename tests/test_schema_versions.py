"""The schema promise: what was published keeps its shape, and records of every published version still load."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scraper import schema
from scraper.article import SCHEMA_VERSION
from scraper.cli import main
from scraper.errors import InvalidRecord
from scraper.schema import __main__ as keeper
from scraper.schema import json_schema, load
from scraper.upgrade import STEPS, NewerRecord, upgraded

SAMPLES = Path(__file__).parent / "data" / "records"
# Shapes, as they were published. A line is added with a version, and never changed.
PUBLISHED = {"1.0": "ecdc92e1981dc522"}
VERSIONS = sorted(
    (file.stem for file in schema.VERSIONS.glob("*.json")), key=lambda v: [*map(int, v.split("."))]
)


def published(version: str) -> dict[str, Any]:
    return dict(json.loads((schema.VERSIONS / f"{version}.json").read_text("utf-8")))


def samples(version: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / f"{version}.jsonl").read_text("utf-8").splitlines()]


def shape(part: Any, *, names: bool = False) -> Any:
    """A schema without the words that explain it; ``names``: its keys are names of fields or parts."""
    if isinstance(part, list):
        return [shape(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: shape(value, names=not names and key in ("properties", "$defs"))
        for key, value in part.items()
        if names or key not in ("description", "title")
    }


def test_what_was_published_is_what_it_was() -> None:
    assert list(PUBLISHED) == VERSIONS
    for version in VERSIONS:
        text = json.dumps(shape(published(version)), sort_keys=True)
        assert hashlib.sha256(text.encode()).hexdigest()[:16] == PUBLISHED[version], (
            f"{version} was published; give the new shape a new version"
        )


def test_the_model_has_the_shape_of_its_version() -> None:
    assert VERSIONS[-1] == SCHEMA_VERSION
    assert shape(json_schema()) == shape(published(SCHEMA_VERSION)), "raise SCHEMA_VERSION (CONTRIBUTING.md)"


@pytest.mark.parametrize("version", VERSIONS)
def test_records_of_every_version_load(version: str) -> None:
    validator = jsonschema.Draft202012Validator(published(version))
    for record in samples(version):
        validator.validate(record)
        assert record["schema_version"] == version
        article = load(json.dumps(record))
        assert article.schema_version == SCHEMA_VERSION
        jsonschema.Draft202012Validator(json_schema()).validate(article.to_dict())
        assert load(article.to_json()) == article
        if version == SCHEMA_VERSION:
            assert article.to_dict() == record


@pytest.mark.parametrize("version", VERSIONS)
def test_the_samples_fill_every_field_and_leave_every_field_empty(version: str) -> None:
    parts = published(version)
    full, least = samples(version)
    assert [name for name, value in full.items() if value in (None, [], {})] == []
    assert full.keys() == least.keys() == parts["properties"].keys()
    nullable = {n for n, p in parts["properties"].items() if {"type": "null"} in p.get("anyOf", ())}
    assert nullable and all(least[name] is None for name in nullable)
    kinds = parts["$defs"]["Block"]["properties"]["kind"]["enum"]
    assert {block["kind"] for block in full["blocks"]} == set(kinds)


def test_every_earlier_version_has_a_way_to_the_current_one() -> None:
    assert {*STEPS, SCHEMA_VERSION} == {*VERSIONS}
    for version in VERSIONS:
        while version != SCHEMA_VERSION:
            version = STEPS[version][0]


# -- the steps themselves, on versions that are invented here ----------------------------------------------------


def _renamed(record: dict[str, Any]) -> dict[str, Any]:
    record["headline"] = record.pop("title")
    return record


def _added(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "language": None}


CHAIN = {"1.8": ("1.9", _renamed), "1.9": ("1.10", _added)}


def test_a_record_comes_up_step_by_step() -> None:
    old = {"schema_version": "1.8", "title": "Kopi"}
    new = {"schema_version": "1.10", "headline": "Kopi", "language": None}
    assert upgraded(old, current="1.10", steps=CHAIN) == new
    assert upgraded({"schema_version": "1.9", "headline": "Kopi"}, current="1.10", steps=CHAIN) == new
    assert upgraded(new, current="1.10", steps=CHAIN) is new
    assert old == {"schema_version": "1.8", "title": "Kopi"}, "what was given stays as it is"


@pytest.mark.parametrize(
    ("record", "error", "says"),
    [
        (
            {"schema_version": "1.11", "url": "https://x.example/"},
            NewerRecord,
            "https://x.example/.*1.11.*1.10.*Update",
        ),
        ({"schema_version": "2.0", "id": "x-1"}, NewerRecord, "x-1.*2.0"),
        ({"schema_version": "1.7"}, InvalidRecord, "1.7"),
        ({"schema_version": "baru"}, InvalidRecord, "baru"),
        ({"schema_version": 1.0}, InvalidRecord, "1.0"),
        ({}, InvalidRecord, "schema_version: missing"),
    ],
)
def test_a_version_that_is_not_known_is_refused(
    record: dict[str, Any], error: type[InvalidRecord], says: str
) -> None:
    with pytest.raises(InvalidRecord, match=says) as raised:
        upgraded(record, current="1.10", steps=CHAIN)
    assert type(raised.value) is error


def test_load_goes_through_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record of a version before, in which the headline had another name."""
    (record, _) = samples(SCHEMA_VERSION)
    old = {**record, "schema_version": "0.9", "title": record["headline"]}
    del old["headline"]
    monkeypatch.setitem(upgraded.__kwdefaults__, "steps", {"0.9": (SCHEMA_VERSION, _renamed)})
    assert load(json.dumps(old).encode()).to_dict() == record


# -- the keeper of the published files ---------------------------------------------------------------------------


def test_a_changed_shape_is_refused_until_the_version_is_raised(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (schema.VERSIONS / f"{SCHEMA_VERSION}.json").read_text("utf-8")
    file = tmp_path / "1.0.json"
    monkeypatch.setattr(keeper, "SCHEMA_FILE", file)
    monkeypatch.setattr(keeper, "_ROOT", tmp_path)  # no docs to write there

    for change in (
        lambda s: s["properties"].pop("keywords"),
        lambda s: s["required"].remove("url"),
        lambda s: s["$defs"]["Block"]["properties"]["kind"]["enum"].append("poem"),
        lambda s: s["$defs"]["Link"]["properties"].pop("title"),
        lambda s: s["properties"]["revision"].update(minimum=0),
    ):
        before = json.loads(text)
        change(before)
        file.write_text(json.dumps(before), "utf-8")
        for way in ("--write", "--check"):
            assert keeper.main([way]) == 1
            told = capsys.readouterr().out
            assert "Raise SCHEMA_VERSION" in told and "is published, the model has" in told
        assert json.loads(file.read_text("utf-8")) == before, "what was published is not overwritten"

    words = json.loads(text)
    words["properties"]["id"]["description"] = "Nama tetap."
    file.write_text(json.dumps(words), "utf-8")
    assert keeper.main(["--check"]) == 1
    assert keeper.main(["--write"]) == 0 and file.read_text("utf-8") == text, "words may change"


def test_saring_schema_prints_any_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == published(SCHEMA_VERSION)
    assert main(["schema", "--of", "1.0"]) == 0
    assert json.loads(capsys.readouterr().out)["$id"] == "urn:saring:article:1.0"
    assert main(["schema", "--of", "7"]) == 2
    assert "1.0" in capsys.readouterr().err
