"""Datelines: "GenPI.co - ", "JAKARTA, KOMPAS.com - ", "Jakarta (ANTARA) - ", "Liputan6.com, Jakarta Beberapa …"."""

from __future__ import annotations

import re
from functools import lru_cache

from scraper.boilerplate.places import is_place, place_end

_DASH = r"(?:\s*(?:--+|[-–—−]+)\s*|\s*:\s+|\s*\|{1,2}\s*)"
# A dash with a blank on one side at least: the one inside "Covid-19" closes nothing.
_OPEN_DASH = r"(?:\s+(?:--+|[-–—−]+)\s*|(?:--+|[–—−]|-)\s+|--+|[–—])"
_UPPER = r"[A-Z][A-Z.'’]+(?:\s+[A-Z][A-Z.'’]+){0,3}"
_BRAND = r"(?:[A-Za-z0-9][\w-]*(?:\.[A-Za-z0-9-]+)*\.(?i:com|co\.id|co|id|net|tv|org|news|info|asia))"
_PLACE_WORD = r"(?:[A-Z][\w.'’-]*|[A-Z]{2,})"
_PLACE = rf"{_PLACE_WORD}(?:\s+{_PLACE_WORD}){{0,3}}(?:,\s*{_PLACE_WORD}(?:\s+{_PLACE_WORD}){{0,2}})?"
_NAME = r"[A-Z][\w.]*(?:\s+[A-Z][\w.]*){0,3}"

_FORMS = tuple(
    re.compile(rf"[\s\"“]*(?P<dateline>{form})")
    for form in (
        # brand with a domain, alone or with a place on either side, closed by a dash
        rf"(?:{_PLACE}\s*,\s*)?{_BRAND}(?:\s+{_NAME})?(?:\s*,\s*{_PLACE}|(?:{_OPEN_DASH}|\s*\|{{1,2}}\s*){_UPPER}(?={_OPEN_DASH}))?{_DASH}",
        # Town (ANTARA News) -   Banyuwangi (beritajatim.com) –
        rf"{_PLACE}\s*\([A-Za-z][\w. /-]{{1,30}}\)\s*(?:--+|[-–—]+|:)\s*",
    )
)
# Town alone, closed by a dash: upper case, or capitalised words, before a sentence that starts with a capital.
_TOWN_UPPER = re.compile(
    r"(?P<dateline>[A-Z][A-Z.'’]+(?:[\s-][A-Z][A-Z.'’]+){0,3}(?:,\s*(?:[A-Z][A-Z\s]+?|[A-Z][a-z]+\.?(?:\s[A-Z][a-z]+)?))?)"
    r"\s*(?:--+|[-–—]+)\s*(?=[\"“‘'(]?[A-Z0-9])"
)
_TOWN = re.compile(  # "Indonesia - Malaysia sepakat …" opens with two countries
    r"(?P<dateline>(?!Indonesia\s)[A-Z][a-z'’]+(?:\s[A-Z][a-z'’]+){0,2}(?:,\s*[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)?)"
    r"(?:\s+(?:--+|[-–—])\s*|(?:--+|[–—])\s*|-\s+)(?=[\"“‘'(]?[A-Z0-9])"
)
# A bar closes it too, before a whole sentence without another bar: "SUKAMAJU | Warga …", no menu and no table.
_TOWN_BAR = re.compile(
    r"(?P<dateline>[A-Z][A-Z.'’]+(?:[\s-][A-Z][A-Z.'’]+){0,3}(?:,\s*[A-Z][\w.]+(?:\s[A-Z][\w.]+){0,2})?)\s*\|{1,2}\s*"
    r"(?=[\"“‘'(]?[A-Z0-9][^|]{60})"
)
# The day of the report behind the town: "Bogor, 14 Mei 2024 – ", "SUKAMAJU (14/5) – ".
_DAY = r"(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}\s[A-Z][a-z]{2,8}(?:\s\d{4})?)"
_TOWN_DAY = re.compile(
    rf"(?P<dateline>(?P<town>[A-Z][A-Za-z'’]+(?:\s[A-Z][A-Za-z'’]+){{0,2}})(?:(?P<comma>,)\s*(?:{_DAY}|\({_DAY}\))|\s*\({_DAY}\)))"
    r"\s*(?:--+|[-–—]|\|{1,2})\s*(?=[\"“‘'(]?[A-Z0-9])"
)
WEEKDAY = re.compile(r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad)\b", re.I)
# Media Group closes the place with a colon: "Wonosobo: Sebuah bengkel …"; only a place opens a paragraph so.
_TOWN_COLON = re.compile(
    r"(?P<dateline>[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,2}|[A-Z]{3,}(?:\s[A-Z]{2,}){0,2})\s?:\s+(?=[\"“‘'(]?[A-Z])"
)
_REGION = r"(?i:kota|kabupaten|kab\.|kecamatan|kelurahan|desa|provinsi|pulau)\s+"
# Brand and place without any dash: only the markup (or a capital glued to a small letter) shows where it ends.
_NO_DASH = re.compile(
    rf"(?P<dateline>{_BRAND}\s*,\s*)(?P<place>[A-Z][a-z]+(?:\s[A-Z][a-z]+){{0,2}}?)(?=\s+[\"“A-Z0-9]|[A-Z\"“])"
)
_BRAND_COMMA = re.compile(rf"{_BRAND}\s*,\s*")
# Names of advertorials, columns and series that stand where a dateline would: they name neither place nor outlet.
_RUBRIC = re.compile(
    r"(?:INFO|ADVERTORIAL|ADV|OPINI|KOLOM|EKSKLUSIF|EXCLUSIVE|BREAKING|CEK\s+FAKTA|PARIWARA|SIARAN\s+PERS|ANALISIS|"
    r"EDITORIAL|TAJUK|RESENSI|PROFIL|SPONSORED|PROMOTED)(?:\s+[A-Z]{2,}){0,2}\W*"
)
_TAIL = " -–—−:,|\u00a0"


def dateline_end(line: str, *, publisher: str | None = None, bold: int = 0, known: bool = False) -> int:
    """How many characters of the line's head are a dateline (with its dash); 0 when there is none.

    ``publisher`` is the outlet's printed name, which may stand as a brand without a domain ("VIVA – "); ``bold`` how
    much of the line's head is set in bold; ``known``: without markup a town alone must be one that the table knows.
    """
    line = line[:240]
    if publisher:
        own = _own_dateline(publisher[:60]).match(line)
        if own and own.end() < len(line):
            return _short(own.end())
    for form in _FORMS:
        match = form.match(line)
        if (
            match
            and match.end() <= len(line)
            and (not known or form is _FORMS[0] or _town_known(match["dateline"]))
        ):
            return _short(match.end())
    if bold:
        head = line[:bold]
        if bold < len(line) and _BOLD_DATELINE.fullmatch(head):
            return _short(bold + len(line[bold:]) - len(line[bold:].lstrip(_TAIL)))
    match = _BRAND_COMMA.match(line)
    if match and (end := place_end(line, match.end())) and re.match(r"\s+[\"“A-Z0-9]|[A-Z\"“]", line[end:]):
        return _short(end)
    match = _NO_DASH.match(line)
    if match:
        return _short(match.end())
    for form in (_TOWN_UPPER, _TOWN, _TOWN_BAR):
        match = form.match(line)
        if match and (not known or _town_known(match["dateline"])):
            return _short(match.end())
    match = _TOWN_DAY.match(line)
    if match and _dated(match["town"], line, comma=bool(match["comma"]), known=known):
        return _short(match.end())
    match = _TOWN_COLON.match(line)
    if match and len(line) > 80 and _is_region(match["dateline"], line[match.end() :]):
        return _short(match.end())
    return 0


def _dated(town: str, line: str, *, comma: bool, known: bool) -> bool:
    """Whether a name before a date is the town of a dateline: no weekday; in small letters one before a comma."""
    if WEEKDAY.match(town):
        return False
    if not town.isupper() and not comma:
        return is_place(town) and len(line) > 80
    return is_place(town) or not known


def _is_region(town: str, rest: str) -> bool:
    """Whether a name is a place: one of the table, or one that the sentence calls so ("Kota Sukamaju")."""
    return is_place(town) or bool(re.search(rf"\b{_REGION}{re.escape(town.title())}\b", rest))


_NOTHING = re.compile(r"(?!)")


@lru_cache(maxsize=1024)
def _own_dateline(publisher: str) -> re.Pattern[str]:
    # "NusaBali - " where the outlet is called NusaBali.com, the other way round, and "KabarDesa" for "Kabar Desa".
    domain = r"(?:\.(?i:com|co\.id|co|id|net))?"
    letters = re.sub(r"(?i)\.(?:com|co\.id|co|id|net)\Z|[\W_]+", "", publisher)
    if len(letters) < 3:
        return _NOTHING
    name = "(?i:" + r"[\W_]?".join(letters) + ")" + domain
    bar = rf"(?:{_OPEN_DASH}|\s*\|{{1,2}}\s*)"
    return re.compile(
        rf"[\s\"“]*(?:{_PLACE}\s*,\s*)?{name}(?:\s+{_NAME})?(?:\s*,\s*{_PLACE}|{bar}{_UPPER}(?={bar}))?{bar}"
        r"(?=[\"“”‘’'(\[]*(?:[A-Z0-9]|[a-z][A-Z]))"
    )


_BOLD_DATELINE = re.compile(rf"(?:{_BRAND}\s*,\s*{_PLACE}|{_PLACE}\s*,\s*{_BRAND}|{_BRAND})\W*")


def _town_known(name: str) -> bool:
    """Whether a town of a text without markup is one: a known place, an agency's place, or a long word in capitals."""
    town, bracket, agency = name.partition("(")
    if is_place(town.partition(",")[0]) or is_place(town.rpartition(",")[2].strip(_TAIL)):
        return True
    if bracket:
        return not name.rstrip().endswith(":") and bool(re.search(r"[A-Z]{3}|\.[a-z]{2}", agency))
    return is_rubric(name) or (bool(re.match(r"[A-Z]{5,}", town)) and town.isupper())


def is_rubric(head: str) -> bool:
    """Whether what stands in the dateline's place is the name of a rubric ("INFO BISNIS – ")."""
    return bool(_RUBRIC.fullmatch(head))


def _short(end: int) -> int:
    return end if end <= 80 else 0


def tidy_dateline(raw: str) -> str:
    """The dateline as a field: without the dash that closes it."""
    return raw.strip(_TAIL + '"“ ')
