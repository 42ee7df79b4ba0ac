"""Drift, like its user: fixture pages that break in every way, and months in which nothing is wrong."""

from __future__ import annotations

import pytest

from scraper.fixtures import Case, cases
from scraper.health.day import CAUSES, Day
from scraper.health.judge import judge
from scraper.health.measure import Measure, line_key, shape_of
from scraper.outlets import by_name

from .simulate import MUTATIONS, Simulated, alarms_of, alarms_on_healthy_days, simulated

QUICK = ("antaranews", "detik", "genpi", "kompas", "tempo")
ALL = list(cases())
# A data island whose key is renamed leaves a page without its text: a shell, which is what is then said.
SHELLS = {"jawapos/desktop"}


def _check(sim: Simulated) -> list[str]:
    """What is wrong with the alarms of one template."""
    wrong = [f"false alarm: {alarm}" for alarm in alarms_on_healthy_days(sim)]
    for cause in (*MUTATIONS, "frozen"):
        if cause == "selector" and not by_name(sim.case.outlet).body:
            continue
        alarms = alarms_of(sim, cause)
        if not alarms:
            wrong.append(f"{cause}: not noticed")
        elif alarms[0].cause != cause and not (cause == "selector" and str(sim.case) in SHELLS):
            wrong.append(f"{cause}: named {alarms[0].cause}")
    return wrong


@pytest.mark.parametrize("case", [c for c in ALL if c.outlet in QUICK], ids=str)
def test_what_breaks_is_noticed_and_named(case: Case) -> None:
    assert _check(simulated(case)) == []


@pytest.mark.slow
def test_every_outlet() -> None:
    wrong = {str(case): found for case in ALL if (found := _check(simulated(case)))}
    lines = [line for found in wrong.values() for line in found]
    assert [line for line in lines if "not noticed" in line or "false alarm" in line] == []
    assert len(lines) <= 0.1 * len(ALL) * len(MUTATIONS), wrong


def test_nothing_is_said_without_a_history_and_every_cause_has_words() -> None:
    day = Day(refused=__import__("collections").Counter({"login": 30}))
    assert judge(day, []) == []
    assert {"selector", "date_format", "repeated_line", "frozen", "wall", "js_shell"} <= set(CAUSES)


def test_a_measure_survives_json() -> None:
    measure = Measure()
    for n in range(3):
        measure.add({
            "headline": "x", "blocks": [{"text": f"Nomor {n}"}], "removed": [{"kind": "ad", "rule": "r", "text": "a b"}],
            "word_count": 8, "date_published_raw": "19 Juni 2024 13:40", "extraction": "rules",
        })  # fmt: skip
    back = Measure.from_dict(measure.to_dict())
    assert (
        back.lines == {"Nomor 0": 3}
        and back.articles == 3
        and back.removed_share == measure.removed_share == 0.2
    )
    assert (back.odd_dates, back.own, back.missed) == (3, 3, 0)
    assert Measure.from_dict({"unheard_of": 1, "articles": 2}).articles == 2


@pytest.mark.parametrize(
    ("printed", "shape"),
    [
        ("19 Juni 2024 13:40", "0 a 0 0:0"),
        ("Rabu, 19 Juni 2024", "a, 0 a 0"),
        ("2024-06-19T13:40:00+07:00", "0-0-0a0:0:0+0:0"),
    ],
)
def test_shapes_of_dates(printed: str, shape: str) -> None:
    assert shape_of(printed) == shape


def test_numbers_do_not_make_another_line() -> None:
    assert line_key("Dibaca  1.024 kali") == line_key("Dibaca 77.3 kali")
