"""A folder in which a page's commands run, and the sites on loopback that stand for the outlets."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scraper.fixtures import FIXTURES
from tests.crawl.sites import Page, Stub, article, prose

from .blocks import ROOT, Command

_TREE = (
    "scraper",
    "fixtures",
    "docs",
    "tests",
    "pyproject.toml",
    "scrapy.cfg",
    "README.md",
    "CONTRIBUTING.md",
)
_NOT = shutil.ignore_patterns("__pycache__", ".venv", "*.pyc")
# What a page's Python is given: the bytes and texts that its variables stand for.
PREAMBLE = """\
from pathlib import Path
html, page1, page2 = (Path(name).read_bytes() for name in ("page.html", "split1.html", "split2.html"))
page3, text = page2, Path("article.txt").read_text("utf-8")
url = "https://www.genpi.co/berita/900/contoh"
"""
_MARK = "@@step "


def sitemap(*paths: str) -> Page:
    locs = "".join(f"<url><loc>@{path}</loc></url>" for path in paths)
    text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</urlset>'
    return Page(text, headers={"Content-Type": "application/xml"})


def small_site() -> Stub:
    """A site of a few articles, of today and of June 2024, in the addresses of several outlets."""
    site = Stub()
    today = datetime.now(UTC).strftime("%d-%m-%Y %H:%M")
    paths = [f"/berita/{7 + n}/warga-membersihkan-saluran-{n}" for n in range(3)]
    for n, path in enumerate(paths):
        html = article(f"Warga membersihkan saluran {n}", *prose(f"Desa {chr(97 + n)}una"))
        site.pages[path] = Page(html.replace("19 Juni 2024 13:40", today))
    own = '<link rel="canonical" href="https://www.kabarcontoh.example/berita/7/judul"></head>'
    html = article("Warga membersihkan saluran", *prose("Desa Runa")).replace("</head>", own)
    site.pages["/berita/7/judul"] = Page(html)
    site.pages |= {f"{path}?page=all": page for path, page in site.pages.items()}
    site.pages["/indeks?page=1"] = Page("".join(f'<a href="{path}">{path}</a>' for path in paths))
    jpnn = (FIXTURES / "jpnn" / "desktop.html").read_bytes()
    site.pages["/news/warga-memperbaiki-jembatan"] = Page(jpnn)
    site.pages["/jatim-terkini/45/warga-memperbaiki-jembatan"] = Page(jpnn)
    site.pages["/sitemap.xml"] = sitemap(*paths, "/berita/7/judul", "/news/warga-memperbaiki-jembatan")
    return site


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Sandbox:
    """A copy of the checkout with files of the names that the pages use; ``crawled``: with a crawl's output."""

    folder: Path
    crawled: Path | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        for name in _TREE:
            place = ROOT / name
            if place.is_dir():
                shutil.copytree(place, self.folder / name, ignore=_NOT)
            elif place.exists():
                shutil.copy(place, self.folder / name)
        (self.folder / "output").mkdir()
        if self.crawled:
            shutil.copytree(self.crawled, self.folder / "output", dirs_exist_ok=True)
        (self.folder / ".venv").symlink_to(sys.prefix)
        self._files()

    def _files(self) -> None:
        copies = {"page.html": "genpi/desktop.html", "split1.html": "genpi/desktop.html",
                  "split2.html": "genpi/desktop.p2.html", "page1.html": "jpnn/split.html",
                  "page2.html": "jpnn/split.p2.html"}  # fmt: skip
        for name, fixture in copies.items():
            shutil.copy(FIXTURES / fixture, self.folder / name)
        text = "\n\n".join(("Warga membersihkan saluran", "19 Juni 2024 13:40", *prose("Desa Runa")))
        (self.folder / "article.txt").write_text(text, "utf-8")
        for name in ("saved", "pages"):
            (self.folder / name).mkdir()
        page = (FIXTURES / "genpi" / "desktop.html").read_bytes()
        (self.folder / "saved" / "a.html.gz").write_bytes(gzip.compress(page))
        row = {"html": page.decode(), "url": "https://www.genpi.co/berita/1/contoh", "id": "1"}
        (self.folder / "pages" / "a.jsonl").write_text(json.dumps(row) + "\n", "utf-8")

    def run(self, steps: list[Command], environment: dict[str, str], seconds: float = 300) -> list[str]:
        """Run the steps in one shell, one after the other; the output of each. Fails on the first that fails."""
        script = ["set -eo pipefail"]
        for i, step in enumerate(steps):
            script += [f"echo; echo '{_MARK}{i}'", step.text]
        # What a page starts in the background belongs to it, and ends with it.
        log = self.folder / "docs-run.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                ["bash", "-c", "\n".join(script)], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                env={**os.environ, **self._environment(), **environment}, start_new_session=True,
            )  # fmt: skip
            try:
                code = process.wait(seconds)
            finally:
                if process.poll() is None:
                    process.kill()
                _end_group(process.pid)
        pieces = re.split(rf"^{_MARK}\d+$", log.read_text("utf-8", "replace"), flags=re.M)[1:]
        if code:
            raise AssertionError(f"exit code {code}: {steps[len(pieces) - 1].text}\n{pieces[-1][-3000:]}")
        return pieces

    def _environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        return {"PATH": path, "PYTHONPATH": str(self.folder), "HOME": str(self.folder), "COLUMNS": "200",
                "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore", "MPLBACKEND": "Agg"}  # fmt: skip


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGTERM)
    except ProcessLookupError:
        return


def missing_lines(expected: list[str], output: str) -> list[str]:
    """The expected lines that do not stand in the output in their order; … stands for anything."""
    lines = iter(output.splitlines())
    for i, line in enumerate(expected):
        pattern = re.compile(".*".join(map(re.escape, line.rstrip().split("…"))))
        if line.strip() != "…" and not any(pattern.fullmatch(printed.rstrip()) for printed in lines):
            return expected[i:]
    return []
