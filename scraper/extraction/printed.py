"""What a page prints around the body, found without knowing the site: heading, dates, caption, copyright."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from scraper.page import Page
from scraper.page.page import plain_text, text_of
from scraper.text.dates import HOUR, is_update, looks_like_moment
from scraper.text.spaces import tidy, words

_HEADINGS = ("h1", "[itemprop=headline]", "h2", "h3", "[class*=title]", "[class*=judul]", "[class*=headline]")
# A year, or a date in numbers. The digit stands first and what precedes it is looked back at, so that the search skips
# from digit to digit.
_DATE_HINT = re.compile(r"\d(?<!\w\d)(?:(?:(?<=1)9|(?<=2)0)\d\d|\d?[/.-]\d{1,2}[/.-]\d{2,4})\b")
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:related|terkait|sidebar|(?<!post[-_])(?<!entry[-_])footer|nav\w*|menu|comments?|komentar|populer|terpopuler|popular|"
    r"rekomendasi|recommend\w*|trending|breaking|ticker|headline-list|(?<!elementor[-_])widget|latest|terkini|terbaru)(?=$|[\s_-])",
    re.I,
)
_ARTICLE = re.compile(
    r"(?:^|\s)(?:hentry|type-post|single-post)(?=$|\s)"
)  # what WordPress and Blogger call an article
# detik gives the labels of its ad slots the class of a caption.
_AD_LABEL = re.compile(r"advertisement|iklan|(?:scroll|gulir)\s.{0,60}", re.I)


def headline(page: Page, declared: list[str]) -> str | None:
    """The printed heading that a declared title confirms; without declarations the first h1."""
    wanted = [set(words(t.lower())) for t in declared if t]
    best: tuple[float, str] | None = None
    for selector in _HEADINGS:
        for element in page.select(selector):
            text = text_of(element)
            if not text or len(text) > 300 or element.tag in ("a", "title"):
                continue
            if not wanted:
                if selector == "h1":
                    return text
                continue
            have = set(words(text.lower()))
            score = max((len(have & w) / len(have | w) for w in wanted if have | w), default=0.0)
            if score >= 0.7 and (best is None or score > best[0] + 1e-9):
                best = (score, text)
        if best and best[0] >= 0.9:
            break
    return best[1] if best else None


def time_elements(page: Page) -> list[str]:
    """Machine-readable times in the markup of the article's head."""
    values = []
    for selector, attribute in (("[itemprop=datePublished]", "content"), ("[itemprop=datePublished]", "datetime"),
                                ("abbr[itemprop=datePublished]", "title"),
                                ("time[datetime]", "datetime")):  # fmt: skip
        found = [e for e in page.select(selector) if e.get(attribute) and not elsewhere(e)]
        values += [
            e.get(attribute) for e in found if not any(a.tag == "blockquote" for a in e.iterancestors())
        ]
    return values[:3]


def date_under_heading(page: Page, title: str | None) -> list[str]:
    """The date lines that stand between the heading and the first paragraph: the article's own beyond doubt."""
    return _date_lines(islice(under_heading(page, title), NEAR))


def under_heading(page: Page, title: str | None) -> Iterator[tuple[str, Any]]:
    """The pieces of text between the heading and the first paragraph, each with the element that holds it."""
    heading = words(title.lower()) if title else []
    passed = False
    for text, holder in page.texts:
        if passed and len(text) > 100:
            return
        if passed:
            yield text, holder
        elif heading and holder.tag != "a" and heading[0] in (low := text.lower()) and words(low) == heading:
            passed = True


def dates(page: Page, title: str | None) -> Iterator[str]:
    """Date lines printed after the heading, in order; update lines and dates of other articles are left out.

    At most three; then the last two that stand before it.
    """
    heading = words(title.lower()) if title else []
    passed = not heading
    found: list[str] = []
    before: list[str] = []
    for text, holder in page.texts:
        if (
            not passed
            and len(text) < 300
            and heading[0] in (low := text.lower())
            and words(low)[:6] == heading[:6]
        ):
            passed = holder.tag != "a"
        if len(text) <= 100 and _DATE_HINT.search(text):
            lines = _date_lines([(text, holder)])
            (found if passed else before).extend(lines)
            if passed:
                yield from lines
        if len(found) >= 3:
            break
    yield from before[-2:]


NEAR = 30  # pieces of text between a heading and its date: a by-line, a rubric, share buttons


def _date_lines(pieces: Iterable[tuple[str, Any]]) -> list[str]:
    """The date lines among pieces of text, each with the element that holds it."""
    found = []
    for text, holder in pieces:
        if len(text) > 100 or not _DATE_HINT.search(text) or elsewhere(holder):
            continue
        parts = (part for line in lines_around(text, holder) for part in _date_parts(line))
        first = None
        for part in parts:
            if looks_like_moment(part) and not is_update(part):
                first = first or part
                # The hour may stand in an element of its own beside the day.
                if HOUR.search(part):
                    first = part
                    break
        if first:
            found.append(first)
    return found


_PLACE_AHEAD = re.compile(r"(?:[A-Z][a-z]+\s?){1,3},\s+(?=\d{1,2}\s)")
_BY_AHEAD = re.compile(
    r"(?:oleh|by|penulis|reporter)\b\s*:?\s*[A-Z][\w.'’ ]{2,40}?\s*[-–,|•·]?\s+(?=(?:[a-z']{4,6},?\s+)?\d{1,2}[\s/-])",
    re.I,
)
_BY_BEHIND = re.compile(r"\s+(?:oleh|by)\s+[\w.'’ ]{2,40}\Z", re.I)


def _date_parts(line: str) -> Iterator[str]:
    """A line and what of it may be a date: between separators, without a name before or behind it, without a place."""
    yield line
    if re.search(r"[|•·]", line):
        yield from re.split(r"[|•·]", line)
    for pattern in (_BY_AHEAD, _BY_BEHIND, _PLACE_AHEAD):
        shorter = pattern.sub("", line, count=1)
        if shorter != line:
            yield shorter


def caption(page: Page, picture: str) -> str | None:
    """The first caption of the article, unless the names of the files say that it belongs to another picture."""
    for selector in ("figcaption", "[class*=caption]", "[id*=caption]"):
        for element in page.select(selector):
            text = text_of(element)
            if 3 < len(text) < 600 and not elsewhere(element) and not _AD_LABEL.fullmatch(text):
                return text if _may_show(element, picture) else None
    return None


def _may_show(caption: Any, picture: str) -> bool:
    """Whether the image beside a caption can be ``picture``: files named in words share one ("kapal-640x360.jpg")."""
    wanted = _file_words(picture)
    element = caption
    for _ in range(3):
        shown = [i.get("data-src") or i.get("src") or "" for i in element.iter("img", "amp-img")]
        if shown:
            names = set().union(*map(_file_words, shown))
            return not wanted or not names or bool(wanted & names)
        element = element.getparent()
        if element is None:
            break
    return True


def _file_words(url: str) -> set[str]:
    """The words of a picture's file name; none in a name of digits and hashes."""
    return set(
        re.findall(
            r"(?<![a-z\d])[a-z]{4,}(?![a-z\d])",
            url.split("?", maxsplit=1)[0].rsplit("/", 1)[-1].rsplit(".", 1)[0].lower(),
        )
    )


def copyright_notice(page: Page) -> str | None:
    """The last copyright line of the page."""
    for text, holder in reversed(page.texts.all()):
        if len(text) < 200 and _COPYRIGHT.search(text) and _DATED.search(text):
            line = next(iter(lines_around(text, holder)), None)
            return line if line and len(line) < 200 else tidy(text)
    return None


_COPYRIGHT = re.compile(r"copyrights?\b|hak\s+cipta|©", re.I)
_DATED = re.compile(r"\d{4}|reserved", re.I)


def lines_around(text: str, holder: Any) -> Iterator[str]:
    """The text itself, then the smallest elements around it: labels and values often stand in elements of their own."""
    last = tidy(text)
    yield last
    element = holder
    for _ in range(3):
        if element is None or _longer(element, 400):
            return
        line = text_of(element)
        if line != last:
            yield line
        last, element = line, element.getparent()


def _longer(element: Any, most: int) -> bool:
    """Whether an element holds more text than ``most`` letters."""
    return len(plain_text(element)) > most


def elsewhere(element: Any) -> bool:
    """Whether an element stands in a list of other articles, a menu or the page's frame."""
    while element is not None:
        verdict = named_elsewhere(element.tag, element.get("class"), element.get("id"))
        if verdict is not None:
            return verdict
        element = element.getparent()
    return False


@lru_cache(maxsize=4096)  # templates repeat their class names, and many elements share their ancestors
def named_elsewhere(tag: str, name: str | None, identity: str | None) -> bool | None:
    """What an element's own tag, class and id say; None when they say nothing."""
    if tag in ("nav", "footer", "aside"):
        return True
    if tag in ("body", "article", "main", "html"):
        return False
    named = f"{name or ''} {identity or ''}"
    if _ELSEWHERE.search(named):
        return True
    return False if _ARTICLE.search(named) else None
