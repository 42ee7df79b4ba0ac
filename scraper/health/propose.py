"""New repeated lines as rules to paste into an outlet's module. A human decides; nothing is changed here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.health.measure import HEAD, line_key

_LONGEST = 400  # characters of a line that may be boilerplate
_LEAST = 3  # articles in which it must stand
_SHARE = 0.1  # of all articles looked at
_EXAMPLES = 3
_PROMOTES = re.compile(
    r"\b(?:ikuti|follow|gabung|unduh|download|dapatkan|langganan|berlangganan|klik|kunjungi|nikmati|aplikasi|kanal|"
    r"channel|whatsapp|telegram|google\s+news|promo|gratis|newsletter|menangkan)\b",
    re.I,
)
_LEADS = re.compile(r"^(?:baca|simak|lihat|tonton|selengkapnya|artikel|berita)\b", re.I)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule to look at: its declaration, in how many of ``of`` articles it matched, and some of what it takes."""

    declaration: str
    matched: int
    of: int
    examples: tuple[tuple[str, str], ...]


def proposals(records: Sequence[Mapping[str, Any]]) -> list[Proposal]:
    """Rules for the lines that repeat in records (``Article.to_dict()``), the most frequent first."""
    lines: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    texts: dict[str, str] = {}
    for i, record in enumerate(records):
        for text in _short(record):
            key = line_key(text)
            lines[" ".join(key.split()[:HEAD])][key].add(i)
            texts.setdefault(key, text)
    least = max(_LEAST, round(_SHARE * len(records)))
    found = []
    for head, kinds in lines.items():
        where = set().union(*kinds.values())
        alike = [key for key, at in kinds.items() if len(at) >= least]
        if len(alike) == 1 and len(kinds) == 1:
            pattern = _pattern(alike[0])
        elif len(where) >= 2 * least and len(head.split()) == HEAD and len(kinds) > 1:
            pattern = _pattern(head)[:-1] + rf"\b.{{0,{_room(kinds, head)}}}$"
        elif alike:
            pattern = "^(?:" + "|".join(_pattern(key)[1:-1] for key in alike) + ")$"
        else:
            continue
        found.append(_proposal(pattern, texts[next(iter(kinds))], records))
    return sorted(found, key=lambda p: -p.matched)


def _short(record: Mapping[str, Any]) -> Iterable[str]:
    return {b["text"] for b in record.get("blocks") or () if len(b["text"]) <= _LONGEST}


def _room(kinds: Iterable[str], head: str) -> int:
    """How much may follow the words in common: what was seen, and half as much again."""
    return 10 * -(-round(1.5 * max(len(key) - len(head) for key in kinds)) // 10) or 10


def _pattern(key: str) -> str:
    r"""A line as a whole-line pattern: numbers are any numbers (``\d+``), blanks any blanks."""
    escaped = re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", key)
    return "^" + re.sub(r"0+", r"\\d+", escaped) + "$"


def _proposal(pattern: str, example: str, records: Sequence[Mapping[str, Any]]) -> Proposal:
    regex = re.compile(pattern)
    taken = []
    for record in records:
        hit = next((text for text in _short(record) if regex.search(text)), None)
        if hit is not None:
            taken.append((hit, str(record.get("url") or record.get("id"))))
    kind = "related" if _LEADS.search(example) else "promotion" if _PROMOTES.search(example) else "other"
    name = "_".join(re.findall(r"[a-z]+", example.lower())[:3]) or "line"
    why = f"repeats in {len(taken)} of {len(records)} articles"
    quoted = f'r"{pattern}"' if '"' not in pattern else repr(pattern)
    declaration = f'Strike("{name}", {quoted}, "{kind}", why="{why}"),'
    return Proposal(declaration, len(taken), len(records), tuple(taken[:_EXAMPLES]))
