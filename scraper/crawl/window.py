"""The time asked for: ``-a since=``, ``-a until=``, as days or as moments, in Jakarta's time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scraper.errors import UsageError
from scraper.text.dates import WIB, parse_moment

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_AGO = re.compile(r"(\d{1,4})\s*([mhdw])\Z", re.IGNORECASE)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
# A list's date and the page's own may lie in different zones, or one may be that of an edit soon after.
_SLACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From ``since`` to ``until``, both inclusive and with Jakarta's zone; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def parse(cls, since: str | None, until: str | None, now: datetime) -> Window:
        """From printed values: a day (2024-06-01), a moment (2024-06-01T12:00), or how long ago (2d, 6h, 90m, 1w).

        A day begins and ends in Jakarta; "2d" is 48 hours before ``now``. Raises UsageError.
        """
        window = cls(_moment("since", since, now, time.min), _moment("until", until, now, time.max))
        if window.since and window.until and window.since > window.until:
            raise UsageError(f"lies after until={until}", about=f"-a since={since}")
        return window

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    @property
    def first(self) -> date | None:
        """Its first day."""
        return self.since.date() if self.since else None

    @property
    def last(self) -> date | None:
        """Its last day."""
        return self.until.date() if self.until else None

    def misses(self, published: str | None) -> str | None:
        """Why an article of that time lies outside: before_since, after_until or undated; None inside."""
        if not self:
            return None
        if not published:
            return "undated"
        moment = datetime.fromisoformat(published)
        if len(published) == 10:  # a day without a time is inside when any of it is
            day = moment.date()
            if self.first and day < self.first:
                return "before_since"
            return "after_until" if self.last and day > self.last else None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=WIB)
        if self.since and moment < self.since:
            return "before_since"
        return "after_until" if self.until and moment > self.until else None

    def surely_misses(self, published: str | None, modified: str | None) -> str | None:
        """The same from what a list prints, where that is beyond doubt: saves a request, never an article.

        The last change cannot come before the publication, so it only tells what is too old.
        """
        day = listed_day(published)
        latest = day or listed_day(modified)
        if self.first and latest and latest + _SLACK < self.first:
            return "before_since"
        return "after_until" if self.last and day and day - _SLACK > self.last else None


def day_of(iso: str | None) -> date | None:
    """Jakarta's day of a time in ISO 8601 (with an offset, or a day alone); None for None."""
    if not iso:
        return None
    if len(iso) == 10:
        return date.fromisoformat(iso)
    return datetime.fromisoformat(iso).astimezone(WIB).date()


def listed_day(printed: str | None) -> date | None:
    """Jakarta's day of a time as a list prints it; None where it prints none that can be read."""
    moment = parse_moment(printed) if printed else None
    return day_of(moment.iso) if moment else None


def _moment(name: str, value: str | None, now: datetime, of_day: time) -> datetime | None:
    if value is None:
        return None
    text = value.strip()
    try:
        ago = _AGO.match(text)
        if ago:
            return (now - timedelta(**{_UNITS[ago[2].lower()]: int(ago[1])})).astimezone(WIB)
        if _DATE.match(text):
            return datetime.combine(date.fromisoformat(text), of_day, WIB)
        if re.match(r"\d{4}-\d\d-\d\d[T ]\d", text):
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=WIB)).astimezone(WIB)
    except (ValueError, OverflowError):
        pass
    message = "neither a date like 2024-06-01 nor a time ago like 2d, 6h, 90m or 1w"
    raise UsageError(message, about=f"-a {name}={value}")
