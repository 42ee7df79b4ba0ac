"""The article that started the project: as text, and as a page in GenPI's AMP and desktop shapes.

Its words are third-party material and stay in ../shared; these tests skip where that folder is absent.
"""

import html
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scraper import Article, extract, extract_text

pytestmark = pytest.mark.needs_shared

URL = "https://www.genpi.co/polhukam/200001/kim-jong-un-dukung-invasi-rusia-ke-ukraina"
AMP_URL = "https://genpi.co/amp/polhukam/200001/kim-jong-un-dukung-invasi-rusia-ke-ukraina"


@pytest.fixture(scope="module")
def seed(shared: Path) -> tuple[str, dict[str, Any]]:
    folder = shared / "seed"
    return (folder / "genpi-article.txt").read_text("utf-8"), json.loads(
        (folder / "genpi-article.json").read_text("utf-8")
    )


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def is_link(line: str) -> bool:
    return line.startswith("BACA JUGA:")


def paragraph(line: str) -> str:
    if is_link(line):
        title = line.partition(":")[2].strip()
        return f'<p><strong>BACA JUGA:&nbsp; <a href="/polhukam/1/x">{html.escape(title)}</a></strong></p>'
    return f"<p>{html.escape(line)}</p>"


def boxed(line: str) -> str:
    if is_link(line):
        title = line.partition(":")[2].strip()
        return f'<div class="baca-juga">BACA JUGA: <ul><li><a href="/a/1/b">{html.escape(title)}</a></li></ul></div>'
    return f"<p>{html.escape(line)}</p><div class='text-center'><div id='div-gpt-ad-1'><script>x()</script></div></div>"


def amp(text: str) -> str:
    headline, date, *rest = lines_of(text)
    end = next(i for i, line in enumerate(rest) if line.startswith("Silakan baca"))
    body = "".join(map(paragraph, rest[:end]))
    tail = "".join(f"<p>{html.escape(line)}</p>" for line in rest[end : end + 2])
    return (
        f'<!doctype html><html amp lang="id"><head><meta charset="utf-8"><title>{html.escape(headline)} - GenPI.co</title>'
        f'<link rel="canonical" href="{URL}"></head><body><amp-sidebar id="s"><ul><li>Home</li></ul></amp-sidebar>'
        f"<h1>{html.escape(headline)}</h1><div class='date'>{date}</div>"
        f'<div class="entry-content" itemprop="articleBody">{body}</div>{tail}'
        f"<h3>BERITA TERPOPULER</h3><h3>BERITA TERKAIT</h3><footer>{html.escape(rest[-1])}</footer></body></html>"
    )


def amp_all_inside(text: str) -> str:
    headline, date, *rest = lines_of(text)
    body = "".join(map(paragraph, rest))
    return (
        f'<html amp><head><meta charset="utf-8"><title>{html.escape(headline)}</title></head><body>'
        f"<h1>{html.escape(headline)}</h1><p>{date}</p><div itemprop=articleBody>{body}</div></body></html>"
    )


def desktop(text: str) -> str:
    headline, date, *rest = lines_of(text)
    end = next(i for i, line in enumerate(rest) if line.startswith("Silakan baca"))
    body = "".join(map(boxed, rest[:end]))
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": headline,
            "datePublished": "2024-06-19T13:40:00+07:00", "author": {"@type": "Organization", "name": "GenPI.co"},
            "publisher": {"@type": "Organization", "name": "GenPI.co"}}  # fmt: skip
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{html.escape(headline)} - GenPI.co</title>'
        f'<meta property="og:title" content="{html.escape(headline)}"><link rel="canonical" href="{URL}">'
        f'<script type="application/ld+json">{json.dumps(data)}</script></head><body>'
        f'<nav><a href="/">GenPI.co</a></nav><article class="single"><header class="single-header"><h1 class="entry-title">'
        f'{html.escape(headline)}</h1><time class="time">{date}</time></header><div class="entry-content"><div class="col-md-10">'
        f'<div itemprop="articleBody"><div class="entry-thumb"><img src="/x.jpg"></div>{body}</div>'
        f'<p class="text-center" style="margin-top:-35px">{html.escape(rest[end])}</p><p>{html.escape(rest[end + 1])}</p>'
        f'<ul class="mnmd-pagination"></ul></div></div></article><div class="sidebar"><h3>BERITA TERPOPULER</h3>'
        f"<h3>BERITA TERKAIT</h3></div><footer>{html.escape(rest[-1])}</footer></body></html>"
    )


def as_text(text: str) -> Article:
    return extract_text(text)


def as_page(shape: Callable[[str], str], url: str) -> Callable[[str], Article]:
    return lambda text: extract(shape(text).encode(), url)


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(as_text, id="text"),
        pytest.param(as_page(amp, AMP_URL), id="amp"),
        pytest.param(as_page(amp_all_inside, AMP_URL), id="amp, everything inside the body"),
        pytest.param(as_page(desktop, URL), id="desktop"),
    ],
)
def test_the_seed_becomes_its_record(
    seed: tuple[str, dict[str, Any]], read: Callable[[str], Article]
) -> None:
    text, expected = seed
    record = read(text).to_dict()
    record["related_links"] = [
        link | {"url": None} for link in record["related_links"]
    ]  # the text names no addresses
    assert {name: record[name] for name in expected} == expected
