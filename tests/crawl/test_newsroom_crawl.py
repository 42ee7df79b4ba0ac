"""The whole newsroom through the whole crawler, judged by the newsroom's truth and its request log."""

from __future__ import annotations

import csv
import gzip
import json
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from scraper.article import Article
from scraper.demo import differences, run_demo
from scraper.errors import UsageError
from scraper.newsroom import Newsroom

from .sites import Whole, crawl


def paths(records: list[dict[str, Any]]) -> list[str]:
    return [urlsplit(record["url"]).path for record in records]


def test_every_article_is_emitted_once(whole: Whole) -> None:
    assert sorted(paths(whole.run.articles)) == sorted(told.path for told in whole.newsroom.articles)
    assert whole.run.exit_code == 0, whole.run.log


def test_every_field_equals_the_truth(whole: Whole) -> None:
    records = {urlsplit(record["url"]).path: record for record in whole.run.articles}
    wrong = {t.path: differences(t, records[t.path]) for t in whole.newsroom.articles if t.path in records}
    assert not {path: why for path, why in wrong.items() if why}


def test_the_accounts_add_up_and_name_every_reason(whole: Whole) -> None:
    summary = whole.run.summary
    assert whole.run.holds() and summary["not_visited"] == 0 and summary["problems"] == []
    assert summary["emitted"] == len(whole.newsroom.articles)
    assert summary["reasons"]["skipped"] == {"gone": 1, "robots": 1, "soft_404": 1}
    assert {"login", "gallery"} <= set(summary["reasons"]["quarantined"])
    assert sum(summary["removed"].values()) == sum(len(r["removed"]) for r in whole.run.articles)
    assert f"{summary['discovered']} discovered = {summary['emitted']} emitted" in whole.run.log


def test_quarantine_names_each_and_keeps_its_bytes(whole: Whole) -> None:
    lines = {urlsplit(line["url"]).path: line for line in whole.run.lines("quarantine.jsonl")}
    expected = (
        {o.path for o in whole.newsroom.not_articles if o.status == 200 and o.why != "robots"}
        - {"/travel"}
        - {o.path for o in whole.newsroom.not_articles if o.why == "soft_404"}
    )
    assert set(lines) == expected
    for path, line in lines.items():
        assert line["message"] and line["reason"]
        raw = gzip.decompress((whole.run.folder / line["pages"][0]["file"]).read_bytes())
        assert raw.decode() == whole.newsroom.reply(path)[0].body.replace("@ORIGIN@", whole.newsroom.origin)


def test_robots_and_manners(whole: Whole) -> None:
    targets = [visit.target for visit in whole.newsroom.log]
    assert not [t for t in targets if "/pratinjau/" in t or t.startswith(("/search/", "/ajax/"))]
    assert targets[0] == "/robots.txt"
    assert not [t for t, n in Counter(targets).items() if n > 1], "nothing is asked twice"
    assert all(v.user_agent.startswith("saring/") and "(+http" in v.user_agent for v in whole.newsroom.log)


def test_amp_first_and_desktop_pages_in_order_where_there_is_no_amp(whole: Whole) -> None:
    targets = [visit.target for visit in whole.newsroom.log]
    records = {urlsplit(record["url"]).path: record for record in whole.run.articles}
    for told in whole.newsroom.articles:
        assert told.amp_path in targets
        desktop = [t for t in targets if t.partition("?")[0] == told.path]
        assert desktop == (
            [] if told.amp else [told.path] + [f"{told.path}?page={n}" for n in range(2, told.pages + 1)]
        )
        record = records[told.path]
        assert record["pages_got"] == record["pages_expected"] == (1 if told.amp else told.pages)
        assert record["http_status"] == 200 and record["etag"] and record["last_modified"]
        assert record["date_downloaded"].endswith("+00:00")


def test_feeds_hold_the_same_articles(whole: Whole) -> None:
    ours = {r["id"]: r for r in whole.run.articles}
    lines = [json.loads(line) for line in (whole.feeds / "feed.jsonl").read_text("utf-8").splitlines()]
    assert {r["id"]: r for r in lines} == ours
    assert {r["id"]: r for r in json.loads((whole.feeds / "feed.json").read_text("utf-8"))} == ours
    with (whole.feeds / "feed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(Article.__dataclass_fields__) and len(rows) == len(ours)
    for row in rows:
        assert json.loads(row["blocks"]) == ours[row["id"]]["blocks"]
        assert json.loads(row["keywords"]) == ours[row["id"]]["keywords"]
        assert row["article_body"] == ours[row["id"]]["article_body"]
    items = ET.parse(whole.feeds / "feed.xml").getroot().findall("item")
    assert len(items) == len(ours)
    for item in items:
        record = ours[item.findtext("id") or ""]
        assert [b.findtext("text") for b in item.findall("blocks/value")] == [
            b["text"] for b in record["blocks"]
        ]


def test_a_second_run_emits_nothing_and_half_lines_are_mended(newsroom: Newsroom, tmp_path: Path) -> None:
    crawl(newsroom.origin, tmp_path)
    file = tmp_path / "genpi" / "articles.jsonl"
    before = file.read_bytes()
    file.write_bytes(before + b'{"id": "half a li')
    quarantined = (tmp_path / "genpi" / "quarantine.jsonl").read_bytes()
    again = crawl(newsroom.origin, tmp_path)
    assert file.read_bytes() == before
    assert (tmp_path / "genpi" / "quarantine.jsonl").read_bytes() == quarantined
    assert again.exit_code == 0 and again.holds()
    assert again.summary["emitted"] == 0 and again.summary["unchanged"] == len(newsroom.articles)


def test_window(newsroom: Newsroom, tmp_path: Path) -> None:
    days = sorted(told.expected["date_published"][:10] for told in newsroom.articles)
    since, until = days[8], days[20]
    run = crawl(newsroom.origin, tmp_path, "-a", f"since={since}", "-a", f"until={until}")
    inside = [t.path for t in newsroom.articles if since <= t.expected["date_published"][:10] <= until]
    assert sorted(paths(run.articles)) == sorted(inside)
    assert run.exit_code == 0 and run.holds()
    assert (
        run.summary["reasons"]["skipped"]["before_since"] and run.summary["reasons"]["skipped"]["after_until"]
    )
    # What the sitemap dates well before the window is not asked for at all.
    oldest = min(newsroom.articles, key=lambda t: t.expected["date_published"])
    assert not [v for v in newsroom.log if v.target in (oldest.path, oldest.amp_path)]


def test_limit(newsroom: Newsroom, tmp_path: Path) -> None:
    run = crawl(newsroom.origin, tmp_path, "-a", "limit=5")
    assert len(run.articles) == 5 and run.exit_code == 0 and run.holds()
    assert len(newsroom.log) < 20, "a limit saves requests"


def test_the_pause_is_kept_exactly(newsroom: Newsroom, tmp_path: Path) -> None:
    crawl(
        newsroom.origin,
        tmp_path,
        "-a",
        "limit=3",
        "-s",
        "DOWNLOAD_DELAY=0.2",
        "-s",
        "CONTACT=sari@example.org",
    )
    times = [visit.time for visit in newsroom.log]
    assert min(later - sooner for sooner, later in pairwise(times)) > 0.19
    assert newsroom.log[0].user_agent.endswith("(+sari@example.org)")


def test_given_addresses_only(newsroom: Newsroom, tmp_path: Path) -> None:
    split = next(t for t in newsroom.articles if not t.amp)
    other = newsroom.articles[0]
    addresses = f"{newsroom.origin}{split.path}?page=2,https://www.genpi.co{other.amp_path}?utm_source=x"
    run = crawl(newsroom.origin, tmp_path, "-a", f"url={addresses}")
    assert sorted(paths(run.articles)) == sorted([split.path, other.path])
    assert run.exit_code == 0 and run.summary["discovered"] == 2
    assert not [v for v in newsroom.log if "sitemap" in v.target or v.target.startswith(("/rss", "/indeks"))]


def test_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)  # no scrapy.cfg here
    assert run_demo() == 0, capsys.readouterr().out
    shown = capsys.readouterr().out
    assert "articles.jsonl" in shown and "soft_404 1" in shown and "dateline" in shown
    assert run_demo() == 0, "again: all unchanged, all there"
    with (tmp_path / "output" / "genpi" / "articles.jsonl").open("a") as file:
        file.write('{"url": "https://www.genpi.co/berita/1/nyata"}\n')
    with pytest.raises(UsageError):
        run_demo()
