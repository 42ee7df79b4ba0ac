"""The archive that all tests of this folder read: one crawl of the test newsroom."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.newsroom import Newsroom
from tests.crawl.sites import crawl

from .sources import Source


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    out = tmp_path_factory.mktemp("archived")
    with Newsroom() as site:
        run = crawl(site.origin, out, "-s", "ARCHIVE=1")
    assert run.exit_code == 0, run.log
    return Source(out, {record["id"]: record for record in run.articles})


@pytest.fixture
def poison(tmp_path: Path) -> Path:
    """A folder whose sitecustomize.py makes pages that hold certain words crash, hang, or eat the process's memory."""
    folder = tmp_path / "racun"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import os, sys, time\n"
        "if 'scraper.reclean.child' in ' '.join(sys.orig_argv):\n"
        "    import scraper.extraction as e\n"
        "    real = e.extract\n"
        "    def extract(data, *a, **k):\n"
        "        if b'RACUN-MATI' in data: os.abort()\n"
        "        if b'RACUN-DIAM' in data: time.sleep(600)\n"
        "        if b'RACUN-RAKUS' in data: bytearray(2**34)\n"
        "        return real(data, *a, **k)\n"
        "    e.extract = extract\n"
    )
    return folder
