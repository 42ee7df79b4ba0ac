"""The published contract: what validates, what is refused and by which field's name, what is generated from it."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.article import SCHEMA_VERSION, Article, Block, Image, Link, Removal
from scraper.errors import InvalidRecord
from scraper.schema import SCHEMA_FILE, _look_into, json_schema, load, quick, valid_line, validate
from scraper.schema.laws import _strings, _surely_clean, _words
from scraper.schema.meanings import FIELDS, PARTS

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def made(**changes: Any) -> Article:
    """A whole record in our own words, with changes."""
    record = Article(
        id="genpi-0123456789abcdef",
        url="https://www.genpi.co/berita/1/kopi",
        headline="Kopi Susu “Tetangga” Kian Laris",
        article_body="Warung itu buka pukul tujuh.\n\nPembeli datang dari tiga desa.",
        blocks=[
            Block("paragraph", "Warung itu buka pukul tujuh."),
            Block("paragraph", "Pembeli datang dari tiga desa."),
        ],
        word_count=10,
        authors=["Sari Wulandari"],
        date_published="2024-06-19T13:40:00+07:00",
        images=[Image("https://www.genpi.co/kopi.jpg", "Segelas kopi ☕\ufe0f 👨‍👩‍👧")],
        related_links=[Link("read_also", "Teh Tarik Juga Laris", None, 0)],
        removed=[Removal("end_mark", "end_mark", 1, "(*)")],
        rights={"meta_robots": "noarchive"},
        content_sha256="0" * 64,
    )
    return dataclasses.replace(record, **changes)


def test_a_whole_record_validates_and_comes_back() -> None:
    record = made()
    validate(record)
    VALIDATOR.validate(record.to_dict())
    assert load(record.to_json()) == load(record.to_json().encode()) == load(record.to_dict()) == record


BROKEN = {
    "id": {"id": " "},
    "headline": {"headline": 5},
    "url": {"url": "ftp://genpi.co/x"},
    "date_published": {"date_published": "19 Juni 2024"},
    "date_modified": {"date_modified": "2024-02-30"},
    "date_downloaded": {"date_downloaded": "2024-06-19T25:00:00+07:00"},
    "content_sha256": {"content_sha256": "abc"},
    "word_count": {"word_count": -1},
    "authors[1]": {"authors": ["Sari", None]},
    "blocks[0].kind": {"blocks": [Block("poem", "x")], "article_body": "x"},  # type: ignore[arg-type]
    "blocks": {"blocks": None},
    "article_body": {"article_body": "Warung itu buka pukul tujuh."},
    "removed[0].block": {"removed": [Removal("r", "ad", 2, "x")]},
    "related_links[0].after_block": {"related_links": [Link("related", "x", None, -1)]},
    "related_links[0].title": {"related_links": [Link("related", "<b>x</b>")]},
    "pages_got": {"pages_got": 2},
    "warnings": {"pages_expected": 3},
    "revision": {"revision": 0},
    "http_status": {"http_status": 0},
    "time_zone_from": {"time_zone_from": "guessed"},
    "extraction": {"extraction": "magic"},
    "is_accessible_for_free": {"is_accessible_for_free": "yes"},
    "schema_version": {"schema_version": "0.9"},
}


@pytest.mark.parametrize("field", BROKEN)
def test_a_broken_record_is_refused_by_its_field(field: str) -> None:
    with pytest.raises(InvalidRecord) as raised:
        validate(made(**BROKEN[field]))
    assert field in str(raised.value).removeprefix(raised.value.about)
    assert raised.value.about == (made(**BROKEN[field]).url if field != "url" else "ftp://genpi.co/x")


DIRT = {
    "C0": "Kopi\x1b[31m",
    "DEL": "Kopi\x7f",
    "NUL": "Kopi\x00",
    "bidi": "Kopi \u202eusus",
    "zero_width": "Ko\u200bpi",
    "BOM": "\ufeffKopi",
    "lone_joiner": "Ko\u200dpi",
    "soft_hyphen": "Ko\u00adpi",
    "decomposed": "cafe\u0301",
    "tag": "<b>Kopi</b>",
    "comment": "Kopi <!-- iklan -->",
    "line_break": "Kopi\nsusu",
    "surrogate": "Kopi \ud83d",
}


# What was removed is kept as it stood, tags that were printed as letters included.
DIRTY = [
    (field, dirt)
    for field in ("headline", "keywords", "removed", "rights", "blocks", "images")
    for dirt in DIRT
    if field != "removed" or dirt not in ("tag", "comment")
]


@pytest.mark.parametrize(("field", "dirt"), DIRTY)
def test_dirty_words_are_refused_in_every_field(field: str, dirt: str) -> None:
    text = DIRT[dirt]
    changes: dict[str, dict[str, Any]] = {
        "headline": {"headline": text},
        "keywords": {"keywords": ["kopi", text]},
        "removed": {"removed": [Removal("ad", "ad", None, text)]},
        "rights": {"rights": {"license": text}},
        "blocks": {"blocks": [Block("paragraph", text)], "article_body": text},
        "images": {"images": [Image("https://x.co/a.jpg", None, text)]},
    }
    with pytest.raises(InvalidRecord, match=rf"{field}|article_body") as raised:
        validate(made(**changes[field]))
    assert str(raised.value).isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "Suhu < 5 derajat > 3",
        "isi <Nama> di sini",
        "Ekonomi <3 Kopi",
        "👩‍🌾 menanam 🇮🇩",
        "1\u00a0000",
        "ﷺ",
        "I❤️U",
    ],
)
def test_innocent_words_validate(text: str) -> None:
    validate(made(headline=text))


@given(st.text(max_size=40))
def test_words_that_extraction_tidies_validate(text: str) -> None:
    """Whatever a page prints: once tidy() has been over it, it is fit for a record, unless it holds markup."""
    from scraper.text.spaces import tidy

    clean = tidy(text)
    if "<" not in clean:
        validate(made(headline=clean))


def test_every_string_of_a_record_is_looked_at() -> None:
    record = made(
        canonical_url="https://a.co/", amp_url="https://b.co/", outlet="genpi", publisher="P", is_part_of="h",
        description="d", dateline="D", end_mark="(*)", date_published_raw="raw", editors=["E"], article_section=["S"],
        keywords=["K"], cited_sources=["C"], field_sources={"headline": "meta"}, warnings=["w"], etag="e",
        last_modified="l", archive="a.warc", copyright_notice="c",
    )  # fmt: skip
    seen = [text for _, text in _strings(record)]
    # article_body is the blocks'; the others are bound by a pattern or a closed list, or carry the version.
    bound = {
        "schema_version",
        "article_body",
        "date_published",
        "date_modified",
        "time_zone_from",
        "extraction",
    }
    bound |= {"date_downloaded", "content_sha256"}
    strings = [v for k, v in record.to_dict().items() if isinstance(v, str) and k not in bound]
    assert set(strings) <= set(seen)


ODD = [
    None, "", " ", "\x1c", "\u2003", "kata", "https://x.co/a", "http://", "https://", "https://x.co/a b", "https://x.co/\n",
    "https://x.co/\x1f", "https://x.co/\u3000", "Https://x.co/", "2024-06-19", "2024-06-19\n", "٢٠٢٤-٠٦-١٩", "2024-6-19",
    "0" * 64, "0" * 64 + "\n", "A" * 64, "ad", "read_also", "paragraph", "rules", "printed", 0, 1, -1, True, 1.0, 2**70, b"x", [],
    (), ["a"], ("a",), ["a", 1], [None], {}, {"a": "b"}, {"a": 1}, {1: "a"}, [Block("paragraph", "x")], [{"kind": "ad"}],
    [Image("x")], (Image("https://x.co/a.jpg"),),
]  # fmt: skip


@given(st.data())
def test_the_first_look_is_never_laxer_than_the_full_one(data: st.DataObject) -> None:
    record = made()
    spoilt: Any = record
    if part := data.draw(st.sampled_from(["", "blocks", "images", "related_links", "removed"])):
        parts = getattr(record, part)
        at = data.draw(st.integers(0, len(parts) - 1))
        parts[at] = spoilt = dataclasses.replace(parts[at])
    name = data.draw(st.sampled_from([field.name for field in dataclasses.fields(spoilt)]))
    object.__setattr__(spoilt, name, data.draw(st.sampled_from(ODD)))
    if quick.surely_sound(record):
        _look_into(record)


@given(st.text(), st.text())
def test_what_is_clean_at_a_glance_has_clean_words(headline: str, removed: str) -> None:
    record = made(headline=headline, removed=[Removal("ad", "ad", None, removed)])
    line = json.dumps(record.to_dict(), ensure_ascii=False).encode("utf-8", "surrogatepass")
    if _surely_clean(line, 2):
        assert list(_words(record)) == []


def test_usual_records_need_one_look_only() -> None:
    record = made(keywords=["kopi “susu” – é ☕\ufe0f", "1\u00a0000"], images=[Image("https://x.co/a.jpg")])
    line = quick.line_of(record)
    assert line == valid_line(record) == record.to_json().encode() and _surely_clean(line, 2)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"), ("[]", "list"), ("{}", "schema_version"), (b"\xff", "not JSON"),
        (json.dumps({"schema_version": SCHEMA_VERSION}), "headline"),
        (json.dumps({**made().to_dict(), "extra": 1}), "extra"),
        (json.dumps({**made().to_dict(), "word_count": "10"}), "word_count"),
        (json.dumps({**made().to_dict(), "schema_version": "2.0"}), "2.0"),
        (json.dumps({**made().to_dict(), "blocks": []}), "article_body"),
    ],
)  # fmt: skip
def test_load_refuses_by_name(line: str | bytes, says: str) -> None:
    with pytest.raises(InvalidRecord, match=says):
        load(line)


def test_the_schema_says_no_to_what_validate_refuses_by_type() -> None:
    for change in (
        {"extra": 1},
        {"headline": 5},
        {"url": "ftp://x"},
        {"pages_got": 0},
        {"schema_version": "0.9"},
    ):
        assert not VALIDATOR.is_valid({**made().to_dict(), **change})
    assert not VALIDATOR.is_valid({k: v for k, v in made().to_dict().items() if k != "headline"})


def test_the_schema_is_valid_and_describes_every_field() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA_VERSION in schema["$id"]
    assert list(schema["properties"]) == list(Article.__dataclass_fields__) == list(FIELDS)
    for name, part in schema["$defs"].items():
        assert list(part["properties"]) == list(PARTS[name][1])
    for part in (schema, *schema["$defs"].values()):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])


def test_what_is_generated_from_the_model_is_current() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "scraper.schema", "--check"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "")
    assert json.loads(SCHEMA_FILE.read_text("utf-8")) == json_schema()
