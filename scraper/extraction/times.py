"""When an article was published and changed: what is printed, confirmed by what is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import chain

from scraper.extraction import printed
from scraper.outlet import WIB, Outlet
from scraper.page import Page, jsonld
from scraper.text.dates import Moment, is_update, parse_moment
from scraper.text.spaces import tidy

_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "content_publisheddate", "publishdate",
    "dtk:publishdate", "pubdate", "jpnncom_news_pubdate", "publish_date", "article.published", "date", "dc.date",
    "dc.date.issued", "cxenseparse:recs:publishtime", "parsely-pub-date",
)  # fmt: skip
_YEARS = 2 * 365  # days
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod")


@dataclass(slots=True)
class Times:
    """Publication and change, and which reader said so."""

    published: Moment | None = None
    modified: Moment | None = None
    sources: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def read_times(
    page: Page, outlet: Outlet | None, rule: Callable[[str, Page], list[str]], headline: str | None
) -> Times:
    """Read the times of an article; ``rule`` asks the outlet's readers, ``headline`` is where printed dates follow."""
    zone = outlet.zone(page.url or page.canonical) if outlet else None
    # Where the outlet runs on the country's default and says nothing else, the reader of a bare time assumes it.
    assumed = None if outlet and zone == WIB and not outlet.time_zones else zone

    def parse(values: Iterable[str]) -> Iterator[Moment]:
        for value in values:
            moment = parse_moment(
                value,
                zone=assumed,
                false_z=outlet.false_z if outlet else False,
                placeholders=outlet.no_dates if outlet else (),
            )
            if moment is not None and not is_update(value):
                yield moment

    def meta(names: Iterable[str]) -> Iterator[Moment]:
        for name in names:
            yield from parse(page.meta.get(name, ())[:1])

    declared = [
        *(("json_ld", m) for m in parse(_ld(page, "datePublished"))),
        *(("meta", m) for m in meta(_PUBLISHED)),
        *(("printed", m) for m in parse(printed.time_elements(page))),
    ]
    seen = chain(  # not all are read: the first that a declaration confirms is taken
        (("outlet", m) for m in parse(rule("date_published", page))),
        (("printed", m) for m in parse(printed.dates(page, headline))),
    )
    times = Times()
    settled = _settle(seen, declared)
    if settled is None:
        return times
    modified = [*parse(rule("date_modified", page)), *parse(_ld(page, "dateModified")), *meta(_MODIFIED)]
    if settled in declared:
        # One declaration against the date under the heading is a template's leftover, unless that date is the change's.
        # Any number of them that say it appeared years after what is printed there are wrong.
        under = [m for m in parse(printed.date_under_heading(page, headline)) if "T" in m.iso]
        changed = {_day(m) for m in modified}
        off = _day(settled[1]) - _day(under[0]) if under else 0
        alone = len({source for source, _ in declared}) == 1
        if under and ((alone and abs(off) > 1 and _day(under[0]) not in changed) or off > _YEARS):
            settled = ("printed", under[0])
    times.sources["date_published"], chosen = settled
    times.published = chosen
    if declared and not any(m.iso[:10] == chosen.iso[:10] for _, m in declared):
        times.warnings.append("dates_disagree")
    # A change within the same minute is no revision, one before publication says nothing.
    if modified and "T" in modified[0].iso and _minute(modified[0]) > _minute(chosen):
        times.modified = modified[0]
    return times


def _ld(page: Page, path: str) -> list[str]:
    return [tidy(value) for value in jsonld.strings(page.ld_article, path)]


def _settle(
    seen: Iterable[tuple[str, Moment]], declared: list[tuple[str, Moment]]
) -> tuple[str, Moment] | None:
    """The publication time: the printed one that a declaration confirms, else the printed, else the declared.

    A printed time is trusted when no declaration speaks or one is within a day of it. A declared UTC time whose
    clock shows the printed local minute carries a false Z; the printed one is right then as well.
    """
    minutes = {_minute(moment) for _, moment in declared}
    read = []
    for source, moment in seen:
        if "T" in moment.iso and _minute(moment) in minutes:
            return source, moment
        read.append((source, moment))
    for source, moment in read:
        if "T" in moment.iso and (not declared or any(abs(_day(moment) - _day(d)) <= 1 for _, d in declared)):
            return source, moment
    for source, moment in declared:
        if "T" in moment.iso:
            return source, moment
    return next(iter([*read, *declared]), None)


def _day(moment: Moment) -> int:
    return date.fromisoformat(moment.iso[:10]).toordinal()


def _minute(moment: Moment) -> str:
    """The minute in UTC, as text that sorts; a bare date as it is."""
    if "T" not in moment.iso:
        return moment.iso
    return datetime.fromisoformat(moment.iso).astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
