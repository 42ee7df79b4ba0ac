"""Copies: how many are found and how many of those found are some, on a labelled set; and how fast, beside datasketch.

python -m benchmarks.copies quality                  labelled pairs made from the fixtures (tests/dataset/wire.py)
python -m benchmarks.copies speed [--articles N]     a pass over so many articles of 354 words, a fifth copies
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.corpus import words
from scraper.dataset.copies import OVERLAP, Copy, Seen, copies, shingles_of
from tests.dataset.wire import Labelled, labelled


def found(articles: Iterable[Seen], overlap: float) -> dict[str, Copy]:
    """The copies by id."""
    with tempfile.TemporaryDirectory() as folder:
        return {copy.id: copy for copy in copies(articles, Path(folder) / "shingles", overlap=overlap)}


def peers(articles: Iterable[Seen], overlap: float) -> dict[str, Copy]:
    """The same by datasketch as its documentation has it: 128 permutations, its index's threshold."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=overlap, num_perm=128)
    groups: dict[str, Copy] = {}
    for article in articles:
        sketch = MinHash(num_perm=128)
        sketch.update_batch([shingle.encode() for shingle in shingles_of(article.text)])
        like = index.query(sketch)
        if like:
            groups[article.id] = Copy(article.id, min(like), 0.0, None)
        else:
            index.insert(article.id, sketch)
    return groups


def collection(pairs: list[Labelled]) -> list[tuple[Seen, str, Labelled | None]]:
    """The originals, then what was made of them; with the id of each one's original."""
    originals = {"\n\n".join(pair.original): f"a{n:05d}" for n, pair in enumerate(pairs)}
    firsts = [(Seen(name, None, text), name, None) for text, name in originals.items()]
    others = [
        (Seen(f"b{n:05d}", None, "\n\n".join(pair.other)), originals["\n\n".join(pair.original)], pair)
        for n, pair in enumerate(pairs) if pair.kind != "another event"
    ]  # fmt: skip
    return [*firsts, *others]


def scores(
    pairs: list[Labelled], overlap: float, find: object = None
) -> tuple[float, float, dict[str, float]]:
    """Precision and recall of "is a copy of its original", and the share called a copy by kind."""
    these = collection(pairs)
    groups = (find or found)([seen for seen, _, _ in these], overlap)  # type: ignore[operator]
    right = wrong = missed = 0
    called: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for seen, original, pair in these:
        copy = groups.get(seen.id)
        group = copy.copy_group if copy and copy.copy_group != seen.id else None
        if pair is None:
            wrong += group is not None
            continue
        every[pair.kind] += 1
        called[pair.kind] += group is not None
        hit = group == original and pair.copy
        right += hit
        wrong += group is not None and not hit
        missed += pair.copy and not hit
    return (
        right / (right + wrong),
        right / (right + missed),
        {kind: called[kind] / n for kind, n in every.items()},
    )


def quality() -> None:
    """Print precision and recall at several thresholds."""
    pairs = list(labelled())
    print(f"{len(pairs)} pairs; least overlap {OVERLAP} is what `saring copies` takes")
    print("| least overlap | precision | recall |\n|---|---|---|")
    for overlap in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4):
        precision, recall, _ = scores(pairs, overlap)
        print(f"| {overlap} | {precision:.3f} | {recall:.3f} |")
    for name, overlap in (("datasketch, Jaccard", 0.5), ("datasketch, Jaccard", 0.7)):
        precision, recall, _ = scores(pairs, overlap, peers)
        print(f"| {name} {overlap} | {precision:.3f} | {recall:.3f} |")
    print(f"\n| at {OVERLAP} | called a copy |\n|---|---|")
    for kind, share in scores(pairs, OVERLAP)[2].items():
        print(f"| {kind} | {share:.3f} |")


def stream(count: int) -> Iterator[Seen]:
    """Articles of which every fifth is a copy, a few words changed, of one of the last hundreds."""
    chance = random.Random(1)
    last: list[list[str]] = []
    for n in range(count):
        if n % 5 == 4:
            text = list(chance.choice(last))
            for _ in range(len(text) // 50):
                text[chance.randrange(len(text))] = chance.choice(words())
        else:
            text = chance.choices(words(), k=round(354 * chance.uniform(0.4, 1.6)))
            last = [*last[-300:], text]
        yield Seen(f"{n:07d}", None, " ".join(text))


def speed(count: int) -> None:
    """Print time and memory of a pass over articles that are made first; then datasketch's on a part."""
    articles = list(stream(count))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    groups = found(articles, OVERLAP)
    took = time.perf_counter() - began
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    rate = f"{count:,} articles in {took:.1f} s ({count / took:,.0f}/s)"
    print(f"saring: {rate}, {memory:.0f} MB more, {len(groups):,} in groups")
    part = articles[: max(count // 20, 1000)]
    began = time.perf_counter()
    groups = peers(part, 0.5)
    took = time.perf_counter() - began
    print(
        f"datasketch: {len(part):,} articles in {took:.1f} s ({len(part) / took:,.0f}/s), {len(groups):,} copies"
    )


def main() -> None:
    """Run what is named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["quality", "speed"])
    parser.add_argument("--articles", type=int, default=100_000)
    chosen = parser.parse_args()
    quality() if chosen.what == "quality" else speed(chosen.articles)


if __name__ == "__main__":
    main()
