"""Commands held against the real parsers, settings and extras: what is wrong with one, in a line each."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from types import ModuleType

from scraper import settings
from scraper.crawl.arguments import _NAMES
from scraper.outlets import catalogue

from .blocks import ROOT

_PLACE = re.compile(r"[A-Z_]+|…|.*…")  # NAME, ADDRESS: any
_ENDS = {"|", ";", "&&", "||", "&", "(", ")"}


def _generator() -> ModuleType:
    """docs/site/commands.py, which knows the parsers."""
    spec = importlib.util.spec_from_file_location(
        "docs_site_commands", ROOT / "docs" / "site" / "commands.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


generator = _generator()
_SARING = generator.saring_commands()
_EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]


def calls(text: str) -> Iterator[list[str]]:
    """The single commands of a shell line, without redirections and assignments."""
    text = re.sub(r"<<-?'?(\w+)'?.*?^\1$", "", text, flags=re.M | re.S)
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split, lexer.commenters = True, "#"
    call: list[str] = []
    skip = False
    for token in [*lexer, ";"]:
        if token in _ENDS:
            if call:
                yield call
            call = []
        elif set(token) <= {"<", ">", "&"}:
            skip = True
        elif skip:
            skip = False
        elif call or not re.fullmatch(r"\w+=.*", token):
            call.append(token)


def faults(text: str, *, whole: bool) -> list[str]:
    """What no parser would understand of a shell line; ``whole``: required arguments must be there, too."""
    found = []
    for call in calls(text):
        tool, *given = call
        match tool.removeprefix(".venv/bin/"):
            case "saring":
                found += _saring(given, whole=whole)
            case "scrapy":
                found += _scrapy(given)
            case "pip":
                found += _extras(given)
            case "python" | "python3":
                found += _python(given)
            case "-a" | "-s":
                found += _crawl_arguments(call)
    return [f"{text}: {fault}" for fault in found]


def _saring(given: list[str], *, whole: bool) -> Iterator[str]:
    if given[0] in ("--help", "--version", "-h") or _PLACE.fullmatch(given[0]):
        return
    if given[0] not in _SARING:
        yield f"saring has no command {given[0]!r}"
        return
    parser = _SARING[given[0]]
    if whole:
        said = io.StringIO()
        try:
            with contextlib.redirect_stderr(said):
                parser.parse_args(given[1:])
        except SystemExit:
            yield said.getvalue().splitlines()[-1]
        return
    for word in given[1:]:
        if (
            word.startswith("-")
            and word != "-"
            and word.partition("=")[0] not in parser._option_string_actions
        ):
            yield f"saring {given[0]} has no option {word}"
    yield from _settings([v for o, v in pairwise(given) if o == "-s"])


def _scrapy(given: list[str]) -> Iterator[str]:
    command, *rest = given
    if command in ("list", "--help", "-h"):
        return
    if command not in ("crawl", "fixture"):
        yield f"this project has no documented command scrapy {command}"
        return
    if (
        rest
        and rest[0] not in ({*catalogue(), "site"})
        and not _PLACE.fullmatch(rest[0])
        and rest[0] != "kabarcontoh"
    ):
        yield f"no outlet is called {rest[0]}"
    yield from _crawl_arguments(rest)


def _crawl_arguments(words: list[str]) -> Iterator[str]:
    pairs = list(pairwise(words))
    for value in (value for option, value in pairs if option == "-a"):
        if value.partition("=")[0] not in {*_NAMES, "domain", "NAME"}:
            yield f"a crawl has no argument -a {value}"
    yield from _settings([value for option, value in pairs if option == "-s"])


def _settings(printed: list[str]) -> Iterator[str]:
    from scrapy.settings import default_settings

    for name in (value.partition("=")[0] for value in printed):
        if name != "NAME" and not hasattr(settings, name) and not hasattr(default_settings, name):
            yield f"there is no setting {name}"


def _extras(given: list[str]) -> Iterator[str]:
    for word in given:
        for extra in re.findall(r"(?:saring|\.)\[([\w,]+)\]", word):
            yield from (f"there is no extra {name}" for name in extra.split(",") if name not in _EXTRAS)


def _python(given: list[str]) -> Iterator[str]:
    if given[:1] == ["-m"] and given[1].startswith(("scraper", "benchmarks")):
        place = ROOT / given[1].replace(".", "/")
        if not place.with_suffix(".py").exists() and not (place / "__main__.py").exists():
            yield f"there is no module {given[1]}"
    elif given[:1] and given[0].endswith(".py") and not (ROOT / given[0]).exists():
        yield f"there is no file {given[0]}"
