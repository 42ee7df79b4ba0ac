"""A real Dask scheduler with two worker processes on loopback, one of which is killed: the records of a local run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT

from .sources import command, reclean, until
from .test_runs import corpus

pytest.importorskip("distributed", reason="needs saring[cluster]")


@contextmanager
def started(folder: Path, name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s"}
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{name}", *arguments, "--no-dashboard"],
            env=environment, cwd=folder, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_two_workers_of_a_cluster_of_which_one_is_killed(tmp_path: Path) -> None:
    path = corpus(tmp_path / "korpus.jsonl", 1500)
    plan = str(path), "--piece", "0.05", "--out"
    reclean(*plan, str(tmp_path / "di-sini"))
    about = tmp_path / "scheduler.json"
    place = "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(about)
    worker = "--scheduler-file", str(about), "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny"
    with started(tmp_path, "dask_scheduler", *place):
        until(about.exists)
        address = json.loads(about.read_text())["address"]
        with (
            started(tmp_path, "dask_worker", *worker) as first,
            started(tmp_path, "dask_worker", *worker) as second,
        ):
            out = tmp_path / "di-sana"
            run = subprocess.Popen(
                command(*plan, str(out), "--scheduler", address),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            until(lambda: len(list((out / ".reclean").glob("*.done"))) >= 3)
            first.send_signal(signal.SIGKILL)
            said, _ = run.communicate(timeout=180)
            assert first.wait() == -signal.SIGKILL and run.returncode == 0, said
            assert second.poll() is None
    here, there = (
        (tmp_path / name / "generic" / "articles.jsonl").read_bytes() for name in ("di-sini", "di-sana")
    )
    assert here == there and len(here.splitlines()) == 1500
