"""The data set: how fast stores take articles, and how fast they are searched.

python -m benchmarks.dataset put [--count 100000] [--store FILE.db | --store postgresql://…]
    articles a second into an empty store, some hundreds with one transaction, as a crawl puts them
python -m benchmarks.dataset search [--store FILE.db | postgresql://…] [--queries 200]
    milliseconds of a search, for words of every frequency, two words, phrases; beside it, for a SQLite file, the same
    words looked for with LIKE, and with pandas' str.contains where pandas is installed
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import corpus
from scraper.dataset import Store, fill, open_store

PEER_QUERIES = 5  # a peer reads everything at every query
LIMIT = 20
Took = tuple[float, float]  # seconds by the clock, and of the processor


def put(name: str, count: int) -> None:
    """Fill a new store."""
    spent = [0.0, 0.0]

    def records() -> Iterator[dict[str, Any]]:
        for number in range(count):
            began, worked = time.perf_counter(), time.process_time()
            record = corpus.article(number).to_dict()
            spent[0] += time.perf_counter() - began
            spent[1] += time.process_time() - worked
            yield record

    with closing(open_store(name, write=True)) as store:
        began, worked = time.perf_counter(), time.process_time()
        fill(store, records())
        seconds = time.perf_counter() - began - spent[0]
        processor = time.process_time() - worked - spent[1]
    path = Path(name)
    size = f"; {path.stat().st_size / 2**20:,.0f} MiB" if path.is_file() else ""
    rates = f"{count / seconds:,.0f} a second, {count / processor:,.0f} a second of the processor"
    print(f"{count:,} articles in {seconds:.1f} s: {rates}{size}")


def queries(count: int) -> dict[str, list[str]]:
    """Searches by kind, made of the corpus's own words, each as likely as it is frequent, or all alike."""
    chance = random.Random(1)
    spoken = [word.lower() for word in corpus.words() if re.fullmatch(r"[A-Za-z]{3,}", word)]
    each = sorted(set(spoken))
    texts = [corpus.article(number).article_body for number in range(count)]

    def phrase(text: str) -> str:
        words = re.findall(r"\w+", text)
        at = chance.randrange(len(words) - 2)
        return f'"{" ".join(words[at : at + 2])}"'

    return {
        "any word of the vocabulary": chance.choices(each, k=count),
        "a word as it is spoken": chance.choices(spoken, k=count),
        "two words as they are spoken": [" ".join(chance.sample(spoken, 2)) for _ in range(count)],
        "a phrase of two words": [phrase(text) for text in texts],
    }


def told(name: str, took: Sequence[Took], found: Sequence[int]) -> None:
    """A line of figures: by the clock, and of the processor, which on a busy machine is what the search itself took."""
    clock, processor = (sorted(each[at] for each in took) for at in (0, 1))
    at = min(len(took) - 1, int(0.95 * len(took)))
    print(
        f"{name:<48} p50 {1000 * median(clock):7.1f}  p95 {1000 * clock[at]:7.1f}  max {1000 * clock[-1]:7.1f} ms; "
        f"processor p50 {1000 * median(processor):7.1f}  p95 {1000 * processor[at]:7.1f} ms; "
        f"{sum(map(bool, found))}/{len(found)} found"
    )


def timed(ask: Callable[[str], Sequence[Any]], asked: Sequence[str]) -> tuple[list[Took], list[int]]:
    """Seconds and number of answers of each search."""
    took, found = [], []
    for query in asked:
        began, worked = time.perf_counter(), time.process_time()
        answers = ask(query)
        took.append((time.perf_counter() - began, time.process_time() - worked))
        found.append(len(answers))
    return took, found


def search(name: str, count: int) -> None:
    """Search a store that ``put`` has filled, and a peer beside it."""
    kinds = queries(count)
    with closing(open_store(name)) as store:
        everything = search_store(store, kinds)
    told("all of these together", *everything)
    if Path(name).is_file():
        words = kinds["a word as it is spoken"][:PEER_QUERIES]
        search_like(name, words)
        search_pandas(name, words)


def search_store(store: Store, kinds: dict[str, list[str]]) -> tuple[list[Took], list[int]]:
    """Every kind of search in turn, each answer with the whole records of its first twenty articles."""
    all_took: list[Took] = []
    all_found: list[int] = []
    for kind, asked in kinds.items():
        took, found = timed(lambda query: store.search(query, LIMIT), asked)
        told(kind, took, found)
        all_took += took
        all_found += found
    return all_took, all_found


def search_like(name: str, words: Sequence[str]) -> None:
    """The same words by LIKE: all that contain it, as a search that ranks must know them."""
    with closing(sqlite3.connect(name)) as db:
        statement = "SELECT id FROM articles WHERE article_body LIKE ?"
        took, found = timed(lambda word: db.execute(statement, [f"%{word}%"]).fetchall(), words)
    told("peer: a word by SQLite's LIKE, no ranking", took, found)


def search_pandas(name: str, words: Sequence[str]) -> None:
    """The same words by pandas, everything in memory."""
    try:
        import pandas as pd
    except ImportError:
        print("peer: pandas is not installed")
        return
    with closing(sqlite3.connect(name)) as db:
        bodies = pd.read_sql("SELECT article_body FROM articles", db)["article_body"]
    took, found = timed(lambda word: bodies[bodies.str.contains(word, case=False, regex=False)], words)
    told("peer: a word by pandas' str.contains, no ranking", took, found)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["put", "search"])
    parser.add_argument("--store", default="benchmark.db")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    given = parser.parse_args()
    if given.what == "put":
        put(given.store, given.count)
    else:
        search(given.store, given.queries)


if __name__ == "__main__":
    main()
