"""``saring copies``: which articles are the same text, in several outlets or in one."""

from __future__ import annotations

import argparse
import json
import tempfile
from typing import TYPE_CHECKING

from scraper.cli._shared import many
from scraper.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scraper.dataset.copies import Copy
    from scraper.dataset.export import Exported, Told
    from scraper.dataset.part import Choice

ABOUT = "the same wire text in several articles, edited, cut or under another headline"
EXAMPLES = """  saring copies                           a line for each article of a group, from output/*/articles.jsonl
  saring copies output --since 7d --min-overlap 0.8 > copies.jsonl
  saring copies dataset.db --write        fills the column copy_group of the store
"""


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    from scraper.cli.export import choosing

    choosing(command)
    add = command.add_argument
    add("--min-overlap", type=float, metavar="SHARE", help="of the shorter text's runs of four words that the "
        "other has, too (default: 0.6)")  # fmt: skip
    add(
        "--write",
        action="store_true",
        help="write copy_group into the store that is the one SOURCE, print nothing",
    )


def run(chosen: argparse.Namespace) -> int:
    """Do it; 1 where something could not be read."""
    from scraper.cli.export import choice_of, progress, told_faults
    from scraper.dataset.copies import OVERLAP
    from scraper.dataset.export import Exported
    from scraper.dataset.opening import is_database, open_database

    share = OVERLAP if chosen.min_overlap is None else chosen.min_overlap
    if not 0 < share <= 1:
        raise UsageError("is above 0 and at most 1", about=f"--min-overlap {chosen.min_overlap}")
    if chosen.write and (len(chosen.sources) != 1 or not is_database(chosen.sources[0])):
        raise UsageError("needs one SOURCE, which is a store (FILE.db or postgresql://…)", about="--write")
    done = Exported()
    with progress() as told:
        found = _found(chosen.sources or ["output"], choice_of(chosen), share, done, told)
        if chosen.write:
            store = open_database(chosen.sources[0], write=True)
            try:
                groups = {copy.id: copy.copy_group for copy in found}
                store.set_copy_groups(groups)
            finally:
                store.close()
            print(f"{many(len(groups), 'article')} in {many(len(set(groups.values())), 'group')}")
        else:
            for copy in found:
                print(json.dumps(copy._asdict(), ensure_ascii=False))
    return told_faults(done)


def _found(names: Sequence[str], choice: Choice, share: float, done: Exported, told: Told) -> Iterator[Copy]:
    from pathlib import Path

    from scraper.dataset.export import copies_of, gathered

    with (
        tempfile.TemporaryDirectory(prefix="saring-copies.") as folder,
        gathered(names, Path(folder) / "state", 1, done, told) as (index, found, _),
    ):
        yield from copies_of(index, found, choice, told, done.faults, share)
