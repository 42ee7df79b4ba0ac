"""Every command that the documentation shows is run, or stands below with the reason why not. Python blocks, too."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from scraper.newsroom import Newsroom
from tests.crawl.sites import crawl

from .blocks import LANGUAGES, PAGES, SHELLS, Command, Fence, commands, fences, indented, inline, name_of
from .parsed import faults, generator
from .sandbox import PREAMBLE, Sandbox, free_port, missing_lines, small_site


class Instead(NamedTuple):
    """What stands for a live address, or for a place of another machine, in the sandbox."""

    pattern: str
    replacement: str


# On every page. $NEWSROOM is the demo newsroom, $SITE a small site; both are on loopback.
INSTEAD = (
    Instead(r"scrapy crawl (genpi)\b(?!.*origin=)", r"scrapy crawl \1 -a origin=$NEWSROOM -s DOWNLOAD_DELAY=0"),
    Instead(r"scrapy crawl (jpnn|site|kabarcontoh)\b", r"scrapy crawl \1 -a origin=$SITE -s DOWNLOAD_DELAY=0"),
    Instead(r"url=https://www\.jpnn\.com/news/…,https://jatim\.jpnn\.com/…", "url=$SITE/news/warga-memperbaiki-jembatan"),
    Instead(r"https://www\.jpnn\.com/news/…", "https://www.jpnn.com/news/warga-memperbaiki-jembatan"),
    Instead(r"https://www\.genpi\.co/travel/1/…", "$ARTICLE"),
    Instead(r"(scrapy fixture \w+) https://www\.kabarcontoh\.example", r"\1 $SITE"),
    Instead(r"schedule --run", "schedule --run --origin $NEWSROOM -s DOWNLOAD_DELAY=0"),
    Instead(r" --outlet jpnn\b", ""),  # the newsroom is one outlet's; jpnn's crawl from it would find nothing
    Instead(r"/var/lib/node_exporter/", ""),
    Instead(r"127\.0\.0\.1:8000|--port 8000", "@PORT@"),
    Instead(r"postgresql://saring:PASSWORD@db\.example\.org/saring", "$POSTGRES"),
    Instead(r"s3://bucket/archive/", "output/archive/"),
    Instead(r"/shared/cleaned", "cleaned-by-dask"),
    Instead(r"dask scheduler &", "dask scheduler --host 127.0.0.1 --port $DASK --no-dashboard &"),
    Instead(r"dask worker tcp://head:8786 &", "dask worker tcp://127.0.0.1:$DASK --nworkers 1 --no-dashboard &"),
    Instead(r"tcp://head:8786", "tcp://127.0.0.1:$DASK"),
    Instead(r"history https://www\.genpi\.co/berita/900136/…", "history $ARTICLE"),
    Instead(r"--store articles\.db", "--store output/articles.db"),
    Instead(r"archive/2023\.jsonl\.zst", "output/genpi/articles.jsonl"),
    Instead(r"(.*--compare cleaned-before.*)", r"cp -r cleaned cleaned-before && \1"),
)  # fmt: skip

# Not run here, with the reason; what can be parsed of them is.
NOT_RUN = {
    r"saring browse\b.*": "serves until Ctrl-C; tests/dataset/test_browse.py runs it and looks at its pages",
    r"(python3 -m venv .venv && )?(\.venv/bin/)?pip install .*": "needs the package index; .ci/run installs the extras",
    r"python3 -m venv \.venv": "the sandbox has an environment already",
    r"cp docs/scrapyd/scrapyd\.conf .*|\.venv/bin/scrapyd .*|curl -u saring:PASSWORD (?s:.*)":
        "a running Scrapyd in an environment of its own: tests/crawl/test_scrapyd.py makes these calls",
}  # fmt: skip
PYTHON_NOT_RUN = {
    r"(?s).*spark\.read.*": "needs Ray and Spark; clean_row is tested in tests/reclean",
}
# Commands of running text that belong to another machine.
INLINE_NOT_RUN = {
    r"systemctl enable --now saring\.timer": "needs systemd and root; tests/crawl/test_schedule.py verifies the units and runs ExecStart",
    r"journalctl -u saring": "needs systemd",
    r"crontab -e": "needs cron; tests/crawl/test_schedule.py runs the line",
}  # fmt: skip


@dataclass(frozen=True)
class Needs:
    """What a page's run needs beside the newsroom. ``fresh``: no earlier crawl; ``slow``: more than seconds."""

    fresh: bool = False
    slow: bool = False
    postgres: bool = False
    modules: tuple[str, ...] = ()


NEEDS = {
    "docs/tutorial.md": Needs(fresh=True, slow=True, modules=("matplotlib",)),
    "docs/machines.md": Needs(postgres=True, slow=True),
    "docs/reclean.md": Needs(fresh=True, slow=True, modules=("distributed", "datatrove")),
    "docs/add-outlet.md": Needs(slow=True),
    "docs/crawling.md": Needs(slow=True),
    "docs/dataset.md": Needs(slow=True, modules=("pyarrow", "rensa")),
    "docs/report.md": Needs(modules=("matplotlib",)),
    "README.md": Needs(modules=("matplotlib",)),
}


def _matched(text: str, table: dict[str, str]) -> str | None:
    return next((pattern for pattern in table if re.fullmatch(pattern, text)), None)


def _runnable(fence: Fence) -> bool:
    if fence.language in SHELLS:
        return any(not _matched(command.text, NOT_RUN) for command in commands(fence))
    return fence.language == "python" and not _matched(fence.text, PYTHON_NOT_RUN)


def _pages() -> Iterator[object]:
    for page in PAGES:
        if any(map(_runnable, fences(page))):
            marks = [pytest.mark.slow] if NEEDS.get(name_of(page), Needs()).slow else []
            yield pytest.param(page, marks=marks, id=name_of(page))


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, str]]:
    """Where the outlets' stand-ins are, as the environment of a page."""
    site = small_site()
    with Newsroom() as newsroom:
        first = newsroom.origin + newsroom.articles[-1].path
        yield {"NEWSROOM": newsroom.origin, "SITE": site.origin, "ARTICLE": first}
    site.close()


@pytest.fixture(scope="module")
def crawled(sites: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("crawled")
    assert crawl(sites["NEWSROOM"], out, "-s", "STORE=1").exit_code == 0
    return out


@pytest.mark.parametrize("page", _pages())
def test_what_a_page_shows_runs(
    page: Path, sites: dict[str, str], tmp_path: Path, crawled: Path, request: pytest.FixtureRequest
) -> None:
    needs = NEEDS.get(name_of(page), Needs())
    for module in needs.modules:
        if not importlib.util.find_spec(module):
            pytest.skip(f"{module} is not installed")
    environment = {**sites, "DASK": str(free_port())}
    if needs.postgres:
        database: Callable[[], str] = request.getfixturevalue("postgres")
        environment["POSTGRES"] = database()
    sandbox = Sandbox(tmp_path / "checkout", None if needs.fresh else crawled)
    steps = list(_steps(page, sandbox.folder, free_port()))
    outputs = sandbox.run(steps, environment)
    for step, output in zip(steps, outputs, strict=True):
        missing = missing_lines(step.expected, output)
        assert missing == [], f"{step.text}\nprinted\n{output[-3000:]}"


def _steps(page: Path, folder: Path, port: int) -> Iterator[Command]:
    for i, fence in enumerate(fences(page)):
        if fence.language == "python" and _runnable(fence):
            outlet = re.search(r'OUTLET = Outlet\(\s*name="(\w+)"', fence.text)
            if outlet:  # a module, which takes its place; the draft stood there until now
                (folder / "outlet.py").write_text(fence.text + "\n", "utf-8")
                yield Command(f"mv outlet.py scraper/outlets/{outlet[1]}.py && saring outlets")
                continue
            (folder / f"block{i}.py").write_text(f"{PREAMBLE}\n{fence.text}\n", "utf-8")
            yield Command(f"python block{i}.py")
        for command in commands(fence) if fence.language in SHELLS else ():
            if not _matched(command.text, NOT_RUN):
                yield Command(_instead(command.text, port), [_instead(e, port) for e in command.expected])


def _instead(text: str, port: int) -> str:
    for pattern, replacement in INSTEAD:
        text = re.sub(pattern, replacement, text)
    return text.replace("http://@PORT@", f"http://127.0.0.1:{port}").replace("@PORT@", f"--port {port}")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_parsers_understand_a_page(page: Path) -> None:
    shown = [
        command.text for fence in fences(page) if fence.language in SHELLS for command in commands(fence)
    ]
    wrong = [fault for text in shown for fault in faults(text, whole=True)]
    said = [text for text in inline(page) if not _matched(text, INLINE_NOT_RUN)]
    wrong += [fault for text in said for fault in faults(text, whole=False)]
    wrong += [
        f"{text}: neither understood nor listed"
        for text in said
        if re.match("systemctl|journalctl|crontab", text)
    ]
    for fence in fences(page):
        if fence.language == "text":  # examples of --help, sessions
            lines = [re.split(r"\s{2,}", line.strip())[0] for line in fence.text.splitlines()]
            calls = [line for line in lines if re.match(r"(?:saring|scrapy) [a-z]", line) and "[" not in line]
            wrong += [fault for line in calls for fault in faults(line, whole=False)]
        elif fence.language == "python":
            compile(fence.text, f"{name_of(page)}:{fence.line}", "exec")
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_says_its_language_and_no_command_hides(page: Path) -> None:
    assert [(f.line, f.language) for f in fences(page) if f.language not in LANGUAGES] == []
    assert indented(page) == [], "fence it, so that it is run"


def test_no_exception_outlives_its_command() -> None:
    shown = [c.text for page in PAGES for f in fences(page) if f.language in SHELLS for c in commands(f)]
    blocks = [f.text for page in PAGES for f in fences(page) if f.language == "python"]
    said = [text for page in PAGES for text in inline(page)]
    for table, texts in ((NOT_RUN, shown), (PYTHON_NOT_RUN, blocks), (INLINE_NOT_RUN, said)):
        unused = [pattern for pattern in table if not any(re.fullmatch(pattern, text) for text in texts)]
        assert unused == []
    unused = [
        instead.pattern for instead in INSTEAD if not any(re.search(instead.pattern, text) for text in shown)
    ]
    assert unused == []
    assert NEEDS.keys() <= {name_of(page) for page in PAGES}


def test_a_command_that_fails_or_prints_something_else_is_told(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path / "checkout")
    with pytest.raises(AssertionError, match="exit code 1: saring explain missing"):
        sandbox.run([Command("true"), Command("saring explain missing.html")], {})
    assert missing_lines(["a … c", "d"], "x\na b c\nd\n") == []
    assert missing_lines(["d", "a"], "a\nd\n") == ["a"]
    for wrong in ("saring explain x --nope", "saring nope", "scrapy crawl genpi -a nope=1", "scrapy crawl nobody",
                  "scrapy crawl genpi -s NOPE=1", "pip install 'saring[nope]'", "python -m scraper.nope"):  # fmt: skip
        assert len(faults(wrong, whole=False)) == 1, wrong


def test_the_page_of_commands_is_current() -> None:
    assert generator.PAGE.read_text("utf-8") == generator.page(), "run python docs/site/commands.py"
