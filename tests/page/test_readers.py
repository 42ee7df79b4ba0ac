"""Readers over a page."""

import pytest

from scraper.errors import InvalidOutlet, PageRefused
from scraper.page import Page, Reader, after, css, ld, meta, path_part, script

PAGE = Page(
    b"""<html><head><meta name="News_Keywords" content=" padi ,  jagung "><meta property="og:title" content="Panen">
    <script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": " Rara  Ayu "}}</script>
    <script>window.layer = {"reporters": "Rara|Bimo", "u": "a\\/b"};</script></head>
    <body><h1 class="judul"> Panen\n Raya </h1><p class="tim"><b>Redaktur :</b> <span>Bimo Seto</span></p>
    <div class="kosong"></div><p class="tag">satu</p><p class="tag">dua</p><time datetime="2024-06-19T13:40+07:00">19/6</time>
    </body></html>""",
    "https://www.contoh.example/hot-news/12/panen-raya",
)


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        (css("h1.judul"), ["Panen Raya"]),
        (css(".tidak-ada", ".kosong", ".tag"), ["satu", "dua"]),
        (css("time", attribute="datetime"), ["2024-06-19T13:40+07:00"]),
        (meta("news_keywords"), ["padi , jagung"]),
        (meta("tidak", "og:title"), ["Panen"]),
        (ld("author.name"), ["Rara Ayu"]),
        (after("Redaktur:"), ["Bimo Seto"]),
        (after("Penyunting:"), []),
        (path_part(0), ["hot news"]),
        (path_part(7), []),
        (script(r'"reporters": "([^"]*)"', "|"), ["Rara", "Bimo"]),
        (script(r'"u": "([^"]*)"'), ["a/b"]),
        (script(r"tidak (ada)"), []),
    ],
)
def test_read(reader: Reader, expected: list[str]) -> None:
    assert reader.read(PAGE) == expected


def test_a_bad_selector_is_refused_when_it_is_declared() -> None:
    with pytest.raises(InvalidOutlet):
        css("div[")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/a/1/b", "https://www.contoh.example/a/1/b"),
        ("https://web.archive.org/web/20220721150811/https://lain.example/x", "https://lain.example/x"),
        ("javascript:void(0)", None),
        ("#atas", None),
        (None, None),
    ],
)
def test_absolute(href: str | None, expected: str | None) -> None:
    assert PAGE.absolute(href) == expected


def test_a_base_on_another_site_is_ignored() -> None:
    page = Page(b'<base href="https://lain.example/"><p>x</p>', "https://contoh.example/a/b")
    assert page.absolute("c") == "https://contoh.example/a/c"


def test_too_deep_to_read() -> None:
    with pytest.raises(PageRefused) as refused:
        Page(b"<div>" * 5000 + b"x")
    assert refused.value.reason == "too_deep"
