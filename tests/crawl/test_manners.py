"""Manners without a crawl: the gate, Retry-After, robots.txt, addresses that are not public, encodings, checks."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from itertools import pairwise
from pathlib import Path

import brotli
import pytest
from backports import zstd

from scraper.crawl.checks import body_fault, header_rights, kind_fault, refresh_target, status_fault
from scraper.crawl.inflate import inflate
from scraper.crawl.manners import Gate, HostPaused, Stopping, retry_after
from scraper.crawl.robots import Rules, answered, fresh, unreachable
from scraper.errors import PageRefused
from scraper.ledger import Ledger
from scraper.ledger.hosts import Hosts, RobotsFile
from scraper.middlewares.resolver import is_public


def gate_of(tmp_path: Path, *, delay: float = 0.1, stay: float = 5.0, stopping: bool = False) -> Gate:
    return Gate(
        Hosts(Ledger(f"sqlite:///{tmp_path / 'l.db'}")), delay=delay, stay=stay, stopping=lambda: stopping
    )


def test_one_at_a_time_the_pause_apart(tmp_path: Path) -> None:
    async def visit(gate: Gate, times: list[float]) -> None:
        number = await gate.enter("x")
        times.append(time.monotonic())
        await asyncio.sleep(0.03)
        gate.leave("x", number)

    async def all_of_them() -> list[float]:
        gate, times = gate_of(tmp_path), []
        await asyncio.gather(*(visit(gate, times) for _ in range(6)))
        return times

    times = asyncio.run(all_of_them())
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert min(gaps) >= 0.13, "from the latest moment at which the request may have arrived"
    assert max(gaps) < 0.3


def test_one_that_drips_is_overtaken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.crawl.manners._SLOW", 0.5)

    async def all_of_them() -> list[float]:
        gate, times = gate_of(tmp_path, delay=0.0), []
        await gate.enter("x")  # and never leaves
        for _ in range(5):
            number = await gate.enter("x")
            times.append(time.monotonic())
            gate.leave("x", number)
        assert gate.slow() == 1
        return times

    started = time.monotonic()
    times = asyncio.run(all_of_them())
    assert 0.4 < times[0] - started < 1.5 and times[-1] - times[0] < 1.5, "once, not again and again"


def test_pauses_are_kept_across_restarts(tmp_path: Path) -> None:
    async def twice() -> None:
        gate_of(tmp_path).pause("x", 0.6)
        gate = gate_of(tmp_path)
        assert gate.paused() == set()
        started = time.monotonic()
        await gate.enter("x")
        assert time.monotonic() - started > 0.5
        gate.pause("y", 3600)
        assert gate.closed().keys() == {"y"} and gate.paused() == {"y"}
        with pytest.raises(HostPaused) as caught:
            await gate_of(tmp_path).enter("y")
        assert 3500 < caught.value.until - time.time() < 3700

    asyncio.run(twice())


def test_a_stop_is_noticed_while_waiting(tmp_path: Path) -> None:
    async def stopped() -> None:
        gate = gate_of(tmp_path, stopping=True)
        gate.pause("x", 4)
        with pytest.raises(Stopping):
            await gate.enter("x")

    asyncio.run(stopped())


def test_crawl_delay_is_a_floor_with_a_cap(tmp_path: Path) -> None:
    gate = gate_of(tmp_path, delay=1.0)
    for asked, got in ((0.2, 1.0), (7.0, 7.0), (9999.0, 120.0)):
        gate.slow_down("x", asked)
        assert gate._place("x").delay == got


def test_a_crawl_delay_that_is_told_after_the_first_request_counts_from_its_answer(tmp_path: Path) -> None:
    """It may have reached the server just before it answered."""

    async def run() -> float:
        gate = gate_of(tmp_path, delay=0.0)
        number = await gate.enter("x")
        await asyncio.sleep(0.1)
        answered = time.monotonic()
        gate.leave("x", number)
        gate.slow_down("x", 0.3)
        await gate.enter("x")
        return time.monotonic() - answered

    assert asyncio.run(run()) >= 0.3


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("7", None, 7.25),
        ("0", None, 0.25),
        (" 120 ", None, 120.25),
        ("2.5", None, 2.75),
        ("999999999999", None, 86_400.25),
        ("Wed, 19 Jun 2024 06:40:30 GMT", "Wed, 19 Jun 2024 06:40:00 GMT", 31.0),
        ("Wed, 19 Jun 2024 06:40:30 GMT", None, 31.0),
        ("Wed, 19 Jun 2024 06:39:30 GMT", None, 1.0),
        ("besok", None, None),
        ("", None, None),
        (None, None, None),
        ("-3", None, None),
    ],
)
def test_retry_after(value: str | None, date: str | None, seconds: float | None) -> None:
    now = 1718779200.0  # 2024-06-19 06:40:00
    assert retry_after(value, date, now) == seconds


RULES = b"""\xef\xbb\xbfUser-agent: *
Disallow: /private/
Allow: /private/boleh/
Disallow: /*.cetak$
Crawl-delay: 3

User-agent: SARING
Disallow: /saring/
Request-rate: 1/8
Sitemap: https://x/sitemap.xml
"""


def test_rules() -> None:
    rules = Rules(RobotsFile(200, RULES))
    assert not rules.allows("https://x/saring/a") and rules.allows("https://x/private/a"), (
        "our own group counts"
    )
    assert rules.delay == 8.0 and rules.sitemaps == ["https://x/sitemap.xml"] and rules.verdict == "allowed"
    everyone = Rules(RobotsFile(200, RULES.replace(b"SARING", b"lain")))
    asked = ("/private/a", "/private/boleh/a", "/a.cetak", "/a.cetak?x", "/")
    assert [everyone.allows(f"https://x{path}") for path in asked] == [False, True, False, True, True]
    assert everyone.delay == 3.0


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(200, False), (404, True), (401, True), (403, True), (301, True), (429, None), (500, None), (503, None)],
)
def test_what_the_answer_means(status: int, allowed: bool | None) -> None:
    found = answered(RobotsFile(), status, b"User-agent: *\nDisallow: /", None, None, 100.0)
    if allowed is None:
        assert found is None
        rules = Rules(unreachable(RobotsFile(), 100.0, 60.0))
        assert not rules.known and not rules.allows("https://x/") and rules.next_try == 160.0
    else:
        assert found is not None and Rules(found).allows("https://x/") is allowed


def test_robots_are_remembered_for_a_day() -> None:
    file = RobotsFile(200, b"", '"e"', None, 0.0)
    assert fresh(file, 86_399.0) and not fresh(file, 86_400.0) and not fresh(RobotsFile(), 0.0)
    assert answered(file, 304, b"", None, None, 50.0) == RobotsFile(200, b"", '"e"', None, 50.0)
    assert unreachable(file, 100.0, 60.0).status == 200, "what still counts goes on counting"
    late = unreachable(file, 90_000.0, 60.0)
    assert late.status is None and late.next_try == 90_060.0
    assert unreachable(RobotsFile(tries=3), 0.0, 60.0).next_try == 480.0
    assert unreachable(RobotsFile(tries=40), 0.0, 60.0).next_try == 86_400.0


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("bukan alamat", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


PAGE = b"<html>" + bytes(range(256)) * 600 + b"</html>"
PACKED = {
    "gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstd.compress(PAGE),
}


@pytest.mark.parametrize("name", PACKED)
def test_encodings(name: str) -> None:
    packed = PACKED[name]
    assert inflate(packed, [name], 10**6, "x") == PAGE
    assert inflate(gzip.compress(packed), [f"{name}, gzip"], 10**6, "x") == PAGE
    for cut in (len(packed) // 2, len(packed) - 1):
        with pytest.raises(PageRefused) as caught:
            inflate(packed[:cut], [name], 10**6, "x")
        assert caught.value.reason == "cut_short"
    for wrong, limit, reason in ((PAGE, 10**6, "bad_encoding"), (packed, 1000, "too_large")):
        with pytest.raises(PageRefused) as caught:
            inflate(wrong, [name], limit, "x")
        assert caught.value.reason == reason


def test_odd_encodings() -> None:
    bare = zlib.compressobj(wbits=-15)
    assert inflate(bare.compress(PAGE) + bare.flush(), ["deflate"], 10**6, "x") == PAGE
    assert inflate(gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]), ["x-gzip"], 10**6, "x") == PAGE
    assert inflate(PAGE, ["identity"], 10**6, "x") == PAGE
    for odd in (["rot13"], ["gzip, gzip, gzip"]):
        with pytest.raises(PageRefused):
            inflate(PACKED["gzip"], odd, 10**6, "x")


@pytest.mark.parametrize(
    ("status", "ends"),
    [
        (200, None), (404, "skipped"), (410, "skipped"), (302, "skipped"), (304, "failed"), (403, "failed"),
        (429, "failed"), (500, "failed"), (599, "failed"), (401, "quarantined"), (451, "quarantined"),
        (999, "quarantined"),
    ],
)  # fmt: skip
def test_statuses(status: int, ends: str | None) -> None:
    fault = status_fault(status)
    assert (fault and fault.kind) == ends


def test_kinds_and_bodies() -> None:
    assert kind_fault("text/html; charset=utf-8", b"") is None and kind_fault("", b"") is None
    assert kind_fault("application/octet-stream", b"\n<!-- x --><!DOCTYPE html><html>") is None
    for kind, body in (
        ("application/octet-stream", b"%PDF-1.7"),
        ("application/pdf", b"<html>"),
        ("image/png", b""),
    ):
        assert kind_fault(kind, body).reason == "content_type"  # type: ignore[union-attr]
    assert body_fault(b" \n", proven=True).reason == "empty"  # type: ignore[union-attr]
    assert body_fault(b"<p>without a frame", proven=True) is None
    assert body_fault(b"<html>half", proven=True).reason == "cut_short"  # type: ignore[union-attr]
    assert body_fault(b"<html><p>x", proven=False).reason == "cut_short"  # type: ignore[union-attr]
    for end in ("</html>", "</HTML >\n\n", "</html>"):
        assert body_fault(end.encode(), proven=False) is None
    assert body_fault("<p>x</html>".encode("utf-16"), proven=False) is None
    cut = b"<html><body><main><article><p>half a sent</body></html>"
    assert body_fault(cut, proven=False).reason == "cut_short"  # type: ignore[union-attr]
    assert body_fault(cut, proven=True) is None
    assert body_fault(b"<main>\n<ARTICLE class=a>x</article ></main></html>", proven=False) is None


def test_where_a_page_sends_its_readers() -> None:
    assert refresh_target(b'<meta http-equiv="refresh" content="0;url=/x">') == "/x"
    assert refresh_target(b"<META HTTP-EQUIV=Refresh CONTENT='3; URL=http://a/b'>") == "http://a/b"
    assert refresh_target(b'<meta http-equiv="refresh" content="900">') is None


def test_rights_of_headers() -> None:
    headers = {"TDM-Reservation": "1", "TDM-Policy": None}
    said = header_rights(["noai, nofollow", "googlebot: noindex", "saring: noarchive"], headers, "saring")
    assert said == {"x_robots_tag": "noai, noarchive", "tdm_reservation": "1"}
    assert header_rights([], {}, "saring") == {}
