"""Work grows with the page and no faster: function calls are counted, which no other load on the machine changes.

What calls do not show (one call that is quadratic by itself) the processor time limit of test_hostile.py bounds;
``benchmarks/growth.py size`` measures time.
"""

import sys
from collections.abc import Callable
from contextlib import suppress

import pytest

from benchmarks.growth import SHAPES, URL
from scraper import SaringError, extract

SMALL = 40_000


def calls(work: Callable[[], object]) -> int:
    """How many functions, C functions included, some work calls."""
    count = 0

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def extracted(html: bytes) -> Callable[[], None]:
    def work() -> None:
        with suppress(SaringError):
            extract(html, URL)

    return work


@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_page_is_at_most_twice_the_work(name: str) -> None:
    small, large = SHAPES[name](SMALL).encode(), SHAPES[name](4 * SMALL).encode()
    extracted(small)()  # what is loaded and compiled on first use
    counted = [calls(extracted(html)) for html in (small, large)]
    assert counted[1] <= 4.4 * counted[0], counted
