"""The house rules that a reader would otherwise have to hold: what an import loads, sizes, docstrings, reasons."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from scraper import __version__, explain
from scraper.article import RemovalKind
from scraper.boilerplate import markup
from scraper.boilerplate.lexicon import PHRASES
from scraper.outlets import catalogue

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "scraper"
FILES = sorted(PACKAGE.rglob("*.py"))
HEAVY = {"scrapy", "twisted", "trafilatura", "bs4", "pandas", "pydantic", "lxml", "rich"}
# Modules that are long on purpose, with the reason. Anything else beyond the limit asks to be split.
LONGEST = 300
LONGEST_WITH_REASON = 400
LONG = {
    "boilerplate/reflow.py": "everything that text without markup needs before it is cleaned",
    "extraction/plain.py": "the whole way of a text",
}
_REMOVERS = {"cut", "remove", "Cut", "Fate", "Removal", "Verdict"}
KINDS = frozenset(get_args(RemovalKind))


@pytest.mark.parametrize(
    ("statement", "never"),
    [
        ("import scraper", HEAVY),
        ("import scraper.cli", HEAVY),
        ("import scraper.outlets; scraper.outlets.catalogue()", HEAVY - {"lxml"}),
        ("from scraper import extract, extract_text, Article", HEAVY - {"lxml"}),
        ("from scraper.schema import validate", HEAVY - {"pydantic"}),
        ("import scraper.settings", HEAVY),
        ("import scraper.commands.crawl", {"trafilatura", "bs4", "rich", "warcio", "fsspec", "matplotlib"}),
    ],
)
def test_what_an_import_must_not_load(statement: str, never: set[str]) -> None:
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert set(loaded.stdout.split()) & never == set()


def test_no_module_outgrows_its_reader() -> None:
    long = {}
    for path in FILES:
        lines = len(path.read_text("utf-8").splitlines())
        if lines > LONGEST:
            long[path.relative_to(PACKAGE).as_posix()] = lines
    assert long.keys() - LONG.keys() == set(), f"split it, or name it with a reason in LONG: {long}"
    assert LONG.keys() - long.keys() == set(), "no longer long: take it out of LONG"
    assert {name: lines for name, lines in long.items() if lines > LONGEST_WITH_REASON} == {}, "split it"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_everything_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not tree.body or ast.get_docstring(tree) or path.name == "settings.py", (
        "the module has no docstring"
    )
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    assert [node.name for node in public if not ast.get_docstring(node)] == []


def _strings_in(node: ast.expr) -> set[str]:
    """The strings that an argument can be: a constant, or either side of a condition."""
    if isinstance(node, ast.IfExp):
        return _strings_in(node.body) | _strings_in(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def _rule_names() -> Iterator[tuple[str, str]]:
    """Every rule name of the code with its module: what is cut or removed under a name, and the tables' names."""
    for path in sorted([*(PACKAGE / "boilerplate").glob("*.py"), *(PACKAGE / "extraction").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] not in _REMOVERS:
                continue
            for name, kind in zip(node.args, node.args[1:], strict=False):
                if _strings_in(kind) and _strings_in(kind) <= KINDS:
                    yield from ((string, path.name) for string in _strings_in(name))
    for verdict in (*markup._TAGS.values(), *markup._VERDICTS.values()):
        yield verdict.rule, "markup.py"
    for phrase in PHRASES:
        yield phrase.name, "lexicon.py"


def test_every_rule_says_why() -> None:
    names = set(_rule_names())
    assert len(names) > 40
    assert {(name, where) for name, where in names if not explain.why(name)} == set()


def test_no_reason_is_left_behind_by_its_rule() -> None:
    assert explain._REASONS.keys() - {name for name, _ in _rule_names()} == set()


def test_every_outlet_says_why_it_removes_and_what_it_rests_on() -> None:
    outlets = catalogue().values()
    assert [outlet.name for outlet in outlets if not outlet.evidence] == []
    mute = {outlet.name: [rule.name for rule in outlet.boilerplate if not rule.why] for outlet in outlets}
    assert {name: rules for name, rules in mute.items() if rules} == {}, "give these rules a why="


def test_readme_holds_two_commands_for_a_stranger() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    start = re.search(r"^## Quick start\n(.*?)^## ", text, re.M | re.S)
    assert start is not None
    commands = re.findall(r"^```.*?\n(.*?)^```", start[1], re.M | re.S)
    assert len(commands) == 2
    assert all("venv" in command and "pip install" in command for command in commands)
    assert "demo" in commands[0] and "pytest" in commands[1]


def test_one_version() -> None:
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert metadata["project"]["dynamic"] == ["version"]
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
