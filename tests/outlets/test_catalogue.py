"""The catalogue as a whole."""

import re
import statistics

import pytest

from scraper.fixtures import FIXTURES, cases
from scraper.outlet import Amp, Outlet, Pages
from scraper.outlets import by_url, catalogue

OUTLETS = list(catalogue().values())
MODULES = list((FIXTURES.parent / "scraper" / "outlets").glob("[a-z]*.py"))


def test_how_many() -> None:
    assert len(OUTLETS) >= 100


def test_most_modules_are_short() -> None:
    assert statistics.median(len(p.read_text("utf-8").splitlines()) for p in MODULES) <= 25


def test_selectors_that_every_cssselect_reads() -> None:
    """cssselect before 1.6 misreads :has(); a peer in the benchmarks pins an older one."""
    assert [p.name for p in MODULES if ":has(" in p.read_text("utf-8")] == []


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda o: o.name)
def test_every_outlet_has_a_fixture_and_evidence(outlet: Outlet) -> None:
    templates = [case.template for case in cases() if case.outlet == outlet.name]
    assert templates
    assert outlet.evidence
    if any(isinstance(way, Amp) for way in outlet.whole_article):
        assert "amp" in templates
    if any(isinstance(way, Pages) for way in outlet.whole_article):
        assert list((FIXTURES / outlet.name).glob("*.p2.html"))


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda o: o.name)
def test_an_outlet_owns_its_addresses_and_no_front_page_is_an_article(outlet: Outlet) -> None:
    for domain in outlet.domains:
        assert by_url(f"https://www.{domain}/a") is outlet
        assert by_url(f"https://{domain}/a") is outlet
        assert not outlet.is_article(f"https://{domain}/")


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda o: o.name)
def test_patterns_are_linear(outlet: Outlet) -> None:
    """A long hostile path or line is answered at once: no pattern backtracks for ever."""
    for bait in ("/" + "a-" * 3000, "/a/1/" * 800, "/" + "1" * 5000 + "!"):
        outlet.is_article("https://x.example" + bait)
    for rule in outlet.boilerplate:
        pattern = getattr(rule, "regex", None)
        if pattern is not None:
            for bait in ("a " * 4000, "Aa " * 3000, "(" * 4000, ". " * 4000):
                assert isinstance(pattern, re.Pattern)
                pattern.search(bait)
