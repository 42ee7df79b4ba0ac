"""An article's revisions for whom reads them: in colour on a terminal, with wdiff's marks in a pipe."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scraper.dataset.history import Mark, marks

_STYLES = {"same": "", "removed": "red strike", "added": "bold green"}
_WDIFF = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
_SIGNS = {"changed": "~", "removed": "-", "added": "+"}
_JOINER = "\u200d"  # keeps the parts of an emoji together


def show(told: dict[str, Any], console: Console) -> None:
    """Print what ``history`` gave. Without colour the marks are wdiff's: [-gone-], {+come+}."""
    plain = not console.is_terminal or console.no_color or console.is_dumb_terminal
    versions = told["revisions"]
    console.print(Text(_safe(told["headline"] or "(no headline)"), "bold"), soft_wrap=True)
    console.print(Text(_safe(f"{told['id']}  {told['url'] or ''}".rstrip()), "dim"), soft_wrap=True)
    console.print(
        f"{len(versions)} revisions" if len(versions) > 1 else "1 revision: nothing has changed since"
    )
    for before, after in zip([None, *versions], versions, strict=False):
        when = _safe(after["date_downloaded"] or "at an unknown time")
        if before is None:
            console.print(f"\nrevision {after['revision']}, downloaded {when}", highlight=False)
            continue
        console.print(
            f"\nrevision {before['revision']} → {after['revision']}, downloaded {when}", highlight=False
        )
        _changes(list(_rows(after["changes"])), console, plain=plain)


def _changes(rows: Sequence[tuple[str, str, list[Mark]]], console: Console, *, plain: bool) -> None:
    if not rows:
        console.print("  nothing that readers see")
    elif plain:
        for sign, where, pieces in rows:
            text = "".join(_WDIFF[mark.what].format(_safe(mark.text)) for mark in pieces)
            console.print(Text(f"{sign} {where}: {text}"), soft_wrap=True)
    else:
        table = Table.grid(padding=(0, 1))
        table.add_column(width=2, justify="right")
        table.add_column(style="dim", max_width=18)
        table.add_column(overflow="fold", ratio=1)
        for sign, where, pieces in rows:
            style = {"-": "red", "+": "green"}.get(sign, "yellow")
            table.add_row(Text(sign, style), where, _coloured(pieces))
        console.print(table)


def _coloured(pieces: Sequence[Mark]) -> Text:
    """The words in colour, what came parted by a blank from what went."""
    text = Text()
    for before, mark in zip([None, *pieces], pieces, strict=False):
        if before and before.what == "removed" and mark.what == "added":
            text.append(" ")
        text.append(_safe(mark.text), _STYLES[mark.what])
    return text


def _rows(changes: dict[str, Any]) -> Iterator[tuple[str, str, list[Mark]]]:
    """A row a change: its sign, where it is, its words."""
    for name, (old, new) in changes["fields"].items():
        was, now = _text(old), _text(new)
        sign = "~" if was and now else "+" if now else "-"
        whole = [Mark(what, text) for what, text in (("removed", was), ("added", now)) if text]
        if len(whole) == 2:
            whole = marks(was, now) if name == "headline" else [whole[0], Mark("same", " "), whole[1]]
        yield sign, name, whole
    for one in changes["paragraphs"]:
        if one["what"] == "removed":
            where = f"after paragraph {one['at']}" if one["at"] else "at the head"
            yield "-", where, [Mark("removed", one["old"])]
        else:
            words = [Mark(*pair) for pair in one["words"] or [("added", one["new"])]]
            yield _SIGNS[one["what"]], f"paragraph {one['at'] + 1}", words


def _text(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _safe(text: str) -> str:
    """The text on one line, without what could move a terminal's cursor."""
    if text.isprintable():
        return text
    return "".join(
        " "
        if c.isspace()
        else repr(c)[1:-1]
        if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != _JOINER
        else c
        for c in text
    )
