"""Wire texts and what outlets make of them, labelled: copies that were edited, cut, added to or put in another order;
and what is none, though it tells of the same event or is of the same series.

Made from the fixtures' invented articles; the same seed gives the same set.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from scraper.fixtures import FIXTURES, cases

Text = list[str]  # paragraphs

# What editors put one for the other.
_SYNONYMS = (
    ("mengatakan", "menuturkan"), ("kata", "ujar"), ("juga", "pula"), ("tersebut", "itu"), ("namun", "tetapi"),
    ("karena", "sebab"), ("hingga", "sampai"), ("mulai", "sejak"), ("warga", "masyarakat"), ("sekitar", "kurang lebih"),
    ("menurut", "kata"), ("akan", "bakal"), ("untuk", "guna"), ("dengan", "bersama"), ("para", "sejumlah"),
)  # fmt: skip
_SWAPS = dict(_SYNONYMS) | {b: a for a, b in _SYNONYMS}
# How another reporter tells what the first one told: the facts between words of his own.
_OWN = (
    "Dari lokasi, wartawan kami mencatat {fact} sebagai hal pertama yang menarik perhatian pengunjung pagi itu.",
    "Soal {fact}, panitia belum mau banyak bicara ketika dihubungi lewat sambungan telepon semalam.",
    "Dalam catatan redaksi, {fact} sudah beberapa kali muncul pada pembicaraan serupa tahun-tahun lalu.",
    "{fact}, begitu bunyi keterangan tertulis yang dibagikan kepada para jurnalis seusai acara.",
    "Tidak semua orang sependapat; bagi sebagian pedagang, {fact} hanya menambah ramai akhir pekan.",
    "Kami sempat menanyakan {fact} kepada seorang petugas, tetapi ia memilih menunggu laporan resmi.",
)
_SERIES = (
    "Harga {a} di Pasar {p} pada {d} tercatat Rp{n} per kilogram.",
    "Angka itu {m} dibanding hari sebelumnya, ketika pedagang menjualnya Rp{k} per kilogram.",
    "Pedagang bernama {w} menyebut pasokan dari {q} datang {t} kali sepekan.",
    "Pembeli diperkirakan bertambah menjelang {h}, terutama pada {d} pagi.",
)


class Labelled(NamedTuple):
    """A text beside one that was there before it: whether it is a copy, and what was done to it."""

    kind: str
    copy: bool
    original: Text
    other: Text


def originals() -> list[Text]:
    """The texts of the fixtures that are long enough to be a report."""
    news = map(json.loads, (FIXTURES / "newsroom" / "articles.jsonl").read_text("utf-8").splitlines())
    found: list[Text] = [
        [item["text"] for page in each["pages"] for item in page if item.get("kind") == "paragraph"]
        for each in news
    ]
    found += [[block["text"] for block in (case.expected() or {}).get("blocks", ())] for case in cases()]
    # A page and its AMP twin are two fixtures of one text.
    once: list[Text] = []
    known: set[str] = set()
    for text in found:
        if len(text) >= 4 and len(" ".join(text).split()) >= 60 and known.isdisjoint(text):
            once.append(text)
            known.update(text)
    return once


def labelled(seed: int = 7) -> Iterator[Labelled]:
    """Every original with each kind of copy of it, and with each kind of what is none."""
    chance = random.Random(seed)
    texts = originals()
    for n, text in enumerate(texts):
        stranger = texts[(n + 1 + chance.randrange(len(texts) - 2)) % len(texts)]
        for kind, make in _COPIES.items():
            yield Labelled(kind, True, text, make(text, stranger, chance))
        yield Labelled("same event", False, text, _same_event(text, chance))
        yield Labelled("another event", False, text, stranger)
        first, second = _report(chance), _report(chance)
        yield Labelled("series", False, first, second)


def _edited(share: float) -> Callable[[Text, Text, random.Random], Text]:
    """That share of the words is another word."""

    def make(text: Text, stranger: Text, chance: random.Random) -> Text:
        own = " ".join(stranger).split()

        def word(old: str) -> str:
            plain = old.casefold()
            if plain in _SWAPS and chance.random() < 0.5:
                return _SWAPS[plain]
            return chance.choice(own) if chance.random() < share else old

        return [" ".join(map(word, paragraph.split())) for paragraph in text]

    return make


def _cut(share: float) -> Callable[[Text, Text, random.Random], Text]:
    """Only the head is left, that share of the words, to the next full paragraph."""

    def make(text: Text, stranger: Text, chance: random.Random) -> Text:
        kept: Text = []
        wanted = share * len(" ".join(text).split())
        for paragraph in text:
            if len(" ".join(kept).split()) < wanted:
                kept.append(paragraph)
        return kept

    return make


def _added(text: Text, stranger: Text, chance: random.Random) -> Text:
    """A lead of one's own before it, background behind it."""
    return [stranger[0], *text, *stranger[-2:]]


def _reordered(text: Text, stranger: Text, chance: random.Random) -> Text:
    return [text[0], *chance.sample(text[1:], len(text) - 1)]


def _cut_and_edited(text: Text, stranger: Text, chance: random.Random) -> Text:
    return _edited(0.05)(_cut(0.6)(text, stranger, chance), stranger, chance)


_COPIES: dict[str, Callable[[Text, Text, random.Random], Text]] = {
    "exact, another headline": lambda text, stranger, chance: list(text),
    "edited, 1 word in 50": _edited(0.02),
    "edited, 1 word in 14": _edited(0.07),
    "cut to two thirds": _cut(0.66),
    "cut to half": _cut(0.5),
    "cut to 60 %, edited, 1 in 20": _cut_and_edited,
    "lead and background added": _added,
    "paragraphs in another order": _reordered,
}


def _same_event(text: Text, chance: random.Random) -> Text:
    """Names, numbers and what was said are the same, and all else is told in other words."""
    whole = " ".join(text)
    facts = re.findall(r"(?:[A-Z]\w+ ){1,3}[A-Z]\w+|\d[\d.,]* (?:\w+ ){1,3}\w+", whole) or whole.split(". ")
    quotes = [paragraph for paragraph in text if "“" in paragraph][:1]
    told = [chance.choice(_OWN).format(fact=chance.choice(facts)) for _ in range(max(5, len(text)))]
    return [*told[:2], *quotes, *told[2:]]


def _report(chance: random.Random) -> Text:
    """One of a series: the same sentences about other things."""

    def pick(*names: str) -> str:
        return chance.choice(names)

    return [
        " ".join(
            line.format(
                a=pick("cabai rawit", "bawang merah", "telur ayam", "gula pasir", "tomat sayur", "kentang dieng"),
                p=pick("Legi", "Induk Surya", "Atas Tanjung", "Rebo", "Bambu Kuning", "Kliwon Lama"),
                d=pick("Senin", "Selasa", "Rabu", "Kamis", "Jumat"), n=chance.randrange(11, 99) * 500,
                m=pick("naik tipis", "turun cukup jauh", "tidak banyak berubah", "melonjak"),
                k=chance.randrange(11, 99) * 500, w=pick("Suparni", "Wagiman", "Rohaya", "Bernadus", "Tini Lestari"),
                q=pick("Garut", "Brebes", "Temanggung", "Kerinci", "Enrekang"), t=pick("dua", "tiga", "empat", "lima"),
                h=pick("Lebaran", "Natal", "tahun baru", "musim hajatan"),
            )
            for line in chance.sample(_SERIES, 3)
        )
        for _ in range(4)
    ]  # fmt: skip
