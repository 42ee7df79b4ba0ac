"""What a crawl for a span of days (``-a since=…``) has of each of them, and what nothing covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from scraper.ledger.coverage import DayCover, coverage, undated
from scraper.outlet import WIB, Index

if TYPE_CHECKING:
    from scraper.crawl.state import Crawl


@dataclass(frozen=True, slots=True)
class Covered:
    """Every day of the window. ``archives``: dated archives of the outlet, each of which should walk every day."""

    days: list[DayCover]
    archives: tuple[str, ...]
    undated: int

    @classmethod
    def of(cls, crawl: Crawl) -> Covered | None:
        """Of a running crawl; None where it has no first day."""
        window, run = crawl.arguments.window, crawl.frontier.run
        today = datetime.fromtimestamp(crawl.frontier.clock(), UTC).astimezone(WIB).date()
        last = min(window.last or today, today)
        if window.first is None or window.first > last or crawl.arguments.urls:
            return None
        first: date = window.first
        # A month-wise archive covers days, too, but does not say which.
        dated = [s.url for s in crawl.outlet.sources if isinstance(s, Index) and s.dated and "{d}" in s.url]
        days = coverage(crawl.ledger, run.outlet, run.id, first, last)
        return cls(days, tuple(dated), undated(crawl.ledger, run.outlet, run.id))

    def problem(self) -> str:
        """What is wrong with an archive that answers, but not to the end of every day; "" for nothing."""
        unread = [day.day for day in self.days if not day.walked] if self.archives else []
        if not unread or len(unread) == len(
            self.days
        ):  # an archive that gives nothing at all is an alarm of its own
            return ""
        return f"{len(unread)} days of the archive were not read to their end, the first {unread[0]}"

    def plain(self) -> dict[str, Any]:
        """As data, for ``coverage.json``."""
        return {
            "archives": list(self.archives),
            "undated_missing": self.undated,
            "days": [day.plain() for day in self.days],
        }

    def lines(self) -> Iterator[str]:
        """A line a day, and what to think of days without articles."""
        for day in self.days:
            why = ", ".join(f"{reason} {count}" for reason, count in sorted(day.missing.items()))
            missing = f"{day.missing.total()} missing" + (f" ({why})" if why else "")
            walked = "" if day.walked or not self.archives else ", archive not read to its end"
            yield f"{day.day}: {day.found} found, {day.fetched} fetched, {missing}{walked}"
        if not self.archives:
            empty = sum(not day.found for day in self.days)
            yield (
                "this outlet declares no dated archive: the days hold what sitemaps, feeds and index pages still name"
                + (f"; {empty} of {len(self.days)} days have nothing" if empty else "")
            )
        if self.undated:
            yield f"{self.undated} more are missing, of which no list says the day"
