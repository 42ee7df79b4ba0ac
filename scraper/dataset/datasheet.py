"""The pages that go with an export: its datasheet, and the card by which `datasets` finds its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from scraper import __version__
from scraper.article import SCHEMA_VERSION

if TYPE_CHECKING:
    from scraper.dataset.export import Exported, Options

_MANY = 20  # sources or faults that are named; the others are counted
_LICENCE = """\
The articles belong to their outlets and authors. saring's own licence (MIT) is for the software, not for these texts,
and this folder gives nobody a right to publish them. What a page or its site declared about its use stands in each
record's `rights`; an empty `rights` says only that nothing was declared. Whether and how you may use the texts, for
text and data mining for example, is for the law of your country and the outlets' terms to say.
"""


def datasheet(done: Exported, options: Options, sources: Sequence[str]) -> str:
    """The datasheet of an export as Markdown. The same export has the same one: it holds no time of its making."""
    counts = done.counts
    sections = [
        "# Datasheet\n",
        _overview(done, options),
        "## Articles by outlet and month\n\n" + _months(counts.months),
        f"## Fields\n\nRecords in which a field says something, of {counts.articles:,}.\n\n"
        + _table(
            ("field", "records", "share"),
            ((f"`{name}`", f"{n:,}", _share(n, counts.articles)) for name, n in counts.filled().items()),
        ),
        "## Removed boilerplate\n\nSpans that cleaning took out, each kept in its record's `removed`.\n\n"
        + _table(
            ("kind", "spans", "records"),
            ((kind, f"{n:,}", f"{counts.touched[kind]:,}") for kind, n in _most(counts.removed)),
        ),
        "## Rights\n\n" + _rights(done),
        "## Copies\n\n" + _copies(done, options),
        "## Versions\n\n" + _versions(counts.versions, counts.extraction, counts.languages),
        "## Sources\n\n" + _listed(sources),
    ]
    if done.faults:
        said = f"{len(done.faults):,} lines or files. The articles in them are missing here."
        sections.append(f"## Not read\n\n{said}\n\n" + _listed([str(fault) for fault in done.faults]))
    return "\n".join([*sections, "## Licence\n\n" + _LICENCE])


def card(done: Exported, options: Options) -> str:
    """README.md of the hf form, by whose head `datasets.load_dataset(folder)` finds each configuration's files."""
    lines = ["configs:", "- config_name: default", '  data_files: "data/**/*.parquet"']
    if "outlet" in options.split:
        ending = "/*.parquet" if "month" in options.split else ".parquet"
        for outlet in sorted({outlet for outlet, _ in done.counts.months} - {"(none)", "default"}):
            lines += [f'- config_name: "{outlet}"', f'  data_files: "data/{outlet}{ending}"']
    languages = sorted(name for name in done.counts.languages if name.isalpha())
    return "\n".join([
        "---", "pretty_name: Indonesian news, cleaned by saring", "license: other",
        f"language: [{', '.join(languages)}]", *lines, "---", "",
        "# Indonesian news, cleaned by saring", "",
        f"{done.counts.articles:,} articles. One row an article; `default` is all of them.", "",
        "```python", "from datasets import load_dataset", "",
        'articles = load_dataset("path/to/this/folder", split="train")', "```", "",
        "Times stand as printed, with their offset; `…_utc` beside each is the same moment as a timestamp.", "",
        "[datasheet.md](datasheet.md) says what is in here and whose it is.", "",
    ])  # fmt: skip


def _overview(done: Exported, options: Options) -> str:
    counts = done.counts
    downloaded = f"{counts.downloaded[0]} to {counts.downloaded[1]}" if counts.downloaded else "not said"
    mean = f"{counts.words / counts.articles:,.0f}" if counts.articles else "0"
    rows = [
        (
            "articles",
            f"{counts.articles:,}, the newest revision of each ({counts.revised:,} of them revised)",
        ),
        ("words", f"{counts.words:,} ({mean} an article)"),
        ("downloaded", downloaded),
        ("asked for", options.asked or "everything"),
        ("not asked for", f"{counts.left_out:,} articles"),
        ("older revisions and repeats", f"{done.superseded:,} lines passed over"),
        ("could not be read", f"{len(done.faults):,} lines or files"),
        ("form", f"{options.form}, {done.files:,} files"),
        ("made with", f"saring {__version__}, records of schema {SCHEMA_VERSION}"),
    ]
    return _table(("", ""), rows)


def _months(months: Counter[tuple[str, str]]) -> str:
    """A table of outlets by years, then of every month: wide ones are unreadable."""
    outlets = Counter[str]()
    for (outlet, _), n in months.items():
        outlets[outlet] += n
    rows: list[tuple[str, str, str]] = []
    for outlet, total in sorted(outlets.items()):
        rows.append((f"**{outlet}**", "all", f"{total:,}"))
        rows += [("", month, f"{n:,}") for (its, month), n in sorted(months.items()) if its == outlet]
    return _table(("outlet", "month", "articles"), rows)


def _rights(done: Exported) -> str:
    counts = done.counts
    text = f"{counts.reserved:,} of {counts.articles:,} articles reserve rights (`--only-allowed` leaves them out).\n"
    return text + ("\n" + _table(("declared", "records"), _numbers(counts.rights)) if counts.rights else "")


def _copies(done: Exported, options: Options) -> str:
    if not options.copies:
        return "Not looked for (`--copies`). The same wire text may stand here under several outlets.\n"
    return (
        f"{done.copies:,} articles are copies of one that was seen before them, in {done.groups:,} groups: "
        "`copies.jsonl` names them, with the share of the shorter text's runs of words that both have.\n"
    )


def _versions(*counters: Counter[str]) -> str:
    names = ("rules", "extraction", "language")
    return _table(
        ("", "", "records"),
        ((name, *row) for name, counter in zip(names, counters, strict=True) for row in _numbers(counter)),
    )


def _numbers(counter: Mapping[str, int]) -> list[tuple[str, str]]:
    return [(name, f"{n:,}") for name, n in _most(counter)]


def _most(counter: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _listed(names: Sequence[str]) -> str:
    more = [f"… and {len(names) - _MANY:,} more"] if len(names) > _MANY else []
    return "".join(f"- {_cell(name)}\n" for name in [*names[:_MANY], *more])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    """A text that cannot end its cell; what pages declare stands in here."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
