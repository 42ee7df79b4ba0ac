"""``scrapy fixture`` against the newsroom."""

import json
import subprocess
import sys
from pathlib import Path

from scraper.newsroom import Newsroom


def scrapy(*arguments: str, root: Path) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys, scraper.fixtures as f; from pathlib import Path; "
        "f.FIXTURES = Path(sys.argv.pop(1)); from scrapy.cmdline import execute; execute(['scrapy', *sys.argv[1:]])"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(root), *arguments],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


def test_a_pair_is_written_in_invented_words(tmp_path: Path) -> None:
    with Newsroom() as newsroom:
        told = next(a for a in newsroom.articles if a.pages == 1)
        done = scrapy("fixture", "genpi", newsroom.origin + told.path, root=tmp_path)
        again = scrapy("fixture", "genpi", newsroom.origin + told.path, root=tmp_path)
        assert any(v.target == "/robots.txt" for v in newsroom.log)
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "genpi" / "desktop.json").read_text("utf-8"))
    assert record["outlet"] == "genpi"
    assert len(record["blocks"]) == len(told.expected["blocks"])
    assert record["headline"] != told.expected["headline"]
    assert again.returncode != 0
    assert "--force" in again.stderr + again.stdout


def test_what_cannot_be_fetched_is_said(tmp_path: Path) -> None:
    with Newsroom() as newsroom:
        gone = scrapy("fixture", "genpi", newsroom.origin + "/berita/1/tidak-ada", root=tmp_path)
    assert gone.returncode == 1
    assert "404" in gone.stderr
    assert scrapy("fixture", "tidakada", "https://x.example/a", root=tmp_path).returncode == 2
