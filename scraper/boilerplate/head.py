"""What stands before the article's first word: dateline, standfirst, table of contents."""

from __future__ import annotations

import re

from scraper.boilerplate.dateline import WEEKDAY, dateline_end, is_rubric
from scraper.boilerplate.line import Line, live
from scraper.boilerplate.places import is_place
from scraper.text.dates import looks_like_moment
from scraper.text.persons import person
from scraper.text.spaces import words

_PLACE_ALONE = re.compile(r"(?:[A-Z][\w.'’]+,?\s?){1,5}(?:\([\w. ]+\)\s?)?[-–—]*\Z")
_DASH_HEAD = re.compile(r"[-–—]+\s*")


_FIRST = 8  # lines of a body among which its page's heading is looked for
_SHORT = 90
_READING_TIME = re.compile(r"\W*\d{1,2}\s*(?:menit|mins?|minutes?)\s+(?:mem)?(?:baca|read)\W*", re.I)


def strike_page_head(lines: list[Line], headline: str | None) -> None:
    """Where the body's element holds the page's heading too: the trail above it, and what is printed right below it.

    Below it these are a name with a date and the time that reading takes; the rest may be the article's.
    """
    title = words(headline.lower()) if headline else []
    left = live(lines)
    at = next(
        (i for i, line in enumerate(left[:_FIRST]) if title and words(line.text.lower()) == title), None
    )
    if at is None or any(len(line.text) > 2 * _SHORT or _is_sentence(line) for line in left[:at]):
        return
    for line in left[:at]:
        line.remove("page_head", "other")
    for line in left[at + 1 : at + _FIRST]:
        if len(line.text) > _SHORT or _is_sentence(line):
            return
        if _READING_TIME.fullmatch(line.text):
            line.remove("page_head", "other")
        elif _names_and_dates(line.text):
            line.remove("byline_date", "byline")


_SEPARATED = re.compile(
    r"\s*[|·•–—/]\s*|\s+-\s+|,?\s+(?=(?:Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu)\b)"
)


def _names_and_dates(text: str) -> bool:
    """Whether a line is a person's name and a date, with something between them."""
    name, *rest = _SEPARATED.split(text.strip(), maxsplit=1)
    return bool(rest) and person(name) == name and looks_like_moment(rest[0])


def strike_dateline(lines: list[Line], publisher: str | None, *, markup: bool) -> None:
    """Cut the dateline off the lead; what stands above a lead that has one is a standfirst."""
    left = live(lines)
    for i, line in enumerate(left[:8]):
        end = dateline_end(line.text, publisher=publisher, bold=line.lead, known=not markup)
        below = _is_below_lead(left[:i], markup=markup)
        if (
            end
            and not _is_branded(line.text[:end], publisher)
            and (below or _is_pair(line.text, end, first=not i))
        ):
            return
        if end and (line.kind in ("paragraph", "quote") or i == 0):
            rubric = is_rubric(line.text[:end])
            line.cut(0, end, "rubric" if rubric else "dateline", "other" if rubric else "dateline")
            _standfirst(left[:i])
            return
        # On lines of its own: "Jakarta" / "- Seorang …", "Doha -" / "Timnas …".
        following = left[i + 1] if i + 1 < len(left) else None
        alone = following and len(line.text) <= 60 and _PLACE_ALONE.match(line.text)
        if following and alone and not below and (markup or _names_place(line.text)):
            dash = _DASH_HEAD.match(following.text)
            if dash or line.text.rstrip()[-1] in "-–—":
                line.remove("dateline", "dateline")
                if dash:
                    following.cut(0, dash.end(), "dateline", "dateline")
                _standfirst(left[:i])
                return
        if len(line.text) > 200 and line.kind == "paragraph":
            return


_BRANDED = re.compile(r"\.(?:com|co|id|net|tv|org|news)\b|\((?!\d)", re.I)


def _is_branded(head: str, publisher: str | None) -> bool:
    """Whether a dateline names an outlet or an agency, and not only a town."""
    return bool(_BRANDED.search(head)) or bool(publisher and publisher.lower() in head.lower())


def _names_place(text: str) -> bool:
    """Whether a line alone names a known place or an outlet's domain: without markup a heading looks the same."""
    return bool(_BRANDED.search(text)) or is_place(text.strip(" -–—").partition(",")[0])


def _is_below_lead(above: list[Line], *, markup: bool) -> bool:
    """Whether what follows these lines opens no article, whatever stands at its head: the article has begun.

    A standfirst is one sentence, or a list of points; without markup there is none to be seen.
    """
    sentences = sum(line.kind != "list_item" and _is_sentence(line) for line in above)
    return sentences > int(markup) or any(line.kind == "heading" for line in above[1:])


# What follows the dash between two teams, towns or days: a second name, then a score, a time, or a dash again.
_SECOND = re.compile(
    r"[\"“]?(?:[A-Z][\w'’.]*\s*){1,4}(?:[,:(|]\s*)?(?:\d{1,3}\s?[-–:]\s?\d{1,3}\b|(?:pukul\s|pkl\.?\s|jam\s)?\s?\d{1,2}[.:]\d\d\b|[-–—]\s)"
)


def _is_pair(text: str, end: int, *, first: bool) -> bool:
    """Whether a town and a dash are one end of something: a match, a route, days of the week.

    Below a standfirst two towns are a route as well; at the head of all, one may open the first sentence.
    """
    rest = text[end:]
    if WEEKDAY.match(text) or _SECOND.match(rest):
        return True
    return not first and is_place(" ".join(rest.split()[:1]).strip(",.:"))


def _is_sentence(line: Line) -> bool:
    return len(line.text) > 40 and bool(re.search(r"[.!?…][\"”’')\]]*\Z", line.text))


def _standfirst(above: list[Line]) -> None:
    """A few lines above the lead that carries the dateline: standfirst or pull quote, not the body."""
    if len(above) <= 4:
        for line in above:
            line.remove("standfirst", "other")


def strike_contents(lines: list[Line]) -> None:
    """A table of contents repeats the sub-headings: only the later ones are the article's."""
    left = live(lines)
    for i, line in enumerate(left):
        if re.fullmatch(r"\W*daftar\s+isi\W*", line.text, re.I):
            last = {tuple(words(other.text.lower())): j for j, other in enumerate(left)}
            line.remove("contents", "other")
            for j, entry in enumerate(left[i + 1 :], i + 1):
                key = tuple(words(entry.text.lower()))
                if len(entry.text) > 160 or last[key] <= j:
                    break
                entry.remove("contents", "other")
            return
