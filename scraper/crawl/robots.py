"""robots.txt by RFC 9309: what an answer means, how long it counts, what it allows."""

from __future__ import annotations

from dataclasses import replace

from protego import Protego

from scraper.ledger.hosts import RobotsFile
from scraper.page.decode import utf16

AGENT = "saring"  # the product token, as robots.txt names it
MAX_AGE = 86_400.0  # seconds a robots.txt may be remembered (2.4)
_PARSED = 1024 * 1024  # bytes that are read of it; the standard asks for 500 KiB


class Rules:
    """What one origin allows. ``known`` is False where it could not be asked: then nothing is allowed (2.3.1.4)."""

    def __init__(self, file: RobotsFile) -> None:
        self.known = file.status is not None
        self.status = file.status
        self.next_try = file.next_try
        there = file.status is not None and 200 <= file.status < 300
        self._parsed = Protego.parse(_text(file.body) if there else "")
        self.sitemaps = list(self._parsed.sitemaps)

    def allows(self, url: str) -> bool:
        """Whether ``url`` may be read."""
        return self.known and bool(self._parsed.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds between requests that it asks for; 0 where it does not."""
        rate = self._parsed.request_rate(AGENT)
        per_request = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(self._parsed.crawl_delay(AGENT) or 0), per_request)

    @property
    def verdict(self) -> str:
        """What it said, for the record of an article that was read."""
        return "allowed" if self.status is not None and self.status < 300 else "none"


def _text(body: bytes) -> str:
    """What is read of a file, in whole lines: half a path is another path."""
    if len(body) >= _PARSED:
        body = body[: _PARSED - 1].rpartition(b"\n")[0]
    # The standard wants UTF-8; whoever writes something else still means it.
    return body.decode(utf16(body) or "utf-8", "replace").lstrip("\ufeff")


def fresh(file: RobotsFile, now: float) -> bool:
    """Whether what is known still counts."""
    return file.status is not None and 0 <= now - file.read < MAX_AGE


def answered(
    file: RobotsFile, status: int, body: bytes, etag: str | None, last_modified: str | None, now: float
) -> RobotsFile | None:
    """What to remember after an answer; None when it means that the site cannot be asked now (5xx, 429)."""
    if status == 304 and file.status is not None:
        return replace(file, read=now, tries=0, next_try=0.0)
    if status in (206, 304):  # a part, or "as before" to one who asks for the first time
        return None
    if 200 <= status < 300:
        return RobotsFile(status, body[:_PARSED], etag, last_modified, now)
    # 4xx: there is none. 3xx: more redirects than anybody has to follow, or one to nowhere.
    if 300 <= status < 500 and status != 429:
        return RobotsFile(status, b"", None, None, now)
    return None


def unreachable(file: RobotsFile, now: float, backoff: float) -> RobotsFile:
    """What to remember when it could not be asked: not again before a pause that doubles, a day at most.

    An answer that still counts goes on counting.
    """
    tries = file.tries + 1
    known = file if fresh(file, now) else RobotsFile()
    return replace(known, tries=tries, next_try=now + min(backoff * 2.0 ** (tries - 1), MAX_AGE))
