"""Sources cut into pieces of work: one file, or a part of it that can be read by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from scraper.archive.files import INSIDE, Unavailable, expand, is_url, open_bytes, size_of
from scraper.archive.read import in_members
from scraper.errors import UsageError
from scraper.reclean.piece import Piece

_COMMON_CRAWL = "https://data.commoncrawl.org/"
_PACKED = r"(?:\.gz|\.zst)?\Z"
_KINDS = (
    ("warc", re.compile(r"\.(?:warc|wet)" + _PACKED, re.I)),
    ("arc", re.compile(r"\.arc(?:\.gz)?\Z", re.I)),
    ("wacz", re.compile(r"\.wacz\Z", re.I)),
    ("paths", re.compile(r"\.paths" + _PACKED, re.I)),
    ("jsonl", re.compile(r"\.(?:jsonl|ndjson|jsonlines)" + _PACKED, re.I)),
    ("csv", re.compile(r"\.(?:csv|tsv)" + _PACKED, re.I)),
    ("parquet", re.compile(r"\.(?:parquet|pq)\Z", re.I)),
    ("ledger", re.compile(r"(?:\.db|\.sqlite3?)\Z|\Apostgresql(?:\+\w+)?://|\Asqlite:///", re.I)),
    ("html", re.compile(r"\.(?:x?html?|php|aspx?)" + _PACKED, re.I)),
)
_PAGES = 250  # files of HTML, or records of a ledger, in a piece
_LEAST, _MOST, _WHOLE = 2**17, 2**23, 2**62  # bytes of a file in a piece


def kind_of(path: str) -> str | None:
    """The kind of a file by its name; None where the name does not say."""
    return next((kind for kind, pattern in _KINDS if pattern.search(path)), None)


def pieces_of(sources: Iterable[str], piece_bytes: int | None = None) -> list[Piece]:
    """The pieces of all sources, in a fixed order. Raises UsageError where one gives nothing, or Unavailable.

    ``piece_bytes`` None: a 64th of all, within bounds, so that processes end at about the same time.
    """
    sources = list(sources)
    if piece_bytes is None:
        whole = sum(piece.size for piece in pieces_of(sources, _WHOLE))
        piece_bytes = min(max(whole // 64, _LEAST), _MOST)
    found: list[Piece] = []
    for source in sources:
        before = len(found)
        if kind_of(source) == "ledger":
            from scraper.reclean.ledger import ledger_pieces

            found += ledger_pieces(source, _PAGES)
        else:
            found += _files(expand(source), source, piece_bytes)
        if len(found) == before:
            raise UsageError(
                "no records there: no such file, or nothing in a folder that can be read", about=source
            )
    return list(dict.fromkeys(found))


def _files(paths: list[str], source: str, piece_bytes: int) -> Iterator[Piece]:
    alone = len(paths) == 1 and paths[0] == source
    pages: list[str] = []
    for path in paths:
        kind = kind_of(path) or ("html" if alone else None)
        if kind == "html":
            pages.append(path)
        elif kind in ("warc", "jsonl"):
            yield from _ranges(kind, path, piece_bytes)
        elif kind == "wacz":
            yield from _inside(path, piece_bytes)
        elif kind == "arc":
            raise UsageError("ARC is not read; `warcio recompress` makes WARC of it", about=path)
        elif kind == "paths":
            yield from _files(_listed(path), path, piece_bytes)
        elif kind == "parquet":
            yield from _row_groups(path, piece_bytes)
        elif kind == "csv":
            yield Piece("csv", path, size=size_of(path))
    for at in range(0, len(pages), _PAGES):
        these = tuple(pages[at : at + _PAGES])
        yield Piece("html", source, at, at + len(these), these, 20_000 * len(these))


def _ranges(kind: str, path: str, piece_bytes: int) -> Iterator[Piece]:
    """A file in ranges of bytes, where its format lets one begin anywhere; else whole."""
    try:
        size = size_of(path)
        whole = size <= piece_bytes or not (
            in_members(path) if kind == "warc" else not re.search(r"\.(?:gz|zst)\Z", path)
        )
    except Unavailable:  # of many files one; said when its turn comes
        size, whole = 0, True
    if whole:
        yield Piece(kind, path, 0, None, size=size)
        return
    count = -(-size // piece_bytes)
    edges = [i * size // count for i in range(count)] + [size]
    for start, end in pairwise(edges):
        yield Piece(kind, path, start, end, size=end - start)


def _inside(path: str, piece_bytes: int) -> Iterator[Piece]:
    import zipfile

    with open_bytes(path) as file, zipfile.ZipFile(file) as container:
        names = [name for name in container.namelist() if kind_of(name) == "warc"]
    for name in sorted(names):
        yield from _ranges("warc", f"{path}{INSIDE}{name}", piece_bytes)


def _listed(path: str) -> list[str]:
    """The files that a list such as Common Crawl's ``warc.paths.gz`` names: beside it where they are, else theirs."""
    from scraper.reclean.rows import lines_of

    names = [line.decode("utf-8", "replace").strip() for line in lines_of(path)]
    if is_url(path):  # a mirror, whose files stand as in the list
        root, sign, _ = path.partition("crawl-data/")
        root = root if sign else _COMMON_CRAWL
        return [name if is_url(name) else f"{root}{name}" for name in names if name]
    folders = Path(path).resolve().parents
    found = []
    for name in filter(None, names):
        places = (folders[0] / Path(name).name, *(folder / name for folder in folders))
        here = next((str(place) for place in places if not is_url(name) and place.is_file()), None)
        found.append(here or (name if is_url(name) else f"{_COMMON_CRAWL}{name}"))
    return found


def _row_groups(path: str, piece_bytes: int) -> Iterator[Piece]:
    from scraper.reclean.rows import parquet_file

    with open_bytes(path) as file:
        meta = parquet_file(file, path).metadata
        sizes = [meta.row_group(i).total_byte_size for i in range(meta.num_row_groups)]
    start = 0
    for i, _ in enumerate(sizes):
        if sum(sizes[start : i + 1]) >= piece_bytes or i == len(sizes) - 1:
            yield Piece("parquet", path, start, i + 1, size=sum(sizes[start : i + 1]))
            start = i + 1
