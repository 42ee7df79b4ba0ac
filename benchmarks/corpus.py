"""A crawl's output of any size, for benchmarks: records as large as those of real pages, every text another one.

The words are those of the fixtures. What a record holds beside its words (links, removed lines, images) is as much as
was counted on 168 real pages of 19 outlets: 354 words and 11.4 kB a record.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from scraper.article import Article, Block, Image, Link, Removal, article_id
from scraper.fixtures import cases

OUTLETS = ("genpi", "jpnn", "antaranews", "tribunnews", "kompas", "detik", "tempo", "liputan6")
_WIB = timezone(timedelta(hours=7))
_FIRST = datetime(2024, 1, 1, tzinfo=_WIB)
# A real page's body comes in 14 blocks, with 10.6 links and 9.4 removed spans.
_BLOCKS, _LINKS, _REMOVED, _WORDS = 14, 10, 9, 354


@cache
def words() -> tuple[str, ...]:
    """The words of the fixtures' articles, each as often as it stands there."""
    found: list[str] = []
    for case in cases():
        for block in (case.expected() or {}).get("blocks", ()):
            found += block["text"].split()
    return tuple(found)


def article(number: int, size: float = 1.0) -> Article:
    """One article; the same number gives the same one. ``size``: of its words and parts, against a real page's."""
    chance = random.Random(number)
    outlet = OUTLETS[number % len(OUTLETS)]
    moment = _FIRST + timedelta(minutes=5 * number)

    def text(count: int) -> str:
        return " ".join(chance.choices(words(), k=max(1, count)))

    def links(count: int) -> list[Link]:
        return [
            Link("related", text(9).title(), f"{base}/{chance.randrange(10**7)}", None) for _ in range(count)
        ]

    base = f"https://www.{outlet}.example/berita"
    each = round(_WORDS * size * chance.uniform(0.4, 1.6)) // _BLOCKS
    blocks = [Block("paragraph", text(each) + ".") for _ in range(_BLOCKS)]
    headline = text(9).title()
    url = f"{base}/{number}/{'-'.join(re.findall(r'[a-z0-9]+', headline.lower()))}"
    body = "\n\n".join(block.text for block in blocks)
    return Article(
        id=article_id(outlet, url), url=url, canonical_url=url, amp_url=f"{base}/amp/{number}", outlet=outlet,
        publisher=outlet.title(), is_part_of=f"www.{outlet}.example", headline=headline, description=text(20),
        dateline="JAKARTA", article_body=body, blocks=blocks, end_mark="(*)", word_count=len(body.split()),
        authors=[text(2).title()], editors=[text(2).title()], date_published=moment.isoformat(),
        date_published_raw=moment.strftime("%d/%m/%Y %H:%M WIB"), time_zone_from="printed",
        article_section=[chance.choice(("Politik", "Olahraga", "Ekonomi", "Gaya Hidup"))],
        keywords=[text(2) for _ in range(5)], images=[Image(f"{base}/{number}.jpg", text(12), text(2))],
        related_links=links(round(_LINKS * size)), field_sources=dict.fromkeys(_SOURCES, "printed"),
        extraction="rules",
        removed=[
            Removal("read_also", "related", n, "Baca juga: " + text(9), f"{base}/{n}")
            for n in range(min(_BLOCKS, round(_REMOVED * size)))
        ],
        date_downloaded=(moment + timedelta(hours=3)).isoformat(), http_status=200, etag=f'"{number:x}"',
        content_sha256=hashlib.sha256(url.encode()).hexdigest(),
        copyright_notice=f"Copyright {moment.year}", rights={"robots_txt": "allowed"},
    )  # fmt: skip


_SOURCES = (
    "headline",
    "description",
    "dateline",
    "article_body",
    "authors",
    "editors",
    "date_published",
    "keywords",
)


def lines(count: int, size: float = 1.0) -> Iterator[tuple[str, str]]:
    """Outlet and line of so many articles; one in fifty is changed later, and is there twice."""
    for number in range(count):
        made = article(number, size)
        if number % 50 == 0:
            yield made.outlet or "", made.to_json()
            made.revision = 2
        yield made.outlet or "", made.to_json()


def write(folder: Path, count: int, size: float = 1.0) -> int:
    """Write ``<folder>/<outlet>/articles.jsonl``; how many bytes they are."""
    files = {}
    for outlet in OUTLETS:
        (folder / outlet).mkdir(parents=True)
        files[outlet] = (folder / outlet / "articles.jsonl").open("w", encoding="utf-8")
    for outlet, line in lines(count, size):
        files[outlet].write(line + "\n")
    for file in files.values():
        file.close()
    return sum(path.stat().st_size for path in folder.rglob("articles.jsonl"))
