"""What the documentation shows: its fenced blocks, the commands in them, and the commands in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
SHELLS = ("bash", "console")
LANGUAGES = {*SHELLS, "python", "text", "json", "ini", "yaml", "sql"}
_FENCE = re.compile(r"^( *)(```+)([^\n`]*)\n(.*?)^\1\2 *$", re.M | re.S)
_INLINE = re.compile(r"(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)")
_TOOLS = r"(?:\.venv/bin/)?(?:saring|scrapy|python3?|pip|mkdocs|systemctl|journalctl|crontab|dask)"
_COMMAND = re.compile(rf"{_TOOLS} +\S|-[as] \w+=")
_HEREDOC = re.compile(r"<<-?'?(\w+)'?")


@dataclass
class Command:
    """A command as printed, with the lines that are printed under it (of a console)."""

    text: str
    expected: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Fence:
    """A fenced block: its language, text and the number of its first line."""

    language: str
    text: str
    line: int


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def fences(page: Path) -> Iterator[Fence]:
    """The page's fenced blocks, in order."""
    text = page.read_text("utf-8")
    for found in _FENCE.finditer(text):
        indent = found[1]
        lines = [line.removeprefix(indent) for line in found[4].splitlines()]
        yield Fence(found[3].split(" ")[0].strip(), "\n".join(lines), text.count("\n", 0, found.start()) + 2)


def commands(fence: Fence) -> list[Command]:
    """The commands of a bash or console block: lines joined where they go on, here-documents whole."""
    found: list[Command] = []
    end = ""  # of an open here-document
    open_ = False
    for line in fence.text.splitlines():
        if fence.language == "console" and not (
            line.startswith("$ ") or ((open_ or end) and line[:1] == ">")
        ):
            if found:
                found[-1].expected.append(line)
            continue
        line = line[2:] if fence.language == "console" else line
        if not (open_ or end) and (not line.strip() or line.startswith("#")):
            continue
        if open_ or end:
            found[-1].text += "\n" + line
        else:
            found.append(Command(line))
        if end:
            end = "" if line.strip() == end else end
        elif here := _HEREDOC.search(line):
            end = here[1]
        open_ = not end and line.endswith("\\")
    return found


def inline(page: Path) -> Iterator[str]:
    """Commands, and arguments of crawls, in running text and tables."""
    text = _FENCE.sub("", page.read_text("utf-8"))
    for found in _INLINE.finditer(text):
        words = " ".join(found[1].split())
        if _COMMAND.match(words):
            yield words


def indented(page: Path) -> list[str]:
    """Lines that look like a command in an indented block, which nothing would run."""
    text = _FENCE.sub("", page.read_text("utf-8"))
    return re.findall(rf"^(?: {{4,}}|\t)\$? ?{_TOOLS} +\S.*", text, re.M)
