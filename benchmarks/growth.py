"""Whether time grows with the page and no faster, and whether memory stays: pages of invented words, 10 KB to 5 MB.

    python benchmarks/growth.py size            # each shape at doubling sizes, its milliseconds and exponent
    python benchmarks/growth.py memory --count 100000

An exponent of 1 is linear: twice the page, twice the time. It is fitted over the larger half of the sizes, where what a
page costs whatever its size no longer counts. ``refused`` is the guard's word, which is the cheapest answer of all.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from scraper import SaringError, extract

URL = "https://www.genpi.co/travel/900/warga-tanam-pohon-di-lereng"
PROSE = "<p>{}</p>".format(
    " ".join(["Warga Desa Sukamaju menanam bibit pohon nomor {i} di lereng bukit pada Minggu pagi."] * 3)
)
HEAD = (
    "<!DOCTYPE html><html><head><title>Warga Tanam Pohon - GenPI.co</title><meta property='og:title' "
    "content='Warga Tanam Pohon'></head><body><nav><a href='/a'>Beranda</a></nav><h1>Warga Tanam Pohon</h1>"
    "<div class='date'>19 Juni 2024 13:40</div><div itemprop='articleBody'>"
)
FOOT = "</div><footer>Copyright 2024 GenPI.co</footer></body></html>"
CARD = (
    "<div class='card related'><a href='/berita/{i}/kabar'><img src='/img/{i}.jpg'><h3>Judul Kabar Nomor {i}</h3></a>"
    "<span class='date'>1{j} Mei 2024 10:00</span></div>"
)
BODY = "".join(PROSE.format(i=i) for i in range(8))
SCRIPT = (
    "<script>" + "var a{i}=[1,2,3].map(function(x){{return x*{i}}});/* skrip templat */" * 20 + "</script>"
)


def _around(piece: str, inside: bool = False) -> Callable[[int], str]:
    """A page of ``n`` bytes that repeats a piece, in the body or beside it."""

    def page(n: int) -> str:
        one = len(piece.format(i=1000, j=3))
        many = "".join(piece.format(i=i, j=i % 9) for i in range(max(1, n // one)))
        return HEAD + BODY + (many if inside else "") + "</div>" + ("" if inside else many) + FOOT[6:]

    return page


SHAPES: dict[str, Callable[[int], str]] = {
    "a long article": _around(PROSE, inside=True),
    "many cards beside it": _around(CARD),
    "many scripts": _around(SCRIPT),
    "lines of a list with dates": _around("<li>1{j}/05/2024 <b>Kabar</b> nomor {i}</li>"),
    "links": _around("<a href=/a/{i}/b>Judul Tautan Berita</a> "),
    "blanks, dots and at signs": _around(" .@", inside=True),
    "read-also labels": _around("Baca juga ", inside=True),
    "one long word": _around("A", inside=True),
    "capitalised words": _around("Aa Bb ", inside=True),
    "brackets": _around("(", inside=True),
    "escaped tags": _around("&lt;b&gt;kata ", inside=True),
    "entities": _around("&nbsp;", inside=True),
    "short lines": _around("baris teks biasa<br>", inside=True),
    "table rows": _around("<table><tr><td>1</td><td>dua</td></tr></table>", inside=True),
    "comment openers": _around("<!--", inside=True),
    "attributes": _around("<i a{i}=1 b{j}=2></i>"),
    "one attribute": lambda n: HEAD + BODY + f"<i x='{'y' * n}'></i>" + FOOT,
    "nested elements": lambda n: HEAD + BODY + "<b>" * (n // 3) + FOOT,
}  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """Print a table, or the memory."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("size", "memory"))
    parser.add_argument("--count", type=int, default=100_000, metavar="N", help="extractions for memory")
    args = parser.parse_args(argv)
    return _size() if args.what == "size" else _memory(args.count)


def _size() -> int:
    sizes = [10_000 * 2**k for k in range(10)]  # 10 KB to 5.1 MB
    console = Console(width=max(150, Console().width))
    table = Table(title="milliseconds of processor time by size of the page; best of two")
    for column in ("", *(f"{n // 1000} KB" for n in sizes), "exponent"):
        table.add_column(column, justify="left" if not column else "right")
    for name, shape in track(SHAPES.items(), console=Console(stderr=True), transient=True):
        times: list[tuple[int, float]] = []
        cells = []
        for n in sizes:
            spent, refused = _extract(shape(n).encode())
            cells.append(refused or f"{spent:.1f}")
            if not refused:
                times.append((n, spent))
        table.add_row(name, *cells, _exponent(times[len(times) // 2 :]))
    console.print(table)
    return 0


def _extract(html: bytes) -> tuple[float, str]:
    best, refused = math.inf, ""
    for _ in range(2):
        began = time.thread_time()
        try:
            extract(html, URL)
        except SaringError as error:
            refused = str(getattr(error, "reason", "") or type(error).__name__)
        best = min(best, (time.thread_time() - began) * 1000)
    return best, refused


def _exponent(times: list[tuple[int, float]]) -> str:
    """The slope of the logarithms, by least squares."""
    if len(times) < 2:
        return "-"
    points = [(math.log(n), math.log(t)) for n, t in times]
    mean_x, mean_y = (sum(c) / len(points) for c in zip(*points, strict=True))
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return f"{slope:.2f}"


def _memory(count: int) -> int:
    """Resident memory after a first thousand extractions and after all; no page is like another."""
    small = _around(CARD)(2_000)
    first = 0
    for i in track(range(count), console=Console(stderr=True), transient=True):
        html = small.replace("Sukamaju", f"Sukamaju{i}").replace("/berita/", f"/berita{i}/").encode()
        extract(html, f"https://www.genpi.co/travel/{i}/warga-tanam-pohon")
        if i == 1_000:
            first = _resident()
    print(
        f"{count:,} extractions: {first / 1e6:.1f} MB after the first 1,000, {_resident() / 1e6:.1f} MB after all"
    )
    return 0


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


if __name__ == "__main__":
    sys.exit(main())
