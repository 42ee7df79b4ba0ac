"""The same with ``-s FAST=1``: aiohttp and uvloop in place of Twisted's client, every fault class at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import DELAY
from .run import crawl, judge
from .site import FaultyNewsroom

pytestmark = pytest.mark.slow


def test_nothing_is_lost_doubled_wrong_or_impolite(tmp_path: Path) -> None:
    with FaultyNewsroom(crawl_delay=2 * DELAY) as site:
        result = crawl(site.origin, tmp_path, "-s", "FAST=1", delay=DELAY)
        assert judge(site, result, delay=DELAY).bad == {}
        assert result.summary["emitted"] == len(site.expected) and result.code == 0
        assert "Traceback" not in result.log
        assert not [line for line in result.log.splitlines() if not line.startswith("20")]
        assert result.peak < 600 * 2**20, f"{result.peak >> 20} MB"
