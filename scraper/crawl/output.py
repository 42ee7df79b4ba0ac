"""What a crawl leaves in ``output/<outlet>``: articles, their changes, and what was set aside with its bytes."""

from __future__ import annotations

import gzip
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from scraper.crawl.fault import Fault
from scraper.crawl.frontier import Frontier
from scraper.crawl.visit import Answer, Visit
from scraper.health.day import Alarm
from scraper.ledger import Ledger
from scraper.ledger.output import OutputFile
from scraper.ledger.owner import alive, this_process
from scraper.ledger.runs import Yield
from scraper.ledger.schema import changes, quarantine, revisions

# Seconds between two writes of a fast crawl. What a kill leaves unwritten is in the ledger, for the next start.
_FLUSH = 0.2


class Output:
    """The output files of one outlet in ``folder``, which follow the ledger.

    While a run gives much less than its outlet usually does, or too little to tell, its articles are held back: they
    are in the ledger, not in the files. ``close`` decides.
    """

    def __init__(self, ledger: Ledger, frontier: Frontier, folder: Path, *, chosen: bool = False) -> None:
        self.folder = folder
        self._chosen = chosen  # its addresses were given one by one: no day like others
        self._ledger = ledger
        self._frontier = frontier
        outlet = frontier.run.outlet
        for half in (folder / "quarantine").glob("*.part"):
            owner = unquote(half.name.partition(".")[2].removesuffix(".part"))
            if owner.count(" ") < 2 or not alive(owner):
                half.unlink(missing_ok=True)
        articles, run = frontier.articles, frontier.run.id
        self._articles = OutputFile(
            ledger, folder / "articles.jsonl", revisions, outlet, articles.adopt, run=run
        )
        self._changes = OutputFile(ledger, folder / "revisions.jsonl", changes, outlet, run=run)
        self._aside = OutputFile(ledger, folder / "quarantine.jsonl", quarantine, outlet)
        self._kept: set[Path] = set()
        self._flushed = 0.0

    @property
    def held(self) -> bool:
        """Whether this run's articles are held back for now."""
        given, baseline = self._frontier.given, self._frontier.run.baseline
        return (
            self._frontier.everything
            and baseline is not None
            and (not given.telling or given.below(baseline))
        )

    def keep_if_held(self, visit: Visit) -> None:
        """Keep the bytes of an article that may yet be set aside; before it is entered in the ledger."""
        if self.held and visit.page:
            self._kept.add(self._keep(visit.page.digest, visit.page.body))

    def flush(self, *, now: bool = False) -> None:
        """Append to the files what the ledger holds; some times a second at most, but for ``now``."""
        if not now and time.monotonic() - self._flushed < _FLUSH:
            return
        self._flushed = time.monotonic()
        if not self.held:
            self._articles.flush()
            self._changes.flush()
            for path in self._kept:
                path.unlink(missing_ok=True)
            self._kept.clear()
        self._aside.flush()

    def quarantine_line(self, visit: Visit, fault: Fault) -> tuple[dict[str, Any], str]:
        """The line of a visit without article, its bytes kept as ``quarantine/<sha256>.html.gz``; and its identity."""
        pages = [self._page(answer) for answer in visit.answers]
        line = {"url": visit.url, "reason": fault.reason, "message": fault.message, "pages": pages}
        return line, " ".join([visit.url, fault.reason, *(page["content_sha256"] for page in pages)])

    def close(
        self, *, listed: bool = True, accept: bool = False, pace: dict[str, Any] | None = None
    ) -> list[Alarm]:
        """Judge the run, write what is left of it or set it aside, and remember it; its alarms.

        ``listed``: the sources were read without a fault. ``accept``: the operator says that this is the new usual.
        """
        from scraper.health import history  # the spider has loaded it, in a pause

        run, given = self._frontier.run, self._frontier.given
        day = history.day_of(self._ledger, run.outlet, run.id, self._frontier.clock(), listed=listed)
        over = not self._frontier.pending
        alarms = [] if accept or self._chosen else history.judged(self._ledger, run.outlet, day)
        if not self._frontier.everything:  # a choice of addresses says nothing about the sources
            alarms = [alarm for alarm in alarms if alarm.cause != "frozen"]
        below = self._frontier.everything and given.below(run.baseline) and not accept
        if below or any(alarm.severe for alarm in alarms):
            if not any(alarm.severe for alarm in alarms):
                alarms.append(_below(given, run.baseline))
            if over:
                self._withdraw()
        elif any(alarm.cause == "selector" for alarm in alarms) and over:
            self._withdraw(changed_only=True)
        if not below and over:
            self._articles.flush()
            self._changes.flush()
        self.flush(now=True)
        for file in (self._articles, self._changes, self._aside):
            file.close()
        learn = not alarms and not self._chosen and over
        history.remember(self._ledger, run.outlet, run.id, day, alarms, learn=learn, pace=pace)
        return alarms

    def _withdraw(self, *, changed_only: bool = False) -> None:
        """Take the run's articles back and set them aside, together; or only new revisions of known ones."""
        articles = self._frontier.articles
        after = self._articles.written
        with self._ledger.begin(self._frontier.run.outlet):
            for key, record in articles.withdraw(after, changed_only=changed_only):
                digest = record.get("content_sha256") or ""
                path = self.folder / "quarantine" / f"{digest}.html.gz"
                page = {
                    name: record.get(name)
                    for name in ("url", "http_status", "date_downloaded", "content_sha256")
                }
                page["file"] = path.relative_to(self.folder).as_posix() if path.exists() else None
                line = {
                    "url": record.get("url"), "reason": "below_baseline",
                    "message": "the run gave much less than the outlet usually does", "pages": [page],
                }  # fmt: skip
                articles.set_aside(line, f"{key} below_baseline {digest}")
                self._kept.discard(path)

    def _page(self, answer: Answer) -> dict[str, Any]:
        path = self._keep(answer.digest, answer.body)
        return {
            "url": answer.final_url or answer.url,
            "http_status": answer.status,
            "date_downloaded": answer.downloaded,
            "content_sha256": answer.digest,
            "file": path.relative_to(self.folder).as_posix(),
        }

    def _keep(self, digest: str, body: bytes) -> Path:
        path = self.folder / "quarantine" / f"{digest}.html.gz"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            # Named after its process: another one may keep the same page, or clear up what dead ones left.
            half = path.with_name(f"{digest}.{quote(this_process(), safe='')}.part")
            half.write_bytes(gzip.compress(body, mtime=0))
            half.replace(path)
        return path


def _below(given: Yield, baseline: float | None) -> Alarm:
    message = (
        f"{given.sound} of {given.tried} pages gave an article as usual, of which the outlet's last runs gave "
        f"{baseline or 0.0:.0%}: this run's are in quarantine.jsonl (below_baseline)"
    )
    return Alarm("pages_lost", message, severe=True)
