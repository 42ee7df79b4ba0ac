"""``saring demo``: the very same spider against the newsroom that comes with saring, judged by its truth.

Nothing leaves the machine: the newsroom is served on a free loopback port, which is the crawl's origin.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scraper.crawl.book import ENDINGS
from scraper.errors import UsageError
from scraper.newsroom import AMP_SILENT, Newsroom, Told
from scraper.schedule.runner import environment

_OUTLET = "genpi"
_SAMPLE_LINES = 5


def run_demo(out: Path | None = None) -> int:
    """Crawl the demo newsroom into ``out`` (default: ``output``), say what came of it; the exit code.

    0: every article of the newsroom is in ``<out>/genpi/articles.jsonl`` and equals the truth. 1: the report
    names what differs. Raises UsageError when that file holds other articles, which would be mixed with these.
    """
    console = Console()
    folder = (out or Path("output")) / _OUTLET
    newsroom = Newsroom()
    _refuse_mixing(folder / "articles.jsonl", newsroom)
    with newsroom:
        count = len(newsroom.articles)
        console.print(f"The demo newsroom is at [cyan]{newsroom.origin}[/]: {count} invented articles.")
        exit_code = _crawl(newsroom, folder, console)
    report = _read_json(folder / "summary.json")
    records = read_records(folder / "articles.jsonl")
    wrong = [line for told in newsroom.articles for line in _wrong(told, records)]
    surplus = set(records) - {told.path for told in newsroom.articles}
    wrong += [f"{path}: no article, but emitted" for path in sorted(surplus)]
    if exit_code:
        wrong.append(f"the crawl ended with exit code {exit_code}: {_last_line(folder)}")
    _show(console, report, list(records.values()), folder)
    if wrong:
        console.print(f"[bold red]Not as the newsroom knows it ({len(wrong)}):[/]")
        for line in wrong[:20]:
            console.print(f"  {escape(line)}", soft_wrap=True, highlight=False)
        return 1
    console.print(f"[bold green]All {len(newsroom.articles)} articles are there, word for word.[/]")
    return 0


def crawl_command(origin: str, folder: Path, *more: str) -> tuple[list[str], dict[str, str]]:
    """The command and environment that crawl ``origin`` into ``folder``, from any working directory."""
    command = [
        sys.executable, "-m", "scrapy", "crawl", folder.name, "-a", f"origin={origin}",
        "-s", "DOWNLOAD_DELAY=0", "-s", f"OUTPUT_DIR={folder.parent}",
        "-s", "RETRY_BACKOFF_SECONDS=0.2", *more,
    ]  # fmt: skip
    return command, environment()


def read_records(path: Path) -> dict[str, dict[str, Any]]:
    """The records of ``articles.jsonl`` by the path of their address, the newest revision of each."""
    if not path.exists():
        return {}
    lines = path.read_text("utf-8").splitlines()
    return {urlsplit(record["url"]).path: record for record in map(json.loads, lines)}


def differences(told: Told, record: dict[str, Any]) -> list[str]:
    """The fields in which a record differs from the newsroom's truth, with both values."""
    found = []
    for name, expected in told.expected.items():
        if told.amp and name in AMP_SILENT:  # the crawl prefers the twin, which does not print them
            continue
        got = record.get(name)
        if name == "related_links":  # the truth knows those of the body, by path
            inside = [link for link in got or [] if link["kind"] in ("read_also", "continued")]
            got = [{**link, "path": urlsplit(link["url"] or "").path} for link in inside]
            got = [{key: link[key] for key in ("kind", "title", "path", "after_block")} for link in got]
        if got != expected:
            found.append(f"{name}: {_short(got)} instead of {_short(expected)}")
    return found


def _wrong(told: Told, records: dict[str, dict[str, Any]]) -> list[str]:
    if told.path not in records:
        return [f"{told.path}: missing"]
    return [f"{told.path}: {difference}" for difference in differences(told, records[told.path])]


def _refuse_mixing(path: Path, newsroom: Newsroom) -> None:
    known = {told.path for told in newsroom.articles} | {other.path for other in newsroom.not_articles}
    if set(read_records(path)) - known:
        raise UsageError("holds other articles; give the demo another output folder", about=str(path))


def _crawl(newsroom: Newsroom, folder: Path, console: Console) -> int:
    """Run the crawl, showing how many requests were answered; its exit code. It talks to crawl.log."""
    folder.mkdir(parents=True, exist_ok=True)
    command, environment = crawl_command(newsroom.origin, folder)
    with (
        (folder / "crawl.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT) as process,
        console.status("Crawling …") as status,
    ):
        while process.poll() is None:
            status.update(f"Crawling … {len(newsroom.log)} requests answered")
            time.sleep(0.1)
    console.print(f"Crawled by `scrapy crawl {_OUTLET}`: {len(newsroom.log)} requests.")
    return process.returncode


def _show(console: Console, report: dict[str, Any], records: list[dict[str, Any]], folder: Path) -> None:
    """The table: what was crawled and how it ended, what was removed, where the files lie, and one sample."""
    table = Table(title="What became of it", title_justify="left", show_header=False)
    table.add_row("addresses discovered", str(report.get("discovered", 0)), "")
    for kind in ENDINGS:
        why = ", ".join(f"{name} {n}" for name, n in report.get("reasons", {}).get(kind, {}).items())
        table.add_row(f"  {kind}", str(report.get(kind, 0)), why)
    removed = Counter((r["kind"], r["rule"]) for record in records for r in record["removed"])
    table.add_section()
    table.add_row("passages removed", str(sum(removed.values())), "by rule")
    for kind in sorted({kind for kind, _ in removed}):
        rules = {rule: n for (k, rule), n in sorted(removed.items()) if k == kind}
        by_rule = ", ".join(f"{rule} {n}" for rule, n in rules.items())
        table.add_row(f"  {kind}", str(sum(rules.values())), by_rule)
    console.print(table)
    files = {
        "articles.jsonl": f"{len(records)} articles, one a line",
        "quarantine.jsonl": "what was no article; the pages' bytes lie in quarantine/",
        "summary.json": "these figures",
        "crawl.log": "what the crawl had to say",
    }
    for name, what in files.items():
        console.print(f"[cyan]{escape(str(folder / name))}[/]  {what}", soft_wrap=True, highlight=False)
    if records:
        _sample(console, max(records, key=lambda r: (len({x["kind"] for x in r["removed"]}), r["url"])))


def _sample(console: Console, record: dict[str, Any]) -> None:
    console.print(f"\nOne of them: [bold]{escape(record['headline'] or '')}[/], without", soft_wrap=True)
    for removal in record["removed"][:_SAMPLE_LINES]:
        line = f"  [dim]{removal['kind']:<10}[/] {escape(_short(removal['text'], console.width - 14))}"
        console.print(line, soft_wrap=True, highlight=False)
    more = len(record["removed"]) - _SAMPLE_LINES
    console.print(f"  [dim]and {more} more[/]" if more > 0 else "", highlight=False)


def _last_line(folder: Path) -> str:
    lines = (folder / "crawl.log").read_text("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _read_json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def _short(value: Any, length: int = 60) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= length else f"{text[: length - 1]}…"
