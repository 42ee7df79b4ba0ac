"""What every reader says of every field: the outlet's rule, print, JSON-LD, meta, and the generic extraction."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from scraper.article import Article
from scraper.errors import SaringError
from scraper.extraction import extract, printed, signed
from scraper.extraction.body import clean_body, find_body
from scraper.extraction.fields import FieldReader
from scraper.extraction.place import breadcrumb, tags
from scraper.outlet import Outlet
from scraper.page import Page, jsonld
from scraper.text.spaces import tidy

READERS = ("outlet", "printed", "json_ld", "meta", "generic")
_LD = {
    "headline": ("headline",), "description": ("description",), "authors": ("author.name", "author"),
    "editors": ("editor.name", "editor"), "date_published": ("datePublished",), "date_modified": ("dateModified",),
    "article_section": ("articleSection",), "keywords": ("keywords",), "images": ("image.url", "image"),
    "article_body": ("articleBody",), "is_accessible_for_free": ("isAccessibleForFree",),
}  # fmt: skip
_META = {
    "headline": ("og:title", "twitter:title"), "description": ("description", "og:description"),
    "authors": ("author", "article:author"), "editors": ("editor",),
    "date_published": ("article:published_time", "datepublished", "pubdate", "publishdate", "date"),
    "date_modified": ("article:modified_time", "og:updated_time", "lastmod"), "article_section": ("article:section",),
    "keywords": ("news_keywords", "keywords"), "images": ("og:image",),
}  # fmt: skip
_SHORT = 200  # letters of a value that are shown


@dataclass(slots=True)
class Voices:
    """``said``: field, reader, what it said (shortened). ``seconds``: stage and how long it took."""

    said: dict[str, dict[str, str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def others(self, name: str, answered: str) -> dict[str, str]:
        """What the readers besides the one that answered said of a field."""
        return {who: text for who, text in self.said.get(name, {}).items() if who != answered}


def voices(html: bytes, url: str | None, outlet: Outlet | None, article: Article) -> Voices:
    """Ask every reader of a page whose record is ``article``, and time the stages of reading it."""
    out = Voices()
    page = _timed(out, "decode and parse", lambda: _parsed(html, url))
    body = _timed(out, "find the body", lambda: find_body(page, outlet))
    cleaned = _timed(out, "clean the body", lambda: clean_body(body, outlet, article.headline))
    reader = FieldReader(page, outlet)

    def fields() -> None:
        reader.headline()
        reader.rest(cleaned.bylines, article.article_body, elements=body.elements)

    _timed(out, "read the fields", fields)
    _timed(out, "all of it", lambda: extract(html, url, outlet=outlet or "generic"))
    for name, paths in _LD.items():
        _note(out, name, "outlet", reader._rule(name))
        _note(out, name, "json_ld", (v for path in paths for v in jsonld.strings(page.ld_article, path)))
        _note(out, name, "meta", (v for key in _META.get(name, ()) for v in page.meta.get(key, ())[:1]))
    if body.extraction == "rules":
        _note(out, "article_body", "outlet", [article.article_body])
    about = " ".join([article.headline or "", article.description or "", article.article_body[:3000]])
    for name, said in (
        ("headline", [printed.headline(page, [article.headline or ""]) or ""]),
        ("date_published", printed.dates(page, article.headline)),
        ("authors", [*signed.bylines(page), *islice(signed.author(page), 1)]),
        ("keywords", tags(page, about, body.elements)), ("article_section", breadcrumb(page)),
    ):  # fmt: skip
        _note(out, name, "printed", said)
    _ask_generic(out, html, url)
    return out


def _parsed(html: bytes, url: str | None) -> Page:
    page = Page(html, url)
    len(page.root)  # it is parsed on first use
    return page


def _ask_generic(out: Voices, html: bytes, url: str | None) -> None:
    try:
        other = _timed(out, "generic, for comparison", lambda: extract(html, url, outlet="generic"))
    except SaringError as error:
        out.said.setdefault("article_body", {})["generic"] = f"nothing: {error.message} [{error.reason}]"
        return
    for name in _LD:
        value = getattr(other, name)
        values = (
            [v.url if hasattr(v, "url") else str(v) for v in value] if isinstance(value, list) else [value]
        )
        _note(out, name, "generic", [str(v) for v in values if v is not None])


def _note(out: Voices, name: str, who: str, values: Iterable[str]) -> None:
    text = ", ".join(dict.fromkeys(tidy(v) for v in values if v and v.strip()))
    if text:
        out.said.setdefault(name, {})[who] = (
            text if len(text) <= _SHORT else f"{text[:_SHORT]}… ({len(text):,} letters)"
        )


def _timed(out: Voices, stage: str, do: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = do()
    out.seconds[stage] = time.perf_counter() - started
    return result
