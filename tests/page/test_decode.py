"""Bytes to text, whoever lies about the charset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.page.decode import decode, parser_bytes

QUOTED = "Harga “murah” – kata Élan"
META = '<meta charset="{}">'


@pytest.mark.parametrize(
    ("html", "header", "expected"),
    [
        pytest.param(QUOTED.encode(), None, QUOTED, id="utf-8, nobody says so"),
        pytest.param(QUOTED.encode(), "windows-1252", QUOTED, id="utf-8, the header lies"),
        pytest.param(
            (META.format("iso-8859-1") + QUOTED).encode(),
            None,
            META.format("iso-8859-1") + QUOTED,
            id="meta lies",
        ),
        pytest.param(QUOTED.encode("cp1252"), None, QUOTED, id="cp1252, nobody says so"),
        pytest.param(QUOTED.encode("cp1252"), "utf-8", QUOTED, id="cp1252, the header lies"),
        pytest.param(
            (META.format("utf-8") + QUOTED).encode("cp1252"),
            None,
            META.format("utf-8") + QUOTED,
            id="cp1252, meta lies",
        ),
        pytest.param(
            (META.format("latin-1") + QUOTED).encode("cp1252"),
            None,
            META.format("latin-1") + QUOTED,
            id="latin-1 is cp1252",
        ),
        pytest.param(b"\xef\xbb\xbf" + QUOTED.encode(), "latin-1", QUOTED, id="utf-8 byte order mark"),
        pytest.param(b"\xff\xfe" + QUOTED.encode("utf-16-le"), "utf-8", QUOTED, id="utf-16 byte order mark"),
        pytest.param("“a”".encode() + b"\xff" + b"b", None, "“a”\ufffdb", id="one bad byte in utf-8"),
        pytest.param(QUOTED.encode("cp1252"), "rot13", QUOTED, id="a codec that is no charset"),
    ],
)
def test_decoded(html: bytes, header: str | None, expected: str) -> None:
    assert decode(html, header) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a&#27;b", "ab"), ("a&#x1B;b", "ab"), ("a&#11;b", "ab"), ("a&#xFFFE;b", "ab"), ("a&#xD800;b", "ab"), ("a&#0;b", "ab"),
        ("a&#10;b", "a&#10;b"), ("&#8220;a&#8221;", "&#8220;a&#8221;"), ("&#128512;", "&#128512;"), ("a\x00\x1bb", "ab"),
        ("a&#99999999;b", "ab"),
    ],
)  # fmt: skip
def test_no_control_character_reaches_the_parser(source: str, expected: str) -> None:
    assert parser_bytes(source.encode()).decode() == expected


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "cp1252", "bogus", "utf-16"]))
def test_never_raises(html: bytes, header: str | None) -> None:
    assert isinstance(parser_bytes(html, header), bytes)
