"""Printed and declared times of Indonesian news, read exactly or not at all.

Numbers beat weekdays (outlets print wrong ones), numeric dates are day first, Hijri dates are not read.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal, NamedTuple

# Fixed since 1964 (no summer time), so no tz database is needed.
WIB = timezone(timedelta(hours=7), "WIB")
WITA = timezone(timedelta(hours=8), "WITA")
WIT = timezone(timedelta(hours=9), "WIT")

ZoneFrom = Literal["printed", "declared", "outlet", "assumed"]


class Moment(NamedTuple):
    """A time as read: `iso` (date only where no time was printed), who named the zone, the printed text."""

    iso: str
    zone_from: ZoneFrom
    raw: str


class _Found(NamedTuple):
    day: date
    clock: re.Match[str] | None
    gap: str  # what stood between the date and the time
    start: int
    end: int


_LONGEST = 120  # characters; longer strings are prose
_MOST_PLAIN_WORDS = 5  # lower-case words beside the date; a sentence has more
_EPOCH = date(1970, 1, 1)  # what feeds print where there is no date
_FLAGS = re.ASCII | re.IGNORECASE

_PRINTED = {"WIB": WIB, "WITA": WITA, "WIT": WIT}
_SPELLINGS = (
    "januari january jan",
    "februari february feb pebruari peb",
    "maret march mar mrt",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agt agu ags agust agus aug",
    "september sep sept",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
)
_MONTHS = {name: number for number, names in enumerate(_SPELLINGS, 1) for name in names.split()}

_YEAR = r"((?:19|20)\d\d)(?!\d)"
_RANGE = r"(?:\s?[-–]\s?\d{1,2}(?!\d))?"  # "10-12/6/2025": the first day is taken
_DAY_NAMED = re.compile(
    rf"(?<!\d)(?<!\d[:.])(\d{{1,2}})(?:st|nd|rd|th)?{_RANGE}[\s.,/-]*([a-z]{{3,9}})\.?[\s.,/'-]*{_YEAR}",
    _FLAGS,
)
_NAMED_DAY = re.compile(rf"(?<![a-z])([a-z]{{3,9}})\.?\s?(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+{_YEAR}", _FLAGS)
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", _FLAGS)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?<!\d[-/.:])(\d{{1,2}}){_RANGE}\s?([-/.])\s?(\d{{1,2}})\s?\2\s?((?:19|20)\d\d|\d\d)(?![\d/])",
    _FLAGS,
)
_NO_YEAR = re.compile(r"\((\d{1,2})/(\d{1,2})\)", _FLAGS)
_DIGIT = re.compile(r"\d", re.ASCII)
_PLAIN_WORD = re.compile(r"\b[a-z]{2,}\b")
_STAMP = re.compile(r"(\d{9,14})(?:\s\([^()]*\))?", _FLAGS)

_ZONE = (
    r"(?P<zone>(?:WIB|WITA|WIT|Z|(?:GMT|UTC)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?)(?![a-z])"
    r"|\+\d\d(?::?\d\d)?(?!\d)|-(?:0\d|1[0-2]):?[03]0(?!\d))"
)
_CLOCK_TEXT = (
    r"(?<!\d)(?P<h>\d{1,2})(?P<c>[:.-]| : )(?P<m>\d\d)(?:(?P=c)(?P<s>\d\d)(?:[.,]\d{1,9})?)?(?!\d)"
    rf"(?:\s?(?P<ap>[ap])\.?m\b\.?)?(?:[\s(]*{_ZONE})?"
)
_CLOCK = re.compile(_CLOCK_TEXT, _FLAGS)
_GAP = re.compile(
    r"\s?(?:T|WIB|WITA|WIT)\s?(?=\d)|[\s,|·•()/@:–—-]+(?:(?:at|pukul|pkl|jam)\b\.?[\s:]*)?(?=\d)", _FLAGS
)

_WEEKDAY = (
    r"(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|sen|sel|rab|kam|jum|sab|min|mon|tue|wed|thu|fri|sat|sun)\b\.?"
)
HOUR = re.compile(
    r"\d[:.]\d\d\b(?![./-]\d)"
)  # a look for a time of day, which is no part of a date in numbers
_CLOCK_AHEAD = re.compile(rf"{_CLOCK_TEXT}[\s,|·•()/–—-]*(?:{_WEEKDAY}[\s,]*)?$", _FLAGS)
_UPDATED = r"(?:di(?:per(?:bar|bahar)ui|-?update|ubah|mutakhirkan)|pembaruan|updated?|(?:last )?modified)"
_UPDATE = re.compile(
    rf"[^0-9]*?\b{_UPDATED}\b[\s:,-]*(?:(?:pada|on|at|tanggal|date)\b[\s:]*)?(?:{_WEEKDAY}[\s,]*)?"
    r"(?:[a-z]{3,9}\.?\s)?\d",
    _FLAGS,
)
_COUNT = r"\d[\d.,]*\s?(?:(?:k|rb|ribu|jt)\b)?"
# What may stand around a printed date on a line of its own; anything else makes the line prose or a by-line.
_WRAPPING = re.compile(
    r"(?:[a-z]\w{2,19}\s?\|)?(?>"
    rf"[\s,|:;·•()\[\]/–—.-]|{_WEEKDAY}|\d{{1,2}} [a-z' -]{{3,20}} 1[345]\d\d\b(?: ?H\b)?"
    rf"|{_COUNT}\s?(?:x |kali )?(?:views?|viewers?|hits|kali|x|pembaca|komentar|comments?|dibaca|dilihat"
    r"|(?:min|mins|minutes?|menit)(?: read| baca| membaca)?)\b"
    rf"|(?:dibaca|dilihat|views?|hits)\s?:?\s?{_COUNT}(?:\s?(?:x|kali)\b)?"
    rf"|(?:{_UPDATED}|tayang|ditayangkan|terbit|diterbitkan|di-?publi(?:kasikan|sh)|publikasi|publish(?:ed)?"
    r"|post(?:ed)?|diposting|diunggah|dimuat|dibuat|dirilis|rilis|(?:di)?upload(?:ed)?|created|date|tanggal|tgl|hari|last|terakhir"
    r"|pada|on|at|pukul|pkl|jam|jurnalis|WIB|WITA|WIT)\b"
    r"|[a-z0-9-]{2,30}(?:\.[a-z]{2,4}){1,3}\b"
    r")*+",
    _FLAGS,
)


def parse_moment(
    raw: str,
    *,
    zone: timezone | None = None,
    today: date | None = None,
    year: int | None = None,
    false_z: bool = False,
    placeholders: Collection[str] = (),
) -> Moment | None:
    """The first date (and time) in a short string; None for prose, relative and impossible ones.

    `zone`: where the outlet's clocks stand, for strings that name no zone. `year`, or else the `today` of the
    publication, completes "Minggu (18/7)"; `today` is also the day of a nine-digit Kompas stamp (HHMMSSmmm).
    `false_z`: the outlet writes Z, +00:00 or GMT behind local time. `placeholders`: strings that it prints
    instead of a date (kumparan's skeleton cards: "01 April 2020").
    """
    text = _tidy(raw)
    if text is None or text in placeholders:
        return None
    try:
        if (stamp := _STAMP.fullmatch(text)) is not None:
            return _from_stamp(stamp[1], text, zone, today)
        found = _find(text) or _find_without_year(text, year, today)
        if found is None or _is_prose(text[: found.start] + text[found.end :]):
            return None
        if found.clock is None:
            return Moment(found.day.isoformat(), _default(zone), text)
        offset, zone_from = _zone_of(found, found.clock, zone, false_z)
        return Moment(_join(found.day, found.clock, offset).isoformat(), zone_from, text)
    except (ValueError, OverflowError):
        return None


def looks_like_moment(line: str) -> bool:
    """True where the whole line is one printed date, or published and updated, with the usual wrappings."""
    text = _tidy(line)
    found = _find(text) if text is not None else None
    if text is None or found is None or parse_moment(text) is None:
        return False
    if found.clock is None and text[: found.start].endswith("("):
        return False  # "Jumat (5/7/2024)" is how the body names a day
    ahead, behind = text[: found.start], text[found.end :]
    if (second := _find(behind)) is not None:
        behind = behind[: second.start] + " " + behind[second.end :]
    if found.clock is not None and found.clock.start() < found.start:
        ahead = ahead[: found.clock.start()]
    return _WRAPPING.fullmatch(ahead) is not None and _WRAPPING.fullmatch(behind) is not None


def is_update(raw: str) -> bool:
    """True where the first date is labelled as an update ("Diperbarui 18 Jun 2025, 14:05 WIB")."""
    text = _tidy(raw)
    return text is not None and _UPDATE.match(text) is not None


def _tidy(raw: str) -> str | None:
    """Blanks folded; None where the string is too long to be a date line or holds no digit."""
    if len(raw) > 10 * _LONGEST:
        return None
    text = " ".join(raw.split())
    if not _DIGIT.search(text) or len(text) > _LONGEST:
        return None
    return text


def _is_prose(rest: str) -> bool:
    return len(rest) > 20 and len(_PLAIN_WORD.findall(rest)) > _MOST_PLAIN_WORDS


def _default(zone: timezone | None) -> ZoneFrom:
    return "assumed" if zone is None else "outlet"


def _find(text: str) -> _Found | None:
    for start, end, year, month, day in _dates(text):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found == _EPOCH:
            continue
        return _with_clock(text, found, start, end)
    return None


def _dates(text: str) -> Iterator[tuple[int, int, int, int, int]]:
    """Candidate dates: (start, end, year, month, day), one shape after the other."""
    for hit in _YEAR_FIRST.finditer(text):
        yield hit.start(), hit.end(), int(hit[1]), int(hit[3]), int(hit[4])
    for hit in _DAY_NAMED.finditer(text):
        if month := _MONTHS.get(hit[2].lower()):
            yield hit.start(), hit.end(), int(hit[3]), month, int(hit[1])
    for hit in _NAMED_DAY.finditer(text):
        if month := _MONTHS.get(hit[1].lower()):
            yield hit.start(), hit.end(), int(hit[3]), month, int(hit[2])
    for hit in _DAY_FIRST.finditer(text):
        if len(hit[4]) == 4:
            yield hit.start(), hit.end(), int(hit[4]), int(hit[3]), int(hit[1])
        elif hit[2] == "/":  # "10.30.45" and "10-30-45" are times or numbers
            yield hit.start(), hit.end(), 2000 + int(hit[4]), int(hit[3]), int(hit[1])


def _with_clock(text: str, day: date, start: int, end: int) -> _Found:
    gap = _GAP.match(text, end)
    if gap is not None and (clock := _CLOCK.match(text, gap.end())) is not None:
        # Hyphens between hours and minutes only behind a T; elsewhere "10-12" is a range.
        behind_t = gap[0].strip().upper() == "T"
        if behind_t or clock["c"] != "-":
            return _Found(day, clock, gap[0], start, clock.end())
    ahead = _CLOCK_AHEAD.search(text, 0, start) if start > 3 else None
    if ahead is not None and ahead["c"] != "-":
        return _Found(day, ahead, "", start, end)
    return _Found(day, None, "", start, end)


def _find_without_year(text: str, year: int | None, today: date | None) -> _Found | None:
    hit = _NO_YEAR.search(text) if year is not None or today is not None else None
    if hit is None:
        return None
    day, month = int(hit[1]), int(hit[2])
    if year is not None:
        return _with_clock(text, date(year, month, day), hit.start(), hit.end())
    near: list[date] = []
    if today is None:  # then there is a year
        return None
    for shift in (-1, 0, 1):  # "31/12" read on 2 January is last year's
        with suppress(ValueError):
            near.append(date(today.year + shift, month, day))
    if not near:
        return None
    return _with_clock(text, min(near, key=lambda one: abs(one - today)), hit.start(), hit.end())


def _zone_of(
    found: _Found, clock: re.Match[str], zone: timezone | None, false_z: bool
) -> tuple[timezone, ZoneFrom]:
    gap = found.gap.strip().upper()
    printed = (clock["zone"] or "").upper().replace(" ", "") or gap
    if printed in _PRINTED:
        return _PRINTED[printed], "printed"
    local = (zone or WIB, _default(zone))
    if not clock["zone"]:
        return local
    # Seen: "2016-12-28T14-10-00Z" and "2015-11-05 T10:08:58Z" are local times with a Z pasted on.
    mangled = printed == "Z" and (clock["c"] == "-" or (found.gap[:1] == " " and gap == "T"))
    numbers = printed.removeprefix("GMT").removeprefix("UTC").removeprefix("Z").replace(":", "")
    if not numbers.strip("+-0"):
        return local if mangled or false_z else (UTC, "declared")
    digits = numbers[1:]
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if numbers[0] == "-" else shift), "declared"


def _join(day: date, clock: re.Match[str], offset: timezone) -> datetime:
    hour = int(clock["h"])
    if clock["ap"]:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour of twelve")
        hour = hour % 12 + (12 if clock["ap"] in "pP" else 0)
    return datetime(day.year, day.month, day.day, hour, int(clock["m"]), int(clock["s"] or 0), tzinfo=offset)


def _from_stamp(digits: str, text: str, zone: timezone | None, today: date | None) -> Moment | None:
    """Epoch seconds or milliseconds, YYYYMMDDHHMMSS (CNN Indonesia), HHMMSSmmm of a known day (Kompas)."""
    here = zone or WIB
    if len(digits) in (10, 13) and digits[0] == "1":
        return Moment(datetime.fromtimestamp(int(digits[:10]), here).isoformat(), "declared", text)
    if len(digits) == 14 and digits[:2] in ("19", "20"):
        when = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=here)
        return Moment(when.isoformat(), _default(zone), text)
    if len(digits) == 9 and today is not None:
        when = datetime.strptime(f"{today.isoformat()} {digits[:6]}", "%Y-%m-%d %H%M%S").replace(tzinfo=here)
        return Moment(when.isoformat(), _default(zone), text)
    return None
