"""Scores of one record against one label: shingle F1, exactness, leaked boilerplate, fields, links.

The measures and the label format are those of the labelled sets (README beside them): text is held as hashes of
4-token shingles, so labels carry no article text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

MEASURES = ("f1", "p", "r", "exact", "headline", "date", "authors", "editors", "keywords")
_WIB = timezone(timedelta(hours=7))
_SIZE = 4
_LEAST_TOKENS = 5  # a shorter boilerplate line leaks only where it stands as a whole line


def tokens(text: str | None) -> list[str]:
    """Lower-case words of a text in normal form NFC."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text or "").lower())


def digest(value: str) -> str:
    """The short hash that labels hold."""
    return hashlib.blake2b(value.encode(), digest_size=8).hexdigest()


def key(text: str | None) -> str:
    """A name, title or whole text as labels hold it."""
    return digest(" ".join(tokens(text)))


def shingles(text: str | None) -> Counter[str]:
    """How often each run of four words occurs (the whole text where it is shorter)."""
    found = tokens(text)
    runs = [found[i : i + _SIZE] for i in range(max(1, len(found) - _SIZE + 1))] if found else []
    return Counter(digest(" ".join(run)) for run in runs)


def score(label: Mapping[str, Any], record: Mapping[str, Any] | None) -> dict[str, float]:
    """Every measure of one record (None: refused), with the counts that leak and links are summed from."""
    record = record or {}
    body = record.get("article_body") or ""
    got, want = shingles(body), Counter(label["body"])
    hit = sum((got & want).values())
    precision = hit / sum(got.values()) if got else 0.0
    recall = hit / sum(want.values()) if want else 0.0
    fields = label["fields"]
    links = {key(_title(link)) for link in record.get("related_links") or []}
    return {
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "p": precision,
        "r": recall,
        "exact": float(key(body) == label["body_exact"]),
        "leaks": _leaks(label["junk"], body, got, want),
        "junk": len(label["junk"]),
        "headline": float(key(record.get("headline")) == fields["headline"]),
        "date": float(_same_date(fields["date_published"], record.get("date_published"))),
        **{
            n: float({key(v) for v in record.get(n) or []} == set(fields[n]))
            for n in ("authors", "editors", "keywords")
        },
        "links": sum(link in links for link in fields["read_also"]),
        "wanted_links": len(fields["read_also"]),
    }


def mean(rows: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Means over pages; leak and links over all lines and links."""
    rows = list(rows)

    def share(part: str, whole: str) -> float:
        return sum(r[part] for r in rows) / (sum(r[whole] for r in rows) or 1)

    means = {name: sum(r[name] for r in rows) / (len(rows) or 1) for name in MEASURES}
    return means | {"leak": share("leaks", "junk"), "links": share("links", "wanted_links")}


def _leaks(junk: list[dict[str, Any]], body: str, got: Counter[str], want: Counter[str]) -> int:
    lines = {key(line) for line in re.split(r"\n+", body)}
    leaked = 0
    for line in junk:
        if line["n"] < _LEAST_TOKENS:
            leaked += line["whole"] in lines
        else:
            own = [s for s in line["shingles"] if s not in want]
            leaked += bool(own) and sum(s in got for s in own) / len(own) >= 0.8
    return leaked


def _title(link: Any) -> str:
    return str((link.get("title") or link.get("headline") or "") if isinstance(link, Mapping) else link)


def _minute(value: str | None) -> str | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value[:10]
    if "T" not in value and " " not in value:
        return value[:10]
    return (
        (moment if moment.tzinfo else moment.replace(tzinfo=_WIB)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    )


def _same_date(label: str | None, made: str | None) -> bool:
    wanted, got = _minute(label), _minute(made)
    if wanted and got and len(wanted) == 10:
        return wanted in ((made or "")[:10], got[:10])
    return wanted == got
