"""Every fixture pair, field by field. A missing golden record is written, and its test fails for review."""

from functools import cache
from typing import Any

import pytest

from scraper.fixtures import Case, cases, golden
from scraper.outlets import catalogue

CASES = list(cases())


@cache
def made(case: Case) -> dict[str, Any]:
    return golden(case.extract())


@pytest.mark.parametrize(
    ("case", "name"),
    [
        pytest.param(case, name, id=f"{case}-{name}")
        for case in CASES
        for name in (case.expected() or ["(golden record)"])
    ],
)
def test_field(case: Case, name: str) -> None:
    expected = case.expected()
    if expected is None:
        case.write(case.extract())
        pytest.fail(f"{case.golden} was missing and has been written: review it, then run again")
    assert made(case).get(name) == expected[name]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_other_field_is_filled(case: Case) -> None:
    assert set(made(case)) == set(case.expected() or {})


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_made_by_its_own_outlet(case: Case) -> None:
    assert made(case)["outlet"] == case.outlet
    # An outlet that does not know its body's element says none: the generic path finds it.
    assert made(case).get("extraction", "generic") == (
        "rules" if catalogue()[case.outlet].body else "generic"
    )
    assert catalogue()[case.outlet].is_article(case.extract().canonical_url or "")
