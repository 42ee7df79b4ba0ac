"""Breakages beside the six of the drift suite: they are noticed and named, and prose that begins alike is no alarm."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from scraper.fixtures import cases
from scraper.health.judge import judge
from scraper.health.measure import Measure
from tests.crawl.sites import prose

from .odd import ODD
from .simulate import DAY, Mutation, Reading, Simulated, day_of, healthy_days, read, simulated

WHICH = ("genpi/desktop", "detik/desktop", "kompas/desktop", "genpi/amp")


@pytest.fixture(scope="module")
def outlets() -> dict[str, Simulated]:
    return {str(case): simulated(case) for case in cases() if str(case) in WHICH}


@pytest.mark.parametrize("way", ODD, ids=lambda way: way.__name__)
def test_it_is_noticed_and_named(outlets: dict[str, Simulated], way: Mutation) -> None:
    assert len(outlets) >= 3
    for name, sim in outlets.items():
        rng = random.Random(f"{name} {way.__name__}")
        history = list(healthy_days(sim, 14, rng))
        readings = [read(way(page, sim.case, rng), sim.case) for page in sim.pages[:12]]
        alarms = judge(day_of(readings, 14.5 * DAY), history)
        assert alarms, f"{name}: not noticed"
        assert alarms[0].cause in ODD[way], f"{name}: {alarms[0]}"


def test_when_the_amp_twin_is_gone_the_desktop_pages_are_no_alarm(outlets: dict[str, Simulated]) -> None:
    amp, desktop = outlets["genpi/amp"], outlets["genpi/desktop"]
    history = list(healthy_days(amp, 14, random.Random(1)))
    alarms = judge(day_of(desktop.pool[:12], 14.5 * DAY), history)
    assert not any(alarm.severe for alarm in alarms), alarms


def _news(begins: str, share: float, articles: int = 20) -> Iterator[Reading]:
    for n in range(articles):
        texts = list(prose(f"Desa {chr(97 + n)}una"))
        if n < share * articles:
            texts.append(f"{begins} nomor {chr(97 + n)} yang terjadi pada hari itu di tempat lain.")
        blocks = [{"kind": "paragraph", "text": text} for text in texts]
        yield Reading({"headline": "x", "blocks": blocks, "word_count": 90, "extraction": "rules"}, "desktop")


def test_beginnings_are_compared_with_the_outlets_own() -> None:
    plain = [day_of(list(_news("", 0)), n * DAY) for n in range(5)]
    known = [day_of(list(_news("Kata kepala dinas setempat tentang", 0.5)), n * DAY) for n in range(5)]
    campaign = day_of(list(_news("Kata kepala dinas setempat tentang", 0.5)), 5.5 * DAY)
    some = day_of(list(_news("Kata kepala dinas setempat tentang", 0.25)), 5.5 * DAY)
    assert [alarm.examples for alarm in judge(campaign, plain)] == [("Kata kepala dinas setempat tentang …",)]
    assert judge(some, plain) == [], "a quarter of the articles of a day may begin a line alike"
    assert judge(campaign, known) == [], "this outlet always does"
    for day in plain:  # counted before beginnings were: they are not taken for new
        measure = day.templates["desktop"]
        told = {k: v for k, v in measure.to_dict().items() if k not in ("heads", "headed")}
        day.templates["desktop"] = Measure.from_dict(told)
    assert judge(campaign, plain) == []
