"""The change report as one HTML page: no script, no request, light and dark, readable on a telephone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape
from pathlib import Path

from scraper.reclean.compare import PARAGRAPHS, Changes, OutletChanges, Sample

_STYLE = """
:root { color-scheme: light dark; --line: light-dark(#d0d4da, #3d444d); --soft: light-dark(#f5f6f8, #1c2128);
  --ink: light-dark(#1b1f24, #e6e9ee); --dim: light-dark(#57606a, #a3adb8); --old: light-dark(#ffd9d6, #6b2622);
  --new: light-dark(#cdf2d3, #1e5430); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink);
  background: light-dark(#ffffff, #14181d); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2rem; } h3 { font-size: 1rem; margin-bottom: .25rem; }
p.dim, .place { color: var(--dim); font-size: .875rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; margin: .25rem 0 1rem; }
.pair > div { background: var(--soft); border: 1px solid var(--line); padding: .5rem; white-space: pre-wrap; }
.pair b { display: block; font-size: .75rem; color: var(--dim); }
del { background: var(--old); text-decoration: none; } ins { background: var(--new); text-decoration: none; }
@media (max-width: 40rem) { .pair { grid-template-columns: 1fr; } th, td { padding: .3rem; font-size: .875rem; } }
"""
_LONGEST = 1500  # characters of a sample
_WHAT = ("gained", "lost", "altered")


def write_page(changes: Changes, path: Path) -> None:
    """Write the page to ``path``, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.part")
    half.write_text("".join(_page(changes)), "utf-8")
    os.replace(half, path)


def _page(changes: Changes) -> Iterator[str]:
    yield (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>What the new rules change</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>What the new rules change</h1>"
        f'<p class="dim">From {escape(changes.old)} to {escape(changes.new)}.</p>'
    )
    yield "<h2>By outlet</h2>" + _table(
        ("outlet", "records", "changed", "gained", "lost"),
        [(name, o.records, o.changed, o.gained, o.lost) for name, o in changes.outlets.items()],
    )
    for name, outlet in changes.outlets.items():
        if outlet.fields:
            yield from _outlet(name, outlet)
    if not any(outlet.fields for outlet in changes.outlets.values()):
        yield "<p>Nothing: every record is as it was.</p>"
    yield "</main></body></html>\n"


def _outlet(name: str, outlet: OutletChanges) -> Iterator[str]:
    rows: list[tuple[str | int, ...]] = []
    for field, counts in sorted(outlet.fields.items()):
        rows.append((_named(field), *(counts[what] for what in _WHAT)))
    yield f"<h2>{escape(name)}</h2>" + _table(("field", *_WHAT), rows)
    for field, samples in sorted(outlet.samples.items()):
        yield f"<h3>{escape(_named(field))}</h3>"
        for sample in samples:
            yield _pair(sample)


def _named(field: str) -> str:
    return "article_body (paragraphs)" if field == PARAGRAPHS else field


def _table(head: tuple[str, ...], rows: list[tuple[str | int, ...]]) -> str:
    def cells(tag: str, row: tuple[str | int, ...]) -> str:
        first, *rest = row
        numbers = "".join(
            f'<{tag} class="number">{n:,}</{tag}>'
            if isinstance(n, int)
            else f'<{tag} class="number">{n}</{tag}>'
            for n in rest
        )
        return f"<tr><{tag}>{escape(str(first))}</{tag}>{numbers}</tr>"

    body = "".join(cells("td", row) for row in rows)
    open_ = f'<div class="wide" role="region" aria-label="{escape(head[0])}" tabindex="0">'
    return f"{open_}<table><thead>{cells('th', head)}</thead><tbody>{body}</tbody></table></div>"


def _pair(sample: Sample) -> str:
    old, new = _marked(sample.old[:_LONGEST], sample.new[:_LONGEST])
    return (
        f'<p class="place">{escape(sample.url or sample.id)}</p><div class="pair">'
        f"<div><b>before</b>{old or '–'}</div><div><b>after</b>{new or '–'}</div></div>"
    )


def _marked(old: str, new: str) -> tuple[str, str]:
    """Both texts as HTML, the words that differ marked."""
    a, b = old.split(" "), new.split(" ")
    left, right = [], []
    for what, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone, come = escape(" ".join(a[i:j])), escape(" ".join(b[k:m]))
        left.append(gone if what == "equal" or not gone else f"<del>{gone}</del>")
        right.append(come if what == "equal" or not come else f"<ins>{come}</ins>")
    return " ".join(filter(None, left)), " ".join(filter(None, right))
