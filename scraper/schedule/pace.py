"""How often a source is worth a visit: from how much was new in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

_WANTED = 10  # new articles a visit is worth
_SHARE = 3  # but a third of what a list holds, so that nothing leaves a short feed unseen
_QUICKER, _SLOWER = 4.0, 2.0  # at most, from one visit to the next


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds between two visits of a source: before anything is known, at least, at most."""

    first: float = 3600.0
    least: float = 300.0
    most: float = 86_400.0

    def within(self, seconds: float) -> float:
        """The nearest interval that is allowed."""
        return min(max(seconds, self.least), self.most)


def next_interval(interval: float, elapsed: float | None, *, new: int, found: int, bounds: Bounds) -> float:
    """Seconds until the next visit of a source that was read.

    ``interval``: the seconds that stood between visits so far; ``elapsed``: since the last one, None after the first,
    which tells no rate; ``new``: addresses that it was the first to name; ``found``: all that it named.
    """
    if elapsed is None or elapsed <= 0:
        return bounds.within(interval)
    wanted = max(1.0, min(_WANTED, found / _SHARE))
    fitting = elapsed * wanted / new if new else interval * _SLOWER
    return bounds.within(min(max(fitting, interval / _QUICKER), interval * _SLOWER))
