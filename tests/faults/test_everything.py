"""Every fault class at once: nothing lost, doubled, wrong or impolite, by the newsroom's truth and its log."""

from __future__ import annotations

from itertools import pairwise

import pytest

from .cases import FAULTS
from .conftest import DELAY
from .run import Result, judge
from .site import FaultyNewsroom

pytestmark = pytest.mark.slow

Crawled = tuple[FaultyNewsroom, Result]


def test_nothing_is_lost_doubled_wrong_or_impolite(everything: Crawled) -> None:
    site, result = everything
    assert judge(site, result, delay=DELAY).bad == {}
    assert len(FAULTS) > 110


def test_every_address_has_one_ending(everything: Crawled) -> None:
    site, result = everything
    summary = result.summary
    ends = ("emitted", "unchanged", "skipped", "quarantined", "failed")
    assert summary["discovered"] == sum(summary[kind] for kind in ends) and summary["not_visited"] == 0
    assert summary["emitted"] == len(site.expected) and result.code == 0
    assert f"{summary['discovered']} discovered = {summary['emitted']} emitted" in result.log


def test_expected_faults_are_one_line_each(everything: Crawled) -> None:
    log = everything[1].log
    assert "Traceback" not in log
    assert not [line for line in log.splitlines() if not line.startswith("20")], "an address broke a line"
    assert "\x1b" not in log


def test_memory(everything: Crawled) -> None:
    assert everything[1].peak < 600 * 2**20, f"{everything[1].peak >> 20} MB"


def test_no_page_holds_up_the_others(everything: Crawled) -> None:
    site = everything[0]
    asked = [a for a in site.log if "slow-drip-forever" not in a.target]
    # Until the last page but the one that never ends, somebody is served.
    longest = max(
        (later.time - sooner.time, sooner.target, later.target) for sooner, later in pairwise(asked)
    )
    assert longest[0] < 15, longest


def test_rights_are_in_the_record(everything: Crawled) -> None:
    records = {record["url"].rsplit("/", 1)[-1]: record for record in everything[1].records}
    said = records["header-noai"]["rights"]
    assert said == {"robots_txt": "allowed", "x_robots_tag": "noai", "tdm_reservation": "1"}
    assert "noindex" in records["meta-noindex"]["rights"]["meta_robots"]


def test_bytes_of_what_was_set_aside_are_kept(everything: Crawled) -> None:
    result = everything[1]
    lines = {line["url"].rsplit("/", 1)[-1]: line for line in result.lines("quarantine.jsonl")}
    for name in (
        "truncated-always",
        "gzip-corrupt",
        "br-mislabelled",
        "paywall",
        "http-500-always",
        "deep-divs",
    ):
        page = lines[name]["pages"][-1]
        assert (result.folder / page["file"]).stat().st_size > 0, name


def test_a_date_years_ahead_is_not_believed(everything: Crawled) -> None:
    (record,) = (r for r in everything[1].records if r["url"].endswith("/date-future"))
    assert record["date_published"] == "2024-06-19T13:40:00+07:00" and "dates_disagree" in record["warnings"]
