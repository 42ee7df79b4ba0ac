"""Saring in other people's pipelines: a function for `map`, and a datatrove step, as docs/reclean.md shows them."""

from __future__ import annotations

import json
import multiprocessing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import UsageError
from scraper.reclean.blocks import clean_row

from .test_runs import corpus


def rows(folder: Path) -> list[dict[str, Any]]:
    path = corpus(folder / "korpus.jsonl", 5)
    bad = {"url": "https://koran-kecil.example/masuk", "html": "<title>Masuk</title><input type=password>"}
    with path.open("a") as file:
        file.write(f"{json.dumps(bad)}\n")
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_function_to_map_over_rows(tmp_path: Path) -> None:
    given = rows(tmp_path)
    with multiprocessing.get_context("spawn").Pool(1) as pool:  # it pickles, arguments and all
        found = pool.map(partial(clean_row, html="html"), given)
    assert [row["saring"]["headline"] for row in found[:5]] == [f"Pasar pagi ke-{n}" for n in range(5)]
    assert found[0]["url"] == given[0]["url"] and found[0]["saring_reason"] == ""
    assert found[5]["saring"] is None and found[5]["saring_reason"] == "login"


def test_rows_of_text() -> None:
    with pytest.raises(UsageError, match="which column"):
        clean_row({"angka": 1})
    assert clean_row({"text": "Pendek."})["saring_reason"] == "no_body"


def test_a_datatrove_pipeline(tmp_path: Path) -> None:
    pytest.importorskip("datatrove", reason="needs datatrove")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from scraper.reclean.datatrove_step import Saring

    (tmp_path / "dari").mkdir()
    given = rows(tmp_path / "dari")
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "dari"), text_key="html"),
            Saring(),
            JsonlWriter(str(tmp_path / "bersih"), compression=None),
        ],
        logging_dir=str(tmp_path / "log"),
    ).run()
    lines = (tmp_path / "bersih" / "00000.jsonl").read_text().splitlines()
    assert [json.loads(line)["metadata"]["saring"]["headline"] for line in lines] == [
        f"Pasar pagi ke-{n}" for n in range(len(given) - 1)
    ]
    assert all("<p>" not in json.loads(line)["text"] for line in lines)
    stats = json.loads((tmp_path / "log" / "stats.json").read_text())
    mine = next(step["stats"] for step in stats if "Saring" in step["name"])
    totals = {name: one if isinstance(one, int) else one["total"] for name, one in mine.items()}
    assert totals["emitted"] == 5 and totals["dropped_login"] == 1


def test_a_ray_data_set(tmp_path: Path) -> None:
    ray = pytest.importorskip("ray", reason="needs ray[data]")
    given = rows(tmp_path)
    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False)
    try:
        found = ray.data.from_items(given).map(clean_row).take_all()
    finally:
        ray.shutdown()
    assert sorted(r["saring"]["headline"] for r in found if r["saring"]) == [
        f"Pasar pagi ke-{n}" for n in range(5)
    ]
