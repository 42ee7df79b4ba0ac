"""How fast a crawl went, and how politely: pauses as they were on the wire, refusals for haste, the slowest pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any

_KEPT = 20  # slowest pages remembered
_PAUSES = 10_000  # pauses remembered a host, the first of them


@dataclass(slots=True)
class Pace:
    """Seconds between the starts of two requests to a host, seconds of each answer and reading, answers by status."""

    statuses: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    retry_after: int = 0
    _last: dict[str, float] = field(default_factory=dict)
    _pauses: dict[str, list[float]] = field(default_factory=dict)
    _answers: dict[str, float] = field(default_factory=dict)
    _readings: dict[str, float] = field(default_factory=dict)

    def asked(self, host: str, at: float) -> None:
        """A request leaves for a host; ``at`` is monotonic seconds."""
        self.requests += 1
        before = self._last.get(host)
        self._last[host] = at
        pauses = self._pauses.setdefault(host, [])
        if before is not None and len(pauses) < _PAUSES:
            pauses.append(at - before)

    def answered(self, url: str, status: int, seconds: float) -> None:
        """An answer came."""
        self.statuses[str(status)] += 1
        self._note(self._answers, url, seconds)

    def read(self, url: str, seconds: float) -> None:
        """A page was extracted, waiting for a worker included."""
        self._note(self._readings, url, seconds)

    def stats(self) -> dict[str, int]:
        """The counts by the names that Scrapy's own have in its stats."""
        by_status = {f"downloader/response_status_count/{status}": n for status, n in self.statuses.items()}
        answers = sum(self.statuses.values())
        return {"downloader/request_count": self.requests, "downloader/response_count": answers, **by_status}

    def _note(self, table: dict[str, float], url: str, seconds: float) -> None:
        table[url] = seconds
        if len(table) > 10 * _KEPT:
            slowest = nlargest(_KEPT, table.items(), key=lambda item: item[1])
            table.clear()
            table.update(slowest)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: by host the shortest, middle and longest pause; the slowest pages, longest first."""
        pauses = {host: sorted(all_) for host, all_ in self._pauses.items() if all_}
        both = {url: (self._answers.get(url, 0.0), self._readings.get(url, 0.0)) for url in
                {*self._answers, *self._readings}}  # fmt: skip
        return {
            "statuses": dict(self.statuses), "retry_after": self.retry_after,
            "pauses": {
                host: [round(all_[0], 3), round(all_[len(all_) // 2], 3), round(all_[-1], 3), len(all_)]
                for host, all_ in pauses.items()
            },
            "slowest": [
                {"url": url, "download": round(down, 3), "extract": round(read, 3)}
                for url, (down, read) in nlargest(_KEPT, both.items(), key=lambda item: sum(item[1]))
            ],
        }  # fmt: skip
