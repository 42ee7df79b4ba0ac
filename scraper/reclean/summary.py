"""What a run came to, as tables on a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from scraper.reclean.merge import Totals

if TYPE_CHECKING:
    from scraper.reclean.compare import Changes

_FILES = 20  # that could not be read, by name


def show(totals: Totals, out: Path, console: Console) -> None:
    """Print what became of every record, and where the articles are."""
    table = Table(title=f"{totals.records:,} records", title_justify="left")
    table.add_column("what became of them")
    table.add_column("records", justify="right")
    for outlet, count in totals.emitted.items():
        table.add_row(f"emitted: {outlet}", f"{count:,}")
    if totals.duplicates:
        table.add_row("duplicates of these", f"{totals.duplicates:,}")
    if totals.pages:
        table.add_row("further pages of split articles", f"{totals.pages:,}")
    for reason, count in totals.not_articles.items():
        table.add_row(f"not an article: {reason}", f"{count:,}")
    for reason, count in totals.failed.items():
        table.add_row(f"failed: {reason}", f"{count:,}")
    console.print(table)
    for path, why in list(totals.unread.items())[:_FILES]:
        console.print(f"not read: {path}: {why}", highlight=False, soft_wrap=True, markup=False)
    if totals.unread:
        console.print(
            f"{len(totals.unread)} files not read; the same command tries them again", highlight=False
        )
    emitted, other = sum(totals.emitted.values()), sum(totals.not_articles.values())
    sums = f"{emitted:,} emitted + {totals.duplicates + totals.pages:,} duplicates and further pages + "
    console.print(
        f"{totals.records:,} records = {sums}{other:,} not articles + {sum(totals.failed.values()):,} failed; "
        f"in {out}/<outlet>/articles.jsonl", highlight=False, soft_wrap=True,
    )  # fmt: skip


def show_changes(changes: Changes, page: Path, console: Console) -> None:
    """Print what changed, by outlet and field, and where the page with samples is."""
    table = Table(title=f"From {changes.old} to {changes.new}", title_justify="left")
    for name in ("outlet", "field"):
        table.add_column(name)
    for name in ("gained", "lost", "altered"):
        table.add_column(name, justify="right")
    for name, outlet in changes.outlets.items():
        table.add_row(name, f"{outlet.records:,} records", "", "", f"{outlet.changed:,}", style="bold")
        for field, counts in sorted(outlet.fields.items()):
            table.add_row("", field, *(f"{counts[what]:,}" for what in ("gained", "lost", "altered")))
    console.print(table)
    console.print(
        f"article_body counts paragraphs; samples side by side: {page}", highlight=False, soft_wrap=True
    )
