"""How persistent and how wide a crawl is."""

from __future__ import annotations

from dataclasses import dataclass

DAY = 86_400.0
SLOW_TRIES = 3  # of what takes DOWNLOAD_TIMEOUT each time
# So many of these one after the other, and no page between them: the outlet does not want to be crawled.
REFUSALS = frozenset({"http_401", "http_403", "challenge"})
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Policy:
    """How persistent a crawl is. Seconds, but for ``tries`` (visits before giving up) and ``visits`` (at a time)."""

    backoff: float = 60.0  # before the second try; it doubles
    stay: float = 120.0  # the crawl waits for what falls due within
    tries: int = 5
    recheck: float = DAY  # what is gone or refused is looked at again
    lease: float = 120.0
    visits: int = 4
    order: float = 5.0  # a visit waits so long for those before it to be written first
