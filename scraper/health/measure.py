"""Counting the records of a run: what drift is told from. Pure; a Measure is plain numbers and goes to JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

# Fields whose fill rate is watched.
WATCHED = (
    "headline", "description", "dateline", "authors", "editors", "date_published", "date_modified", "article_section",
    "keywords", "images", "related_links", "cited_sources", "end_mark", "copyright_notice",
)  # fmt: skip
_LINES = 5_000  # different lines remembered while counting; what repeats comes back
_LONGEST = 400  # characters of a line that may be boilerplate; longer ones are prose
# Rules that go by where a line stands, not by what it says: a promotion may stand there, too.
_BY_PLACE = frozenset({"standfirst", "caption_after_image", "heading_of_nothing"})
HEAD = 5  # words in common that make lines of one kind
_FUTURE = 2 * 86_400  # seconds ahead of its download that a date may be
_ZEROS, _NUMBER = bytes.maketrans(b"123456789", b"000000000"), re.compile(b"00+")
_DIGITS, _LETTERS, _SPACES = re.compile(r"\d+"), re.compile(r"[^\W\d_]+"), re.compile(r"\s+")


@dataclass(slots=True)
class Measure:
    """Counts over the articles of one template, or of a whole outlet.

    ``own``: answered by the outlet's own body rule; ``missed``: it has one, which found nothing. ``readers``: field
    and reader; ``shapes``: how dates are printed; ``lines``: in how many articles a short line was kept; ``heads``: in
    how many one begins with these words and goes on, ``headed``: articles so looked at. ``odd_dates``: missing, in the
    future, or in disagreement.
    """

    articles: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    readers: Counter[str] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    paragraphs: int = 0
    words: int = 0
    words_removed: int = 0
    removed: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    own: int = 0
    missed: int = 0
    odd_dates: int = 0
    short: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    heads: Counter[str] = field(default_factory=Counter)
    headed: int = 0
    days: Counter[str] = field(default_factory=Counter)
    hours: Counter[str] = field(default_factory=Counter)

    def add(self, record: Mapping[str, Any]) -> None:
        """Count one record (``Article.to_dict()``)."""
        self.articles += 1
        self.filled.update(name for name in WATCHED if record.get(name))
        self.readers.update(f"{name}={who}" for name, who in (record.get("field_sources") or {}).items())
        blocks, removed = record.get("blocks") or [], record.get("removed") or []
        self.paragraphs += len(blocks)
        words = int(record.get("word_count") or 0)
        self.words += min(words, _LONG)
        self.short += words < _STUB
        self.words_removed += sum(len(r["text"].split()) for r in removed)
        self.removed.update(r["kind"] for r in removed)
        self.rules.update(r["rule"] for r in removed)
        self.own += record.get("extraction") == "rules"
        warnings = record.get("warnings") or []
        self.missed += "body_rule_missed" in warnings
        self._count_dates(record, warnings)
        short = [b["text"] for b in blocks] + [r["text"] for r in removed if r["rule"] in _BY_PLACE]
        self._count_lines(line_keys([text for text in short if len(text) <= _LONGEST]))

    def _count_dates(self, record: Mapping[str, Any], warnings: list[str]) -> None:
        published, downloaded = record.get("date_published"), record.get("date_downloaded")
        if record.get("date_published_raw"):
            self.shapes[shape_of(record["date_published_raw"])] += 1
        if published:
            self.days[published[:10]] += 1
        if downloaded:
            self.hours[downloaded[:13]] += 1
        self.odd_dates += not published or "dates_disagree" in warnings or _ahead(published, downloaded)

    def _count_lines(self, keys: set[str]) -> None:
        self.headed += 1
        split = [key.split(" ") for key in keys]
        self.lines = _counted(self.lines, keys)
        self.heads = _counted(self.heads, {" ".join(w[:HEAD]) for w in split if len(w) > HEAD})

    def merge(self, other: Measure) -> None:
        """Add the counts of another one."""
        for f in fields(self):
            mine, theirs = getattr(self, f.name), getattr(other, f.name)
            if isinstance(mine, Counter):
                mine.update(theirs)
            else:
                setattr(self, f.name, mine + theirs)

    def rate(self, count: int) -> float:
        """A count as a share of the articles; 0 without any."""
        return count / self.articles if self.articles else 0.0

    def repeated(self, least: int = 2) -> dict[str, int]:
        """The lines that stand in several articles, most frequent first."""
        return {line: n for line, n in self.lines.most_common() if n >= least}

    @property
    def removed_share(self) -> float:
        """Words removed of all words of the body region."""
        whole = self.words + self.words_removed
        return self.words_removed / whole if whole else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; of the lines, those that repeat."""
        told = {f.name: getattr(self, f.name) for f in fields(self)}
        told = {name: dict(v) if isinstance(v, Counter) else v for name, v in told.items()}
        told["lines"] = dict(list(self.repeated().items())[:200])
        told["heads"] = {head: n for head, n in self.heads.most_common(200) if n >= 2}
        return told

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Measure:
        """Back from ``to_dict``; names that are missing are 0, unknown ones are passed over."""
        known = {f.name for f in fields(cls)}
        values: dict[str, Any] = {
            k: Counter(v) if isinstance(v, dict) else v for k, v in told.items() if k in known
        }
        return cls(**values)


_LONG = 3_000  # words of one article that count: one book of a page must not make every other day look cut
_STUB = 60  # words: less is a brief at best, or the free part of a paid article


def _counted(counts: Counter[str], keys: set[str]) -> Counter[str]:
    counts.update(keys)
    if len(counts) > 2 * _LINES:  # what stood once is forgotten first
        return Counter(dict(counts.most_common(_LINES)))
    return counts


def line_key(text: str) -> str:
    """A line as it is compared between articles: blanks and numbers made alike."""
    return next(iter(line_keys([text])))


def line_keys(texts: Sequence[str]) -> set[str]:
    """The keys of several lines: all at once and as bytes, in a third of the time."""
    whole = "\n".join([" ".join(text.split()) for text in texts]).encode("utf-8", "surrogatepass")
    told = _NUMBER.sub(b"0", whole.translate(_ZEROS)).decode("utf-8", "surrogatepass")
    return set(told.split("\n")) if texts else set()


def shape_of(printed: str) -> str:
    """How a date is printed, without its values: ``19 Juni 2024 13:40`` is ``0 a 0 0:0``."""
    return _SPACES.sub(" ", _LETTERS.sub("a", _DIGITS.sub("0", printed))).strip()[:60]


def template_of(record: Mapping[str, Any]) -> str:
    """Which template of its outlet a record was read from: its AMP or its desktop pages."""
    amp = record.get("amp_url")
    return "amp" if amp and amp == record.get("url") else "desktop"


def _ahead(published: str, downloaded: str | None) -> bool:
    """Whether an article is dated after the day of its download."""
    if not downloaded or "T" not in published:
        return False
    try:
        return (
            datetime.fromisoformat(published) - datetime.fromisoformat(downloaded)
        ).total_seconds() > _FUTURE
    except (ValueError, TypeError):
        return False
