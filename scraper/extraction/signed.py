"""Who a page prints as its writers and editors, found without knowing the site: by role, by markup, beside the date."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from scraper.boilerplate.places import is_place
from scraper.extraction.printed import NEAR, elsewhere, lines_around, under_heading
from scraper.page import Page, jsonld
from scraper.page.page import plain_text, text_of, texts
from scraper.text.dates import looks_like_moment
from scraper.text.names import is_byline
from scraper.text.persons import person
from scraper.text.spaces import letters, tidy, words

_ROLES = (
    "redaktur", "editor", "reporter", "penulis", "pewarta", "kontributor", "rep", "red", "jurnalis", "wartawan", "oleh",
    "laporan", "penyunting", "by", "author", "writer",
)  # fmt: skip
_ROLE = re.compile(rf"\b(?:{'|'.join(_ROLES)})\b", re.I)
_AUTHORS = (
    "[itemprop=author] [itemprop=name]", "[itemprop=author]", "[rel=author]", ".author-name", ".author a", ".author",
    ".penulis", ".reporter", ".byline", ".post-author", ".nama-penulis", ".name-author",
)  # fmt: skip
# Names of classes that only hint at the author: what stands there must look like a name.
_MAY_BE_AUTHOR = (
    "[class*=author]",
    "[class*=penulis]",
    "[class*=reporter]",
    "[class*=byline]",
    "[class*=jurnalis]",
    "[class*=writer]",
)
# A role in an element of its own, before or after the one that holds the name.
_ROLE_ALONE = re.compile(
    r"\W*(penulis|reporter|pewarta|kontributor|koresponden|jurnalis|wart[ao]wan|wartawati|author|writer|contributor|editor|"
    r"redaktur|penyunting|fotografer|photographer|videograf\w+|videographer)\W*",
    re.I,
)
_HOLDS_NAME = re.compile(r"name|nama|author|writer|penulis|reporter|editor|credit|byline|people|profil", re.I)
_FIRST_NAME = re.compile(r"[A-Z][\w'’-]+")
_PERSONAL = re.compile(
    r"/(?:authors?|penulis|reporter|editor|profile?|user|wartawan|jurnalis|kontributor|by)/", re.I
)
_PERSON = re.compile(
    r"(?:(?:[Oo]leh|[Bb]y|Penulis|Reporter)\s*:?\s+)?(?P<name>[A-Z][\w.'’-]+(?:\s(?:bin|binti|[A-Z][\w.'’-]*)){1,4})(?:\s*[-–|•,·].*)?"
)
_NO_PERSON = re.compile(
    r"\b(?:tentang|penulis|author|about|reporter|lain(?:nya)?|artikel|berita|posts?|redaksi|follow|view|kontributor|editor|oleh|by|"
    r"januari|februari|maret|april|juni|juli|agustus|september|oktober|november|desember|senin|selasa|rabu|kamis|jumat|"
    r"sabtu|minggu|kabar|news|media)\b",
    re.I,
)
# What stands in a name's place and is the name of a rubric, a body or a list.
_NO_NAME = re.compile(
    r"\b(?:liga|piala|timnas|nasional|internasional|daerah|politik|ekonomi|bisnis|olahraga|hukum|kriminal|hiburan|gaya|hidup|"
    r"teknologi|dunia|opini|info|foto|video|galeri|kesehatan|pendidikan|wisata|kota|kabupaten|provinsi|dinas|universitas|pilihan|"
    r"pembaca|terkini|terbaru|populer|terpopuler|baca|komentar|bagikan)\b",
    re.I,
)


def bylines(page: Page, kept: Collection[str] = ()) -> list[str]:
    """Lines of the page that name writers or editors by role, in order, each once.

    ``kept`` are the article's own lines, which are none: it may list who wrote and who edited a book.
    """
    found: dict[str, None] = {}
    for text, holder in page.texts.with_word(_ROLES):
        if not (2 < len(text) < 160 and _ROLE.search(text)):
            continue
        if _ROLE_ALONE.fullmatch(text) and (pairs := _pairs(holder, kept)):
            found |= dict.fromkeys(pairs)
            continue
        for line in lines_around(text, holder):
            if is_byline(line) and any(
                c.isalpha() for c in (line.partition(":")[2] if ":" in line else line)
            ):
                if line not in kept:
                    found.setdefault(line)
                break
    return list(found)


def _pairs(holder: Any, kept: Collection[str]) -> list[str]:
    """By-lines of the smallest element with more in it than the role in ``holder``: names and roles in turn."""
    element, pieces = holder, []
    for _ in range(4):
        if element is None or len(text_of(element)) > 160:
            return []
        pieces = [(line, e) for text, e in texts(element) if any(map(str.isalnum, line := tidy(text)))]
        if len(pieces) > 1:
            break
        element = element.getparent()
    kinds = "".join(
        "r" if _ROLE_ALONE.fullmatch(line) else "n" if _is_name(line, e) else " " for line, e in pieces
    ).rstrip()
    run = kinds.lstrip().partition(" ")[0]
    if not re.fullmatch(r"(?:rn)+|(?:nr)+", run) or elsewhere(element):
        return []
    lines = [line for line, _ in pieces[len(kinds) - len(kinds.lstrip()) :][: len(run)]]
    shown = letters("".join(lines))
    if any(shown in letters(line) for line in kept):
        return []
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return [f"{role}: {name}" for role, name in (pair if run[0] == "r" else pair[::-1] for pair in pairs)]


def _is_name(line: str, holder: Any) -> bool:
    """Whether a line is the name of a person; one word is, where the markup speaks of people."""
    if _NO_PERSON.search(line) or _NO_NAME.search(line) or is_place(line):
        return False
    match = _PERSON.fullmatch(line)
    if match and match["name"] == line:
        return True
    around = [e for e in (holder, holder.getparent()) if e is not None]
    named = " ".join(f"{e.get('class') or ''} {e.get('href') or ''}" for e in around)
    return bool(_FIRST_NAME.fullmatch(line) and _HOLDS_NAME.search(named))


def author(page: Page) -> Iterator[str]:
    """Writers printed without a role, the likeliest first: what stands in elements that markup calls the author."""
    for selector in _AUTHORS:
        for element in page.select(selector):
            name = tidy(element.get("content") or "") or text_of(element)
            if name and len(name) < 80 and "://" not in name and not elsewhere(element):
                yield name
                break
    for selector in _MAY_BE_AUTHOR:
        for element in page.select(selector):
            match = _PERSON.fullmatch(text_of(element)[:120])
            if match and not _NO_PERSON.search(match["name"]) and not elsewhere(element):
                yield match["name"]
                break


_PARTS = re.compile(r"\s*[|•·]\s*|\s+[-–—]\s+")
_WITH_DATE = re.compile(r"(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad|wi(?:b|ta?))?\W*", re.I)


def beside_date(page: Page, title: str | None, publisher: str | None) -> str | None:
    """The one name that shares a line with the date under the heading, and shares it with nothing else."""
    for text, holder in islice(under_heading(page, title), NEAR - 1):
        if any(map(str.isdigit, text)) and any(map(looks_like_moment, _PARTS.split(tidy(text)))):
            if elsewhere(holder):
                return None
            return _name_in_line(page, holder, publisher)
    return None


def _name_in_line(page: Page, holder: Any, publisher: str | None) -> str | None:
    """The name in the smallest element around a date that holds more than it."""
    for element in (holder, *holder.iterancestors()):
        if len(text_of(element)) > 120:
            return None
        parts = [
            (part, e)
            for text, e in texts(element)
            for part in _PARTS.split(tidy(text))
            if not any(map(str.isdigit, part)) and not _WITH_DATE.fullmatch(part)
        ]
        names = [(part, e) for part, e in parts if person(part, publisher=publisher)]
        if len(names) == 1:
            name, e = names[0]
            is_name = " " in name and _is_name(name, e)
            return name if is_name and not (_is_section(page, name) or _leads_elsewhere(page, name)) else None
        if parts:
            return None
    return None


def _is_section(page: Page, name: str) -> bool:
    """Whether the address or the declared section of the article has that name."""
    slug = "-".join(words(name.lower()))
    address = urlsplit(page.url or page.canonical or "").path.lower()
    sections = [*page.meta.get("article:section", []), *jsonld.strings(page.ld_article, "articleSection")]
    return slug in address.split("/") or name.lower() in map(str.lower, sections)


def _leads_elsewhere(page: Page, name: str) -> bool:
    """Whether a link of that name leads to something else than a person: a section or a topic."""
    return any(
        tidy(plain_text(a)).lower() == name.lower() and not _PERSONAL.search(a.get("href") or "")
        for a in page.select("a")
    )
