"""The labelled real pages and texts beside the checkout, scored as their own scorer does."""

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scraper import Article, SaringError, extract

pytestmark = pytest.mark.needs_shared


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "bench" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages(shared: Path, *, labelled: bool) -> list[dict[str, Any]]:
    rows = map(json.loads, (shared / "pages" / "manifest.jsonl").read_text("utf-8").splitlines())
    return [row for row in rows if row["labelled"] is labelled]


def read(shared: Path, row: dict[str, Any], outlet: str | None) -> Article:
    return extract(gzip.decompress((shared / row["file"]).read_bytes()), row["url"], outlet=outlet)


@pytest.mark.parametrize(("outlet", "least_f1", "most_leak"), [(None, 0.96, 0.10), ("generic", 0.96, 0.10)])
def test_the_bars(
    shared: Path, scorer: ModuleType, outlet: str | None, least_f1: float, most_leak: float
) -> None:
    gold = {
        row["name"]: row for row in map(json.loads, (shared / "bench" / "gold.jsonl").open(encoding="utf-8"))
    }
    rows = [
        scorer.score_page(gold[r["name"]], read(shared, r, outlet).to_dict())
        for r in pages(shared, labelled=True)
    ]
    summary = scorer.summary(rows)
    assert len(rows) == len(gold)
    assert summary["f1"] >= least_f1
    assert summary["leak"] <= most_leak


def test_the_jpnn_page_is_exact(shared: Path) -> None:
    row = next(r for r in pages(shared, labelled=True) if r["outlet"] == "jpnn.com")
    label = next(
        r
        for r in map(json.loads, (shared / "bench" / "readable.jsonl").open(encoding="utf-8"))
        if r["name"] == row["name"]
    )
    record = read(shared, row, None).to_dict()
    for name in ("headline", "date_published", "authors", "editors", "keywords", "dateline", "article_body"):
        value = record[name].replace("\u00a0", " ") if isinstance(record[name], str) else record[name]
        assert value == label[name], name
    titles = [link["title"] for link in record["related_links"] if link["kind"] == "read_also"]
    assert titles == [line for line in label["read_also"] if line != "Baca Juga:"]


def test_no_other_page_raises_anything_but_a_typed_error(shared: Path) -> None:
    taken = 0
    for row in pages(shared, labelled=False):
        try:
            record = read(shared, row, None)
        except SaringError as error:
            assert row["kind"] != "article", str(error)
            continue
        taken += 1
        assert row["kind"] not in ("index", "rss"), f"{row['url']}: {record.headline}"
    assert taken > 100
