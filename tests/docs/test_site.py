"""The documentation site, built with warnings as errors and looked at in a browser: no request elsewhere, no overflow."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from tests.browser import Tab, browser

from .blocks import ROOT

CONFIG = ROOT / "docs" / "site" / "mkdocs.yml"
LOOKED_AT = ("index", "tutorial", "schedule", "python", "comparison")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for module in ("material", "mkdocstrings"):
        pytest.importorskip(module, reason="no site: pip install 'saring[docs]'")
    out = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--strict",
        "--config-file",
        str(CONFIG),
        "--site-dir",
        str(out),
    ]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, env=environment, cwd=out, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with browser() as opened:
        yield opened


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages = list(site.glob("*.html"))
    assert len(pages) > 20
    for page in pages:
        found = re.findall(
            r'<(?:script|link|img|iframe)[^>]+(?:src|href)="?(?:https?:)?//[^">\s]+', page.read_text("utf-8")
        )
        assert found == [], page.name


def test_the_reference_says_what_the_docstrings_say(site: Path) -> None:
    python = (site / "python.html").read_text("utf-8")
    for name in (
        "scraper.extraction.extract",
        "scraper.article.Article",
        "scraper.errors.NotAnArticle",
        "scraper.outlet.Outlet",
    ):
        assert f'id="{name}"' in python, name
    assert "the page's raw bytes" in python.replace("&#39;", "'").replace("’", "'")
    assert "favor_precision" in (site / "comparison.html").read_text("utf-8"), "README's table"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_page_in_a_browser(tab: Tab, site: Path, name: str, width: int, dark: bool) -> None:
    axe = pytest.importorskip("axe_core_python", reason="no axe-core (pip install axe-core-python)")
    tab.open(site / f"{name}.html", width=width, dark=dark)
    assert tab.run("document.documentElement.scrollWidth") <= width
    assert [address for address in tab.requests if not address.startswith(("file:", "data:"))] == []
    shade = tab.run(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b)"
    )
    assert (shade < 384) == dark
    tab.run((resources.files(axe) / "axe.min.js").read_text("utf-8"))
    rules = "{runOnly: ['color-contrast', 'link-name', 'image-alt', 'heading-order', 'document-title', 'html-has-lang']}"
    found = tab.run(f"axe.run(document.querySelector('.md-content'), {rules}).then(r => r.violations)")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found] == []
