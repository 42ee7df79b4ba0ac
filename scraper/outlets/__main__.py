"""The page of the catalogue: ``python -m scraper.outlets`` writes docs/outlets.md, ``--check`` fails if it is stale."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from scraper.fixtures import FIXTURES, cases
from scraper.outlet import AllOnOne, Amp, Feed, Index, Outlet, Sitemap, Source, WholeArticle
from scraper.outlets import catalogue

DOCS = FIXTURES.parent / "docs" / "outlets.md"
_HEAD = """# Outlets

{count} outlets. Written by `python -m scraper.outlets` from the declarations in `scraper/outlets/` and the pairs in
`fixtures/`; CI checks that it is current. Nothing here was tried against the live sites: *evidence* says what a
declaration rests on, and every field falls back to JSON-LD, meta and the generic readers where a rule does not match.

| outlet | publisher | sites | templates (fixtures) | discovery | split articles | evidence |
|---|---|---|---|---|---|---|
"""


def page() -> str:
    """The Markdown of docs/outlets.md."""
    templates: dict[str, list[str]] = defaultdict(list)
    for case in cases():
        templates[case.outlet].append(case.template)
    rows = [_row(outlet, templates[name]) for name, outlet in catalogue().items()]
    return _HEAD.format(count=len(rows)) + "".join(rows)


def _row(outlet: Outlet, templates: list[str]) -> str:
    cells = (
        f"`{outlet.name}`",
        outlet.publisher,
        ", ".join(outlet.domains),
        f"{', '.join(templates)} ({len(templates)})",
        ", ".join(dict.fromkeys(map(_discovery, outlet.sources))) or "—",
        ", ".join(map(_whole, outlet.whole_article)) or "one page",
        outlet.evidence + (f"; **not scheduled**: {outlet.broken}" if outlet.broken else ""),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _discovery(source: Source) -> str:
    if "{keyword}" in source.url or "{tag}" in source.url:
        return "search"
    if isinstance(source, Sitemap):
        return "sitemap"
    if isinstance(source, Feed):
        return "feed"
    return "archive by day" if isinstance(source, Index) and "{d}" in source.url else "index"


def _whole(way: WholeArticle) -> str:
    if isinstance(way, Amp):
        return "AMP twin"
    if isinstance(way, AllOnOne):
        return f"all on one: `{way.url.removeprefix('{url}')}`"
    return f"pages 1..n: `{way.url.removeprefix('{url}')}`"


def main(argv: list[str]) -> int:
    """Write the page, or with --check say whether it is current (exit code 1 when it is not)."""
    if "--check" in argv:
        current = DOCS.exists() and DOCS.read_text("utf-8") == page()
        if not current:
            print(f"{DOCS} is stale: run python -m scraper.outlets", file=sys.stderr)
        return 0 if current else 1
    DOCS.parent.mkdir(exist_ok=True)
    Path(DOCS).write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
