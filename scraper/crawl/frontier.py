"""The frontier: which address is visited next, and what becomes of it. Between the crawl and the ledger; no Scrapy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from scraper.crawl.book import Ending
from scraper.crawl.fault import Fault
from scraper.crawl.flight import Flight
from scraper.crawl.policy import DAY, ENOUGH, REFUSALS, SLOW_TRIES, Policy
from scraper.crawl.sealed import seal_of
from scraper.crawl.visit import Answer, Visit
from scraper.crawl.window import day_of
from scraper.ledger import Ledger
from scraper.ledger.aliases import ALIAS, hand_on, rival_of
from scraper.ledger.articles import Articles, Saved, yield_in
from scraper.ledger.entry import Entry
from scraper.ledger.hot import Sent, Told
from scraper.ledger.queue import Lease, LeaseLost, Offer, Queue
from scraper.ledger.runs import Run, Yield, finish_run, open_run, yield_of

# Endings that cost no request, or are this run's own choice: the next run decides anew.
_CHEAP = frozenset(
    "limit before_since after_until undated other_section no_keyword robots address_too_long pipeline_error "
    "dropped".split()
)
# Warnings of an article that its outlet does not print like this: the template may have changed. Where the outlet's
# body rule found nothing the generic reader stands in: good enough for what is new, not to replace what is known.
_UNSOUND = "missing_"
_STANDS_IN = "body_rule_missed"


class Frontier:
    """The addresses of one run: offered, taken one by one, each settled once.

    ``scope`` names what the crawl is for: the same scope goes on with the same run after a crash. ``everything``:
    it is not for chosen addresses. ``origin`` is what stands for the outlet, if anything. ``count`` is told every
    ending as a name such as ``skipped/robots``.
    """

    def __init__(
        self, ledger: Ledger, outlet: str, scope: str, policy: Policy, *, everything: bool = True, origin: str = "",
        count: Callable[[str], object] = str, clock: Callable[[], float] | None = None,
    ) -> None:  # fmt: skip
        self.policy = policy
        self.clock = clock or ledger.clock
        self.everything = everything
        self._ledger = ledger
        self._count = count
        self.run: Run = open_run(
            ledger, outlet, scope, everything=everything, now=self.clock(), lease=policy.lease,
            patience=policy.stay, origin=origin,
        )  # fmt: skip
        self.queue = Queue(ledger, self.run, lease=policy.lease)
        self.articles = Articles(ledger, self.run)
        self.queue.release_dead(self.clock())
        self.emitted = self.queue.emitted()
        self.given: Yield = yield_of(ledger, self.run)
        self.refusals = 0  # pages in a row that the host would not give to a crawler
        self.flight = Flight(policy.order)
        self._ended = ""

    # -- addresses ------------------------------------------------------------------------------------------

    def offer(self, offers: Iterable[Offer], source: str) -> int:
        """Enter addresses that ``source`` names; how many of them it was the first to name."""
        return self.queue.offer(offers, source, now=self.clock(), patience=self.policy.stay)

    def take(self, busy_hosts: Iterable[str] = (), slow: int = 0) -> Lease | None:
        """The next address to visit; None while there is none, or enough are being visited, ``slow`` ones apart."""
        if self.busy(slow):
            return None
        lease = self.queue.lease(self.clock(), sorted(busy_hosts))
        if lease:
            self.flight.enter(lease)
        return lease

    def busy(self, slow: int = 0) -> bool:
        """Whether as many addresses as may be are being visited, ``slow`` ones apart."""
        return len(self.flight) >= self.policy.visits + slow

    def give_back(self, lease: Lease) -> None:
        """Undo ``take``: nothing was asked yet."""
        self.queue.give_back(lease.id)
        self.flight.leave(lease.key)

    def renew(self) -> None:
        """Keep this process's leases alive, and the clock right."""
        self._ledger.set_clock()
        self.queue.renew(self.clock())

    def due_in(self) -> float | None:
        """In how many seconds the next waiting address falls due, not below 0; None when none does soon enough."""
        now = self.clock()
        due = self.queue.next_due(now)
        if due is None:
            return None
        wait = max(0.0, due - now)
        return wait if wait <= self.policy.stay else None

    @property
    def due_now(self) -> bool:
        """Whether an address waits that could be visited now."""
        return self.due_in() == 0.0

    @property
    def pending(self) -> bool:
        """Whether this run has addresses that the crawl should stay for."""
        return bool(self.flight) or self.due_in() is not None or self.queue.leased_elsewhere(self.clock())

    # -- endings --------------------------------------------------------------------------------------------

    def emit(self, visit: Visit, record: Entry | dict[str, Any], limit: int | None = None) -> Saved | Fault:
        """Write an article and the ending of its address together. Raises LeaseLost, as every ending does.

        A Fault when it is a copy of another one, or when ``limit`` articles are there already.
        """
        with self._settling(visit.lease):
            emitted = self.queue.emitted() if limit is not None else self.emitted  # by all who share the run
            if limit is not None and emitted >= limit:
                self.emitted = emitted
                self._end(visit.lease, "skipped", "limit", visited=self.clock())
                return Fault("skipped", "limit", "as many articles as asked for are there")
            found = self._emit(visit, Entry.of(record))
        if isinstance(found, Saved) and found.outcome != "unchanged":
            self.emitted = emitted + 1
        return found

    def _emit(self, visit: Visit, entry: Entry) -> Saved | Fault:
        lease, article = visit.lease, visit.article
        if article is None:
            raise ValueError(f"no article at {visit.url}")
        if visit.canonical_key and self._stands_back(visit, visit.canonical_key, entry):
            return Fault("skipped", "duplicate", f"another address of {visit.canonical}")
        writes: list[Sent] = []
        saved = self.articles.save(entry, lease.key, lease.article_id, later=writes)
        known = self._known(visit, {"article_id": saved.id, "tries": 0, "version": visit.version})
        if visit.canonical_key:
            known["alias_of"] = None
        if day := day_of(article.date_published):
            known["day"] = day.isoformat()
        if saved.outcome == "duplicate":
            self._end(lease, "skipped", "duplicate", **known)
            return Fault("skipped", "duplicate", f"the words of {saved.id}, which came from another address")
        if saved.outcome == "unchanged":
            self._end(lease, "unchanged", **known)
        else:
            warnings = seal_of(article).warnings
            sound = not any(warning.startswith(_UNSOUND) for warning in warnings)
            sound = sound and not (saved.outcome == "changed" and _STANDS_IN in warnings)
            counting = self.articles.counting(tried=1, sound=int(sound))
            self.given = yield_in(self._end(lease, "emitted", also=[*writes, counting], **known)[-1])
        return saved

    def _stands_back(self, visit: Visit, named: str, entry: Entry) -> bool:
        """Leave the article to the address that its page names, unless that one gives another article, or none."""
        lease, outlet = visit.lease, self.run.outlet
        if self.articles.stands(lease.article_id, entry):
            return False
        self.offer([Offer(named, visit.canonical, lease.host)], "canonical")
        rival = rival_of(self._ledger, outlet, named, lease.key)
        if rival is None:
            return False
        past = ""
        if rival.pending:  # it decides when it has been visited
            past = ALIAS + entry.digest
            hand_on(self._ledger, outlet, lease.key, rival.key)
        elif not (rival.article_id and self.articles.told(rival.article_id, entry)):
            return False
        self._end(lease, "skipped", "duplicate", **self._known(visit, {"alias_of": rival.key, "past": past}))
        return True

    def unchanged(self, visit: Visit) -> Fault | None:
        """The server said that the page is as it was: unchanged, or refused for the reason it was refused before."""
        lease = visit.lease
        kind, _, reason = lease.past.partition("/")
        seen: dict[str, Any] = {"tries": 0, "next_visit": 0.0, "visited": self.clock()}
        if lease.article_id and kind not in ("skipped", "quarantined"):
            with self._settling(lease):
                self._end(lease, "unchanged", **seen)
            return None
        kind, reason = (kind, reason) if kind in ("skipped", "quarantined") else ("skipped", "not_modified")
        with self._settling(lease):
            self._end(lease, kind, reason, **seen)
        return Fault("skipped" if kind == "skipped" else "quarantined", reason, "as it was")

    def refuse(
        self, visit: Visit, fault: Fault, line: Mapping[str, Any] | None = None, identity: str = ""
    ) -> None:
        """Write that there is no article: skipped, or quarantined with its ``line``."""
        lease = visit.lease
        with self._settling(lease):
            self._end(lease, fault.kind, fault.reason, **self._known(visit, {"tries": 0}, fault.reason))
            if fault.kind == "quarantined" and line is not None:
                self.articles.set_aside(dict(line), identity)
                self.given = self.articles.count(tried=1, sound=0)

    def moved(self, visit: Visit, key: str) -> bool:
        """Whether the address that a visit was sent on to has a visit of its own; else it is this one's from now on."""
        lease = visit.lease
        with self._ledger.begin(self.run.outlet):
            if self.queue.state_of(key) is not None:  # unless it was reserved for this one, before a crash
                return self.queue.alias_of(key) != lease.key
            self.queue.reserve(key, visit.url, lease.host, lease.key, self.clock() + self.policy.recheck)
            return False

    def postpone(self, visit: Visit, fault: Fault) -> float | None:
        """Note a failed try; when the address is tried again, or None when it has been tried often enough."""
        lease, now = visit.lease, self.clock()
        tries = lease.tries + int(fault.counts)
        if tries >= (min(self.policy.tries, SLOW_TRIES) if fault.reason == "timeout" else self.policy.tries):
            return None
        wait = self.policy.backoff * 2.0 ** max(0, tries - 1) if fault.counts else 0.0
        again = max(now + min(wait, DAY), fault.until)
        with self._settling(lease):
            self._end(lease, "waiting", fault.reason, tries=tries, next_visit=again, visited=now)
        return again

    @property
    def refused(self) -> bool:
        """Whether the outlet does not give its pages to a crawler."""
        return self.refusals >= ENOUGH

    def note_refusal(self, fault: Fault | None) -> bool:
        """Count pages that a host refuses to a crawler, one after the other; whether it now is clear that it does."""
        if fault is None or fault.counts:
            self.refusals = self.refusals + 1 if fault and fault.reason in REFUSALS else 0
        return self.refused

    def drop(self, key: str, kind: Ending, reason: str) -> None:
        """End a visit that something else than our own pipelines ended."""
        lease = self.flight.get(key)
        if lease is not None:
            with suppress(LeaseLost), self._settling(lease):
                self._end(lease, kind, reason, visited=self.clock(), next_visit=0.0)

    @contextmanager
    def _settling(self, lease: Lease) -> Iterator[None]:
        """The transaction that ends a visit; it is over when that is committed, or when the lease was lost."""
        self._ended = ""
        try:
            with self._ledger.begin(self.run.outlet):
                yield
        except LeaseLost:
            self.flight.leave(lease.key)
            raise
        self.flight.leave(lease.key)
        if self._ended:
            self._count(self._ended)

    def _end(
        self, lease: Lease, state: str, reason: str = "", *, also: Sequence[Sent] = (), **known: Any
    ) -> list[Told]:
        """Write how a visit ends; while it is being settled. ``also``: as for Queue.end."""
        if state != "waiting" and lease.past.startswith(ALIAS):
            known = {"past": "", "alias_of": None, **known}
        told = self.queue.end(lease.id, state, reason, also=also, **known)
        if state != "waiting":
            self._ended = f"{state}/{reason}" if reason else state
        return told

    def _known(self, visit: Visit, known: dict[str, Any], reason: str = "") -> dict[str, Any]:
        """What the ledger should know of an address from now on."""
        page: Answer | None = visit.page
        # An article knows the digest of its page: extraction took it, in another process.
        read = visit.article.content_sha256 if visit.article else None
        etag, modified = (page.etag, page.last_modified) if page else (None, None)
        now = self.clock()
        cheap = etag or modified or reason in _CHEAP or "article_id" in known
        again = 0.0 if cheap else now + self.policy.recheck
        return {
            "visited": now, "next_visit": again, "etag": etag, "last_modified": page.since if page else None,
            "content_hash": (read or page.digest) if page else None, "page_url": visit.page_url,
            "version": visit.version, **known,
        }  # fmt: skip

    # -- the end --------------------------------------------------------------------------------------------

    def close_out(self, *, full: bool) -> None:
        """End what the crawl does not stay for: left to the next run, or, where it is ``full``, not wanted."""
        if full:
            self.queue.end_open("skipped", "limit")
        else:
            self.queue.end_open("failed", "not_tried", later_than=self.clock() + self.policy.stay)

    def finish(self) -> Counter[tuple[str, str]]:
        """The accounts; a run without open addresses is over, and the same command starts a new one."""
        tally = self.queue.tally()
        if not any(state in ("waiting", "leased") for state, _ in tally) and not self.flight:
            finish_run(self._ledger, self.run, self.clock(), counts=self.everything)
        return tally
