"""Keeps what is generated from the model current: ``python -m scraper.schema --write`` (``--check`` in CI).

The schema of a version that is published keeps its shape for ever: when the model's is another one, nothing is written
but that the version must be raised. Words that explain a field may change.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scraper.article import SCHEMA_VERSION
from scraper.schema import SCHEMA_FILE, json_schema
from scraper.schema.meanings import GROUPS, PARTS

_ROOT = Path(__file__).parents[2]
RECORD_FILE = _ROOT / "docs" / "record.md"

_HEAD = """# The record

One record an article, the same from a crawl, a file or Python. Field names are schema.org `NewsArticle` terms in
snake_case, plural where the value is a list. Unknown is `null` or empty: never borrowed from another field, never
invented. Every field is in every record. `saring schema` prints the JSON Schema; this page is generated from it
(`python -m scraper.schema --write`).
"""


def breaches(published: Any, made: Any, place: str = "record") -> list[str]:
    """Where the shape of one schema differs from another's; words that explain (descriptions) do not count."""
    if isinstance(published, dict) and isinstance(made, dict):
        names = published.keys() | made.keys()
        words = () if place.endswith(("properties", "$defs")) else ("description", "title")
        return [
            line
            for name in sorted(names.difference(words))
            for line in breaches(published.get(name), made.get(name), f"{place}.{name}")
        ]
    return (
        []
        if published == made
        else [f"{place}: {_short(published)} is published, the model has {_short(made)}"]
    )


def _short(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"


def schema_text() -> str:
    """The schema file's content."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def record_text() -> str:
    """docs/record.md's content."""
    schema = json_schema()
    out = [_HEAD]
    for title, meanings in GROUPS.items():
        out += [f"## {title}\n", *_table(meanings, schema["properties"])]
    out.append("## Parts\n")
    for name, (about, meanings) in PARTS.items():
        out += [f"### {name}\n", f"{about}\n", *_table(meanings, schema["$defs"][name]["properties"])]
    return "\n".join(out).rstrip() + "\n"


def _table(meanings: Mapping[str, str], properties: Mapping[str, Any]) -> list[str]:
    rows = [f"| `{name}` | {_type(properties[name])} | {text} |" for name, text in meanings.items()]
    return ["| field | type | meaning |", "|---|---|---|", *rows, ""]


def _type(schema: Mapping[str, Any]) -> str:
    """A property's type in a few words."""
    if "anyOf" in schema:
        return " or ".join(map(_type, schema["anyOf"]))
    if "const" in schema:
        return f'`"{schema["const"]}"`'
    if "$ref" in schema:
        return f"[{schema['$ref'].rsplit('/', 1)[-1]}](#{schema['$ref'].rsplit('/', 1)[-1].lower()})"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema["type"] == "array":
        return f"list of {_type(schema['items'])}"
    if schema["type"] == "object":
        return "object of strings"
    return "string" if schema["type"] == "string" else str(schema["type"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the generated files, or (``--check``) say which are not current; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scraper.schema", description=__doc__)
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument(
        "--write", action="store_true", help="write the current version's schema and docs/record.md"
    )
    choice.add_argument("--check", action="store_true", help="exit 1 when one of them is not current")
    chosen = parser.parse_args(arguments)
    if SCHEMA_FILE.exists():
        broken = breaches(json.loads(SCHEMA_FILE.read_text("utf-8")), json_schema())
        if broken:
            print(
                f"{SCHEMA_FILE}: version {SCHEMA_VERSION} is published and keeps its shape. Raise SCHEMA_VERSION in "
                "scraper/article.py, and add a step to scraper/upgrade.py and a sample to tests/data/records:",
                *broken, sep="\n  ",
            )  # fmt: skip
            return 1
    return _keep(write=chosen.write)


def _keep(*, write: bool) -> int:
    """Write the files that are not current, or say which they are (1)."""
    stale = 0
    made = {SCHEMA_FILE: schema_text()}
    if (_ROOT / "pyproject.toml").exists():  # a checkout; an installed package has no docs
        made[RECORD_FILE] = record_text()
    for path, text in made.items():
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale += 1
        if write:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        print(f"{path}: {'written' if write else 'not current; run python -m scraper.schema --write'}")
    return 1 if stale and not write else 0


if __name__ == "__main__":
    sys.exit(main())
