"""JSON-LD as it is found in the wild."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.page import Page, jsonld


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('{"a": 1,}', [{"a": 1}]),
        ('{"a": "baris\nbaru"}', [{"a": "baris\nbaru"}]),
        ('<!-- {"a": 1} -->', [{"a": 1}]),
        ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
        ('{"a": 1}{"b": 2}', [{"a": 1}, {"b": 2}]),
        ('{"a": 1};', [{"a": 1}]),
        ("", []),
        ('{"a": ', None),
        ("[" * 100_000, None),
        ('{"a":' * 100_000, None),
    ],
)
def test_parse(source: str, expected: list[Any] | None) -> None:
    assert jsonld.parse(source) == expected


@pytest.mark.parametrize(
    ("value", "path", "expected"),
    [
        ({"author": {"name": "Rara"}}, "author.name", ["Rara"]),
        ({"author": [{"name": "Rara"}, {"name": "Bimo"}, None, 3]}, "author.name", ["Rara", "Bimo"]),
        ({"author": "Rara"}, "author.name", []),
        ({"author": "Rara"}, "author", ["Rara"]),
        ({"headline": "Padi &amp; Jagung"}, "headline", ["Padi & Jagung"]),
        ({"headline": None}, "headline", []),
        ({"datePublished": 1698933593000}, "datePublished", ["1698933593000"]),
        ({"free": True}, "free", []),
    ],
)
def test_strings(value: Any, path: str, expected: list[str]) -> None:
    assert jsonld.strings(value, path) == expected


def test_the_article_is_found_in_a_graph() -> None:
    html = b"""<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"},
      {"@type": ["Thing", "https://schema.org/NewsArticle"], "headline": "Panen Raya"}]}</script><p>x</p>"""
    assert Page(html).ld_article["headline"] == "Panen Raya"


def test_broken_json_ld_is_a_warning() -> None:
    page = Page(b'<script type="application/ld+json">{"@type": "NewsArticle", oops}</script><p>x</p>')
    assert page.ld_article == {}
    assert page.warnings == ["json_ld_malformed"]


@given(st.text(max_size=80))
def test_never_raises(source: str) -> None:
    for value in jsonld.parse(source) or []:
        assert isinstance(jsonld.strings(value, "a.b"), list)
