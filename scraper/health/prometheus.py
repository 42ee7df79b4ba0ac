"""The report's numbers in Prometheus' text format, for node_exporter's textfile collector."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

Sample = tuple[dict[str, str], float]


def exposition(told: dict[str, Any]) -> str:
    """The text of the file; ``told`` as numbers() gives it."""
    lines = []
    for name, about, samples in _metrics(told):
        lines += [f"# HELP {name} {about}", f"# TYPE {name} gauge"]
        for labels, value in samples:
            shown = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
            lines.append(f"{name}{{{shown}}} {value:g}" if value < 1e6 else f"{name}{{{shown}}} {value:.0f}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _metrics(told: dict[str, Any]) -> Iterator[tuple[str, str, list[Sample]]]:
    outlets = told["outlets"]

    def of(key: str) -> list[Sample]:
        return [({"outlet": o["name"]}, float(o[key])) for o in outlets if o[key] is not None]

    yield "saring_articles", "Articles counted in the remembered runs", of("articles")
    yield "saring_last_run_articles", "Articles of the last run", of("last_articles")
    ran = [
        ({"outlet": o["name"]}, datetime.fromisoformat(o["last_run"]).timestamp())
        for o in outlets
        if o["last_run"]
    ]
    yield "saring_last_run_timestamp_seconds", "When the last run ended", ran
    yield "saring_own_rule_ratio", "Share of articles answered by the outlet's own body rule", of("own_rule")
    yield "saring_removed_words_ratio", "Share of the words removed as boilerplate", of("removed_share")
    yield "saring_alarms", "Alarms of the last run by cause", _alarms(outlets)
    fills = [
        ({"outlet": outlet, "field": field}, share["now"])
        for outlet, fields in told["coverage"].items() for field, share in fields.items() if share["now"] is not None
    ]  # fmt: skip
    yield "saring_field_fill_ratio", "Share of the last run's articles that have the field", fills
    statuses = {p["outlet"]: p["statuses"] for p in told["politeness"]}
    for name, about, table, label in (
        ("saring_urls", "Addresses by state", told["endings"], "state"),
        ("saring_quarantined", "Addresses in quarantine by reason", told["quarantine"]["reasons"], "reason"),
        ("saring_removed_spans", "Spans removed as boilerplate by kind", told["removed"], "kind"),
        ("saring_responses", "Answers by HTTP status", statuses, "status"),
    ):  # fmt: skip
        yield (
            name,
            about,
            [
                ({"outlet": outlet, label: key}, float(n))
                for outlet, counts in table.items()
                for key, n in counts.items()
            ],
        )
    pauses = [
        ({"outlet": p["outlet"]}, p["shortest_pause"]) for p in told["politeness"] if p["shortest_pause"]
    ]
    yield "saring_shortest_pause_seconds", "Shortest pause between two requests to a host", pauses


def _alarms(outlets: list[dict[str, Any]]) -> list[Sample]:
    """A sample of 0 where all is well, so that an alert rule has something to compare with."""
    found: list[Sample] = []
    for outlet in outlets:
        by_cause: dict[str, int] = {}
        for alarm in outlet["alarms"]:
            by_cause[alarm["cause"]] = by_cause.get(alarm["cause"], 0) + 1
        found += [
            ({"outlet": outlet["name"], "cause": c}, float(n)) for c, n in (by_cause or {"none": 0}).items()
        ]
    return found
