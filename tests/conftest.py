"""What every test may use: deterministic property tests, and the material beside the checkout where it is there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SARING_SHARED", ROOT.parent / "shared"))

# The same examples in every run, and no database of earlier failures: a red run is red for everybody.
# HYPOTHESIS_PROFILE=explore looks further afield.
settings.register_profile(
    "fixed", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", settings.get_profile("fixed"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Skip what needs material that is not here."""
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason=f"there is no {SHARED}")
    for item in items:
        if item.get_closest_marker("needs_shared"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages, labels and facts beside the checkout; skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(f"there is no {SHARED}")
    return SHARED
