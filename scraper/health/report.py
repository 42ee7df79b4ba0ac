"""The report as one HTML page: what the numbers say, in plots and tables. No request leaves it, no script is in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from scraper.health import files, plots
from scraper.health.look import Html, cell, link, page, scroll, table
from scraper.health.numbers import numbers
from scraper.ledger import Ledger

_HOURS, _DAYS = 72, 120  # bars of a plot at most, the newest
_DROP = 0.15  # a fill rate so far below the usual is marked
_PARTS = {
    "outlets": "Outlets", "hours": "Articles per hour", "coverage": "Field coverage", "removed": "Boilerplate removed",
    "quarantine": "Quarantine", "politeness": "Politeness", "days": "Coverage per day", "slowest": "Slowest pages",
}  # fmt: skip


def write_report(ledger: Ledger, path: Path, now: float) -> None:
    """Write the page of the whole ledger, with plots where they can be drawn. Raises Unwritable."""
    files.write(path, render(numbers(ledger, now), draw=plots.there()))


def render(told: dict[str, Any], *, draw: bool = True) -> str:
    """The page of ``told`` (numbers()); ``draw``: with plots. Raises PlotsMissing where they cannot be drawn."""
    if draw:
        plots.available()
    sections = {
        "outlets": _outlets(told), "hours": _counted(told["hours"], "hour", _HOURS, draw),
        "coverage": _coverage(told["coverage"]), "removed": _removed(told["removed"], draw),
        "quarantine": _quarantine(told["quarantine"], draw), "politeness": _politeness(told["politeness"]),
        "days": _counted(told["days"], "day", _DAYS, draw), "slowest": _slowest(told["slowest"], draw),
    }  # fmt: skip
    body = [
        f"<header><h1>Saring: crawl report</h1><p class=dim>Made {escape(told['generated'])}.</p></header>",
        "<nav aria-label=Sections><ul>"
        + "".join(f'<li><a href="#{key}">{name}</a></li>' for key, name in _PARTS.items())
        + "</ul></nav><main>",
    ]
    for key, name in _PARTS.items():
        body += [
            f'<section id="{key}" aria-labelledby="h-{key}"><h2 id="h-{key}">{name}</h2>',
            *sections[key],
            "</section>",
        ]
    return page("Saring: crawl report", [*body, "</main>"])


def _nothing(what: str) -> str:
    return f"<p class=dim>{escape(what)}</p>"


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share:.0%}"


def _outlets(told: dict[str, Any]) -> Iterator[str]:
    rows = told["outlets"]
    if not rows:
        yield _nothing("The ledger holds no crawl yet.")
        return
    alarms = [(o["name"], alarm) for o in rows for alarm in o["alarms"]]
    for name, alarm in alarms:
        where = f" ({alarm['template']})" if alarm["template"] else ""
        shown = "".join(f"<p><code>{escape(line)}</code></p>" for line in alarm["examples"][:3])
        yield (
            f"<div class=alarm><p><strong>{escape(name)}{escape(where)}: {escape(alarm['means'])}</strong></p>"
            f"<p>{escape(alarm['message'])}</p>{shown}</div>"
        )
    if not alarms:
        yield "<div class=well><p>No alarm: the last run of every outlet looks like those before it.</p></div>"
    endings = told["endings"]
    kinds = ("emitted", "unchanged", "skipped", "quarantined", "failed", "waiting")
    heads = ("outlet", "last run", "runs", "articles", "in the last", "own rule", "paragraphs each", "words each",
             "removed", *kinds)  # fmt: skip
    yield table(
        heads,
        [
            (o["name"], (o["last_run"] or "")[:16].replace("T", " ") or None, o["runs"], o["articles"],
             o["last_articles"],
             _percent(o["own_rule"]), o["paragraphs"] and f"{o['paragraphs']:.1f}", o["words"] and f"{o['words']:.0f}",
             _percent(o["removed_share"]), *(endings.get(o["name"], {}).get(kind, 0) for kind in kinds))
            for o in rows
        ],
        "Outlets: what the remembered runs gave, and how their addresses stand", numbers=range(1, len(heads)),
    )  # fmt: skip


def _counted(series: dict[str, dict[str, int]], unit: str, most: int, draw: bool) -> Iterator[str]:
    """Articles by hour or day and outlet: the newest ``most``."""
    labels = sorted({label for counts in series.values() for label in counts})
    if unit == "day" and labels:
        labels = _every_day(labels[0], labels[-1])  # a day without articles is what a backfill looks for
    shown, total = labels[-most:], sum(sum(c.values()) for c in series.values())
    if not shown:
        yield _nothing(f"No articles with a known {unit} yet.")
        return
    some = {name: counts for name, counts in series.items() if any(label in counts for label in shown)}
    nice = {label: label[5:].replace("T", " ") + ("h" if unit == "hour" else "") for label in shown}
    if draw:
        renamed = {
            name: {nice[k]: n for k, n in counts.items() if k in nice} for name, counts in some.items()
        }
        yield scroll(
            plots.stacked(renamed, list(nice.values()), f"Articles per {unit} and outlet"), f"Plot by {unit}"
        )
    if len(labels) > most:
        yield _nothing(f"The newest {most} of {len(labels)} {unit}s; all {total:,} articles are in --json.")
    rows = [
        (label.replace("T", " "), name, n)
        for label in reversed(shown)
        for name, c in some.items()
        if (n := c.get(label))
    ]
    heads = (unit, "outlet", "articles")
    yield f"<details><summary>As a table ({len(rows)} row{'s' if len(rows) != 1 else ''})</summary>"
    yield table(heads, rows[:2000], f"Articles per {unit} and outlet", numbers=(2,))
    yield "</details>"


def _every_day(first: str, last: str) -> list[str]:
    begin, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    return [date.fromordinal(day).isoformat() for day in range(max(begin, end - _DAYS + 1), end + 1)]


def _coverage(coverage: dict[str, dict[str, dict[str, Any]]]) -> Iterator[str]:
    """Outlet x field: the last run's fill rate, coloured by it, marked where it fell below the usual."""
    known = {name: fields for name, fields in coverage.items() if fields}
    if not known:
        yield _nothing("No articles yet.")
        return
    yield (
        "<p class=dim>Share of the last run's articles that have the field. ▼ and the usual share where it is clearly "
        "below the outlet's own baseline, ▲ where it is above.</p>"
    )
    names = list(next(iter(known.values())))
    head = "".join(f'<th scope="col">{escape(name.replace("_", " "))}</th>' for name in names)
    lines = []
    for outlet, fields in known.items():
        cells = "".join(_heat(fields[name]) for name in names)
        lines.append(f'<tr><th scope="row">{escape(outlet)}</th>{cells}</tr>')
    yield scroll(
        f'<table class="heat"><caption>Field coverage by outlet</caption><thead><tr><th scope="col">outlet</th>{head}'
        f"</tr></thead><tbody>{''.join(lines)}</tbody></table>", "Heat map: field coverage by outlet",
    )  # fmt: skip


def _heat(share: dict[str, Any]) -> str:
    now, usual = share["now"], share["usual"]
    if now is None:
        return "<td>–</td>"
    off = 0.0 if usual is None else now - usual
    if off < -_DROP:
        colour, strength, mark = "--bad", 35 + round(65 * -off), f" ▼{usual:.0%}"
    else:
        colour, strength = "--good", round(90 * now)
        mark = f" ▲{usual:.0%}" if off > _DROP else ""
    return (
        f'<td style="background:color-mix(in srgb,var({colour}) {strength}%,var(--bg))">{now:.0%}{mark}</td>'
    )


def _removed(removed: dict[str, dict[str, int]], draw: bool) -> Iterator[str]:
    kinds: dict[str, int] = {}
    for counts in removed.values():
        for kind, n in counts.items():
            kinds[kind] = kinds.get(kind, 0) + n
    if not kinds:
        yield _nothing("Nothing was removed yet.")
        return
    ordered = dict(sorted(kinds.items(), key=lambda item: -item[1]))
    if draw:
        yield scroll(
            plots.bars(ordered, "Spans removed by kind of boilerplate"), "Plot of boilerplate by kind"
        )
    rows = [(name, *(counts.get(kind, 0) for kind in ordered)) for name, counts in removed.items() if counts]
    yield table(
        ("outlet", *ordered), rows, "Spans removed by kind and outlet", numbers=range(1, len(ordered) + 1)
    )


def _quarantine(told: dict[str, Any], draw: bool) -> Iterator[str]:
    reasons: dict[str, int] = {}
    for counts in told["reasons"].values():
        for reason, n in counts.items():
            reasons[reason] = reasons.get(reason, 0) + n
    if not reasons and not told["examples"]:
        yield _nothing("Nothing is in quarantine.")
        return
    if draw and reasons:
        top = dict(sorted(reasons.items(), key=lambda item: -item[1])[:15])
        yield scroll(plots.bars(top, "Addresses in quarantine by reason"), "Plot of quarantine by reason")
    rows = [(outlet, reason, n) for outlet, counts in told["reasons"].items() for reason, n in counts.items()]
    if rows:
        yield table(("outlet", "reason", "addresses"), rows, "Addresses in quarantine", numbers=(2,))
    yield "<h3>Newest, and how to explain them</h3>"
    yield table(
        ("outlet", "reason", "address", "explain"),
        [
            (e["outlet"], e["reason"], link(e["url"]), link(f"#explain-{i}", f"explain {i + 1}"))
            for i, e in enumerate(told["examples"])
        ],
        "Newest pages set aside", long=(2,),
    )  # fmt: skip
    for i, e in enumerate(told["examples"]):
        yield (
            f'<details id="explain-{i}"><summary>{escape(str(e["reason"]))}: {escape(str(e["url"]))}</summary>'
            f"<p>{cell(e['message'])}</p><p class=dim>HTTP {cell(e['status'])}, {cell(e['at'])}</p>{_how(e)}</details>"
        )


def _how(example: dict[str, Any]) -> str:
    if not example["file"]:
        command = f"saring explain {escape(str(example['url']))}"
        return f"<p>Its bytes were not kept. <code>{command}</code> reads it anew.</p>"
    return (
        f"<p><code>saring explain {escape(example['file'])} --url {escape(str(example['url']))}</code>, in the output "
        f'folder. The kept page: <a href="{escape(example["file"])}">{escape(example["file"])}</a></p>'
    )


def _politeness(rows: list[dict[str, Any]]) -> Iterator[str]:
    if not any(row["requests"] for row in rows):
        yield _nothing("No requests were recorded yet.")
        return

    def seconds(value: float | None) -> str | None:
        return None if value is None else f"{value:.2f} s"

    yield table(
        ("outlet", "requests", "shortest pause", "middle pause", "429", "Retry-After obeyed", "answers by status"),
        [
            (r["outlet"], r["requests"], seconds(r["shortest_pause"]), seconds(r["middle_pause"]),
             r["too_many_requests"],
             r["retry_after"], ", ".join(f"{status}: {n}" for status, n in r["statuses"].items()))
            for r in rows if r["requests"]
        ],
        "Pauses between two requests to one host, and answers", numbers=range(1, 6),
    )  # fmt: skip


def _slowest(rows: list[dict[str, Any]], draw: bool) -> Iterator[str]:
    if not rows:
        yield _nothing("No timings were recorded yet.")
        return
    if draw:
        top = {f"{i}": round(1000 * (r["download"] + r["extract"])) for i, r in enumerate(rows[:10], 1)}
        yield scroll(
            plots.bars(top, "Milliseconds of the ten slowest pages", " ms"), "Plot of the slowest pages"
        )
    yield table(
        ("", "outlet", "address", "download", "extraction"),
        [
            (i, r["outlet"], Html(link(r["url"])), f"{1000 * r['download']:.0f} ms", f"{1000 * r['extract']:.0f} ms")
            for i, r in enumerate(rows, 1)
        ],
        "Slowest pages", numbers=(3, 4), long=(2,),
    )  # fmt: skip
