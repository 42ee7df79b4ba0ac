"""The numbers of the report, as plain data: what ``--json`` prints, what the page and Prometheus show."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from scraper.health.history import Told, remembered
from scraper.health.measure import WATCHED, Measure
from scraper.ledger import Ledger
from scraper.ledger.schema import health, quarantine, urls

_RUNS = 60  # of an outlet, its newest: two months of a daily schedule
_ASIDE = 30  # examples of what was set aside
_SLOW = 20


def numbers(ledger: Ledger, now: float, outlets: Sequence[str] = ()) -> dict[str, Any]:
    """Everything the report says of ``outlets`` (none: all that the ledger knows); ``now``: seconds since 1970."""
    with ledger.begin() as connection:
        known = [
            str(n)
            for n in connection.execute(select(urls.c.outlet).distinct().order_by(urls.c.outlet)).scalars()
        ]
        known += [
            n for n in connection.execute(select(health.c.outlet).distinct()).scalars() if n not in known
        ]
    chosen = sorted(n for n in known if not outlets or n in outlets)
    told = {name: remembered(ledger, name)[-_RUNS:] for name in chosen}
    return {
        "generated": datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds"),
        "outlets": [_outlet(name, runs) for name, runs in told.items()],
        "hours": {name: _sum(runs, "hours") for name, runs in told.items()},
        "days": {name: _sum(runs, "days") for name, runs in told.items()},
        "coverage": {name: _coverage(runs) for name, runs in told.items()},
        "removed": {name: _sum(runs, "removed") for name, runs in told.items()},
        "quarantine": _quarantine(ledger, chosen),
        "endings": _endings(ledger, chosen),
        "politeness": _politeness(told),
        "slowest": _slowest(told),
    }


def _outlet(name: str, runs: list[Told]) -> dict[str, Any]:
    """One line about an outlet: its last run, and what it alarmed about."""
    last = runs[-1] if runs else None
    whole = _whole(runs)
    return {
        "name": name, "runs": len(runs), "articles": whole.articles,
        "last_run": datetime.fromtimestamp(last.at, UTC).isoformat(timespec="seconds") if last else None,
        "last_articles": last.day.whole.articles if last else 0,
        "own_rule": _share(whole.own, whole.articles), "paragraphs": _share(whole.paragraphs, whole.articles),
        "words": _share(whole.words, whole.articles), "removed_share": round(whole.removed_share, 4),
        "repeated_lines": len(whole.repeated(3)), "odd_dates": whole.odd_dates,
        "alarms": last.alarms if last else [],
    }  # fmt: skip


def _whole(runs: Sequence[Told]) -> Measure:
    total = Measure()
    for told in runs:
        total.merge(told.day.whole)
    return total


def _share(count: int, of: int) -> float | None:
    return round(count / of, 4) if of else None


def _sum(runs: Sequence[Told], name: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for told in runs:
        for measure in told.day.templates.values():
            counts.update(getattr(measure, name))
    return dict(sorted(counts.items()))


def _coverage(runs: list[Told]) -> dict[str, dict[str, Any]]:
    """By field: the fill rate of the newest run with articles, and of the healthy ones before it."""
    had = [told for told in runs if told.day.whole.articles]
    if not had:
        return {}
    now, before = had[-1].day.whole, _whole([told for told in had[:-1] if told.healthy])
    return {
        field: {
            "now": _share(now.filled[field], now.articles), "usual": _share(before.filled[field], before.articles),
            "articles": now.articles,
        }
        for field in WATCHED
    }  # fmt: skip


def _quarantine(ledger: Ledger, chosen: Sequence[str]) -> dict[str, Any]:
    """How many by outlet and reason, and the newest examples."""
    with ledger.begin() as connection:
        counts = connection.execute(
            select(urls.c.outlet, urls.c.reason, func.count())
            .where(urls.c.state == "quarantined", urls.c.outlet.in_(chosen))
            .group_by(urls.c.outlet, urls.c.reason)
            .order_by(urls.c.outlet, urls.c.reason)
        ).all()
        newest = connection.execute(
            select(quarantine.c.outlet, quarantine.c.line)
            .where(quarantine.c.outlet.in_(chosen))
            .order_by(quarantine.c.seq.desc())
            .limit(_ASIDE)
        ).all()
    reasons: dict[str, dict[str, int]] = defaultdict(dict)
    for outlet, reason, n in counts:
        reasons[outlet][reason] = n
    return {"reasons": dict(reasons), "examples": [_example(row.outlet, row.line) for row in newest]}


def _example(outlet: str, line: str) -> dict[str, Any]:
    told = json.loads(line)
    page = (told.get("pages") or [{}])[0]
    file = f"{outlet}/{page['file']}" if page.get("file") else None
    return {
        "outlet": outlet, "url": told.get("url"), "reason": told.get("reason"), "message": told.get("message"),
        "at": page.get("date_downloaded"), "status": page.get("http_status"), "file": file,
    }  # fmt: skip


def _endings(ledger: Ledger, chosen: Sequence[str]) -> dict[str, dict[str, int]]:
    """By outlet: how many addresses stand in which state."""
    with ledger.begin() as connection:
        counts = connection.execute(
            select(urls.c.outlet, urls.c.state, func.count())
            .where(urls.c.outlet.in_(chosen))
            .group_by(urls.c.outlet, urls.c.state)
        ).all()
    found: dict[str, dict[str, int]] = {name: {} for name in chosen}
    for outlet, state, n in counts:
        found[outlet][state] = n
    return found


def _politeness(told: dict[str, list[Told]]) -> list[dict[str, Any]]:
    """By outlet: pauses on the wire (seconds), answers by status, how often a Retry-After was obeyed."""
    rows = []
    for name, runs in told.items():
        statuses: Counter[str] = Counter()
        pauses: list[list[float]] = []
        for run in runs:
            statuses.update(run.pace.get("statuses", {}))
            pauses += run.pace.get("pauses", {}).values()
        rows.append({
            "outlet": name, "shortest_pause": min((p[0] for p in pauses), default=None),
            "middle_pause": sorted(p[1] for p in pauses)[len(pauses) // 2] if pauses else None,
            "requests": sum(statuses.values()), "too_many_requests": statuses["429"],
            "retry_after": sum(run.pace.get("retry_after", 0) for run in runs),
            "statuses": dict(sorted(statuses.items())),
        })  # fmt: skip
    return rows


def _slowest(told: dict[str, list[Told]]) -> list[dict[str, Any]]:
    pages = {
        page["url"]: {"outlet": name, **page} for name, runs in told.items() for run in runs
        for page in run.pace.get("slowest", [])
    }  # fmt: skip
    return sorted(pages.values(), key=lambda page: -(page["download"] + page["extract"]))[:_SLOW]
