"""Whole crawls of an outlet that breaks overnight: exit code, kept output, the webhook, the report, the proposal."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from scraper.cli import main
from tests.crawl.sites import Page, Run, Stub, article, crawl, prose

PROMO = "Dapatkan kabar pilihan setiap pagi lewat kanal kami di Sapawarga, gratis untuk pembaca setia."
COUNT = 14


class Site(Stub):
    """A site that adds COUNT articles a day."""

    def day(self, number: int, change: Any = lambda page: page) -> None:
        self.pages["/robots.txt"] = Page("User-agent: *\nAllow: /")
        links = []
        for n in range(COUNT):
            path = f"/berita/{number}{n:03}/kabar-hari-{number}-{n}"
            links.append(f"<url><loc>@{path}</loc></url>")
            self.pages[path] = Page(
                change(
                    article(
                        f"Kabar {number} dari kampung {n}", *prose(f"Desa {chr(97 + number)}{chr(97 + n)}una")
                    )
                )
            )
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(links)}</urlset>'
        self.pages["/sitemap.xml"] = Page(sitemap, headers={"Content-Type": "application/xml"})


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    got: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/alarm", got
    server.shutdown()
    server.server_close()


def two_days(site: Site, out: Path) -> Run:
    site.day(1)
    crawl(site.origin, out)
    site.day(2)
    run = crawl(site.origin, out)
    assert run.summary["alarms"] == [], run.log
    return run


def causes(run: Run) -> list[str]:
    return [alarm["cause"] for alarm in run.summary["alarms"]]


def test_a_renamed_container(site: Site, tmp_path: Path, hook: tuple[str, list[dict[str, Any]]]) -> None:
    before = (two_days(site, tmp_path).folder / "articles.jsonl").read_bytes()
    site.day(3, lambda page: page.replace("itemprop=articleBody", "class=x9f2"))
    report = tmp_path / "akhir.html"
    run = crawl(site.origin, tmp_path, "-s", f"ALARM_WEBHOOK={hook[0]}", "-s", f"REPORT_FILE={report}")
    assert run.exit_code == 1 and causes(run) == ["selector"] and "ALARM genpi" in run.log
    assert (run.folder / "articles.jsonl").read_bytes().startswith(before), "the old output is as it was"
    new = run.articles[2 * COUNT :]
    assert len(new) == COUNT, "the generic reader keeps the articles coming"
    assert all(r["extraction"] == "generic" and "body_rule_missed" in r["warnings"] for r in new), (
        "marked as such"
    )
    assert [told["alarms"][0]["cause"] for told in hook[1]] == ["selector"]
    assert "the body selector no longer matches" in report.read_text("utf-8")


def test_a_promotion_is_noticed_and_proposed(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two_days(site, tmp_path)
    site.day(3, lambda page: page.replace("</p><p>Ketua", f"</p><p>{PROMO}</p><p>Ketua"))
    run = crawl(site.origin, tmp_path, "-s", "ALARM_WEBHOOK=http://127.0.0.1:9/nobody")
    assert run.exit_code == 1 and causes(run) == ["repeated_line"]
    assert "webhook cannot be reached" in run.log
    assert main(["propose", "genpi", "--output", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    declared = [line for line in shown.splitlines() if line.startswith("Strike(")]
    assert len(declared) == 1 and f'r"^{PROMO[:-1]}' in declared[0] and '"promotion"' in declared[0]


def test_walls_keep_the_old_output(site: Site, tmp_path: Path) -> None:
    before = (two_days(site, tmp_path).folder / "articles.jsonl").read_bytes()
    wall = "<html><head><title>Masuk</title></head><body><h1>Masuk</h1><form><input type=password></form></body></html>"
    site.day(3, lambda _: wall)
    run = crawl(site.origin, tmp_path)
    assert run.exit_code == 1 and causes(run)[0] == "wall"
    assert (run.folder / "articles.jsonl").read_bytes() == before
    again = crawl(site.origin, tmp_path)
    assert again.exit_code == 1, "nothing new was read, and that is said"
    site.day(4)
    assert crawl(site.origin, tmp_path).exit_code == 0


def test_the_operator_accepts_a_new_usual(site: Site, tmp_path: Path) -> None:
    two_days(site, tmp_path)
    for day in (3, 4):
        site.day(day, lambda page: page.replace("itemprop=articleBody", "class=x9f2"))
        run = (
            crawl(site.origin, tmp_path, "-s", "DRIFT_ACCEPT=1") if day == 3 else crawl(site.origin, tmp_path)
        )
        assert run.exit_code == 0 and run.summary["alarms"] == []


def test_spidermon_runs_where_installed(site: Site, tmp_path: Path) -> None:
    pytest.importorskip("spidermon", reason="no Spidermon (saring[alarms])")
    two_days(site, tmp_path)
    site.day(3, lambda page: page.replace("itemprop=articleBody", "class=x9f2"))
    run = crawl(site.origin, tmp_path, "-s", "SPIDERMON_ENABLED=1")
    assert run.exit_code == 1 and "No drift... FAIL" in run.log and "for haste... OK" in run.log
    site.day(4)
    healthy = crawl(site.origin, tmp_path, "-s", "SPIDERMON_ENABLED=1")
    assert healthy.exit_code == 0 and "No drift... OK" in healthy.log
