"""What a piece holds, one item a record: a page or a text with what is known of it, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scraper.archive.files import open_bytes
from scraper.archive.read import Kept, read_at, read_range
from scraper.errors import SaringError
from scraper.page.guard import MAX_BYTES
from scraper.reclean.piece import Piece
from scraper.reclean.rows import BROKEN, Columns, csv_rows, json_rows, parquet_rows, unpacked

_TITLES = ("headline", "title", "judul")


@dataclass(frozen=True, slots=True)
class Item:
    """One record of a source. Exactly one of ``body`` (a page's bytes, content coding on), ``text`` and ``fault``.

    ``headline``: of a text, whose source has it apart. ``outlet``: whose it is, where the source says so.
    ``status``, ``headers`` (lower case), ``date`` (ISO 8601) and
    ``place``: of archived responses.
    """

    url: str | None = None
    body: bytes | None = None
    text: str | None = None
    headline: str | None = None
    fault: str | None = None
    message: str = ""
    outlet: str | None = None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    charset: str | None = None
    date: str | None = None
    place: str | None = None


def items_of(piece: Piece, columns: Columns) -> Iterator[Item]:
    """The items of a piece, always in the same order. Raises SaringError where the piece cannot be opened."""
    if piece.kind == "warc":
        yield from map(_archived, read_range(piece.path, piece.start, piece.end))
    elif piece.kind == "offsets":
        outlets = [outlet for _, outlet in piece.these]
        kept = read_at(piece.path, [offset for offset, _ in piece.these])
        yield from (_archived(record, outlet) for record, outlet in zip(kept, outlets, strict=True))
    elif piece.kind == "html":
        yield from map(_file, piece.these)
    else:
        yield from _rows(piece, columns)


def _archived(kept: Kept, outlet: str | None = None) -> Item:
    if kept.kind == "revisit":
        return Item(kept.url, fault="revisit", place=kept.place)
    if kept.kind == "damaged":
        return Item(kept.url, fault="damaged", message=kept.body.decode("utf-8", "replace"), place=kept.place)
    if kept.truncated:
        return Item(kept.url, fault="truncated", message=kept.truncated, place=kept.place)
    known: dict[str, Any] = {"outlet": outlet, "date": kept.date, "place": kept.place}
    if kept.kind == "conversion":
        return Item(kept.url, text=kept.body.decode("utf-8", "replace"), **known)
    return Item(kept.url, kept.body, status=kept.status, headers=kept.headers, charset=kept.charset, **known)


def _file(path: str) -> Item:
    from scraper.inputs import text_of

    try:
        with open_bytes(path) as file:
            data = unpacked(file).read(MAX_BYTES + 1)
    except SaringError as error:
        return Item(fault=error.reason, message=error.message, place=path)
    except (*BROKEN, OSError) as error:
        return Item(fault="unreadable", message=str(error), place=path)
    text = text_of(data)
    return Item(body=data, place=path) if text is None else Item(text=text, place=path)


def _rows(piece: Piece, columns: Columns) -> Iterator[Item]:
    readers: dict[str, Callable[[], Iterator[Any]]] = {
        "jsonl": lambda: json_rows(piece.path, piece.start, piece.end),
        "csv": lambda: csv_rows(piece.path),
        "parquet": lambda: parquet_rows(piece.path, piece.start, piece.end),
    }
    name, chosen = piece.path.rsplit("/", 1)[-1], None
    for number, row in enumerate(readers[piece.kind]()):
        place = f"{name}#{piece.start}+{number}"
        if row is None:
            yield Item(fault="damaged", message="not a row", place=place)
            continue
        if chosen is None:
            chosen = columns.found(row, piece.path)
        yield row_item(row, chosen, place)


def row_item(row: Mapping[str, Any], columns: Columns, place: str) -> Item:
    """The item of a row; ``columns`` that were found in it."""
    url = row.get(columns.url) if columns.url else None
    url = url if isinstance(url, str) and url.startswith(("http://", "https://")) else None
    value = row.get(columns.html or columns.text or "")
    if value is None or value == "" or not isinstance(value, str | bytes):
        return Item(url, fault="empty", place=place)
    if columns.html:
        return Item(url, value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass"),
            charset=None if isinstance(value, bytes) else "utf-8", place=place)  # fmt: skip
    title = next((row[name] for name in _TITLES if isinstance(row.get(name), str)), "").strip()
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return Item(url, text=text, headline=title or None, place=place)
