"""The HTML pages in a real browser: nothing overflows, nothing is empty, nothing asks the net, axe finds nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from scraper.cli import main
from scraper.fixtures import cases
from scraper.health.history import remember
from scraper.health.judge import judge
from scraper.ledger import Ledger
from scraper.ledger.store import default_dsn
from tests.browser import Tab, browser

from .simulate import DAY, broken_day, healthy_days, simulated

HOSTILE = "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
PAGE = f"""<!DOCTYPE html><html lang=id><head><title>Uji</title></head><body>
<h1>Warga &lt;b&gt;membersihkan&lt;/b&gt; saluran air di kampung</h1><span class=date>19 Juni 2024 13:40</span>
<div itemprop=articleBody><p>GenPI.co - Warga membersihkan saluran air di sepanjang jalan utama sejak Rabu pagi bersama
petugas kebersihan dan para siswa sekolah dasar.</p><p>{HOSTILE.replace("<", "&lt;").replace(">", "&gt;")} ditulis
seseorang di dinding balai warga, kata ketua rukun tetangga setempat kepada para pewarta yang datang.</p>
<p>BACA JUGA: <a href="https://www.genpi.co/x/1/{"panjang" * 40}">Judul lain {HOSTILE.replace("<", "&lt;")}</a></p>
<p>Pekerjaan itu akan dilanjutkan pekan depan dengan memasang penutup saluran yang baru di tiga titik.</p></div>
<p>Redaktur: Sari Wulandari</p></body></html>"""


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report of three outlets, one of them broken, with a hostile quarantine; an empty one; an explanation."""
    folder = tmp_path_factory.mktemp("pages")
    run = 0
    ledger = Ledger(default_dsn(folder))
    import random

    for case in [c for c in cases() if str(c) in ("genpi/desktop", "detik/desktop", "tempo/desktop")]:
        sim, history = simulated(case), []
        for day in healthy_days(sim, 12, random.Random(1), 1_790_000_000.0):
            run += 1
            for i, measure in enumerate(day.templates.values()):
                measure.hours.update({f"2026-09-{1 + len(history):02}T{8 + i:02}": measure.articles})
                measure.days.update({f"2026-09-{1 + len(history):02}": measure.articles})
            pace = {"statuses": {"200": 40, "429": 1}, "retry_after": 1, "pauses": {case.outlet: [1.0, 1.02, 3.1, 39]},
                    "slowest": [{"url": f"https://x.example/{'panjang' * 30}", "download": 1.2, "extract": 0.04}]}  # fmt: skip
            remember(ledger, case.outlet, run, day, (), learn=True, pace=pace)
            history.append(day)
        if case.outlet == "genpi":
            run += 1
            broken = broken_day(sim, "repeated_line", random.Random(2), 1_790_000_000.0 + 13 * DAY)
            remember(ledger, "genpi", run, broken, judge(broken, history), learn=False)
    with ledger.begin() as connection:
        from sqlalchemy import insert

        from scraper.ledger.schema import quarantine

        line = {"url": f"https://www.genpi.co/{HOSTILE}", "reason": "login", "message": HOSTILE,
                "pages": [{"file": f"quarantine/{'a' * 64}.html.gz", "http_status": 200}]}  # fmt: skip
        script = {**line, "url": "javascript:document.title='hacked'"}
        for i, told in enumerate((line, script)):
            connection.execute(
                insert(quarantine).values(outlet="genpi", identity=str(i), run=1, line=json.dumps(told))
            )
    ledger.close()
    assert main(["report", "--output", str(folder)]) == 0
    source = folder / "halaman.html"
    source.write_text(PAGE)
    explained = folder / "explain.html"
    assert (
        main(["explain", str(source), "--url", "https://www.genpi.co/travel/1/uji", "--html", str(explained)])
        == 0
    )
    empty = tmp_path_factory.mktemp("empty")
    Ledger(default_dsn(empty)).close()
    assert main(["report", "--output", str(empty)]) == 0
    return {"report": folder / "report.html", "explain": explained, "empty": empty / "report.html"}


def axe() -> str:
    """axe-core's script; skips where it is absent."""
    pytest.importorskip("axe_core_python", reason="no axe-core (pip install axe-core-python)")
    return (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1100])
@pytest.mark.parametrize("name", ["report", "explain", "empty"])
def test_a_page_in_a_browser(
    tab: Tab, pages: dict[str, Path], name: str, width: int, dark: bool, tmp_path: Path
) -> None:
    tab.open(pages[name], width=width, dark=dark)
    assert tab.run("document.documentElement.scrollWidth") <= width, "the page itself never scrolls sideways"
    heading = tab.run("document.querySelector('h1').textContent")
    assert heading.startswith("Saring: crawl report" if name != "explain" else "Uji")
    assert "hacked" not in tab.run("document.title") and tab.run("document.scripts.length") == 0
    assert tab.requests == [pages[name].as_uri()], "no request to anywhere"
    empty = "[...document.querySelectorAll('svg')].filter(s => s.getBBox().width < 50 || !s.querySelector('path'))"
    assert tab.run(f"{empty}.length") == 0
    assert tab.run("[...document.querySelectorAll('svg')].every(s => s.getAttribute('aria-label'))")
    if name == "report":
        assert tab.run("document.querySelectorAll('svg').length") == 4, "hours, kinds, days, slowest"
        assert tab.run("document.querySelectorAll('a[href^=javascript]').length") == 0
    shot = tmp_path / "page.png"
    tab.screenshot(shot)
    assert shot.stat().st_size > 5_000
    tab.run(axe())
    found: list[dict[str, Any]] = tab.run("axe.run(document).then(r => r.violations)")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found] == []


def test_the_keyboard_reaches_links_and_tables(tab: Tab, pages: dict[str, Path]) -> None:
    tab.open(pages["report"], width=390)
    reached = set()
    for _ in range(40):
        tab.key("Tab", 9)
        reached.add(tab.run("document.activeElement.tagName + '.' + document.activeElement.className"))
    assert {"A.", "DIV.scroll", "SUMMARY."} <= reached
    assert tab.run("getComputedStyle(document.activeElement).outlineStyle") == "solid", "the focus is seen"


def test_the_report_says_what_is_wrong_and_forbids_scripts(pages: dict[str, Path]) -> None:
    text = pages["report"].read_text("utf-8")
    assert (
        "a new line repeats in many articles" in text
        and "default-src 'none'" in text
        and "<script" not in text
    )
    assert "no crawl yet" in pages["empty"].read_text("utf-8")
