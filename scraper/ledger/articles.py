"""Articles and their revisions: the same words are the same article, other words under its id its next revision."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, delete, insert, literal, select, union_all, update

from scraper.article import json_line
from scraper.ledger.diff import differences, digest_of, same_article
from scraper.ledger.entry import Entry
from scraper.ledger.hot import Hot, Sent, Told, run_all
from scraper.ledger.runs import Run, Yield
from scraper.ledger.schema import articles, changes, quarantine, revisions, runs, urls
from scraper.ledger.store import Ledger
from scraper.upgrade import upgraded

Outcome = Literal["new", "changed", "unchanged", "duplicate"]


# Made once, for building a statement costs more than running it.
_ITS_OUTLET = articles.c.outlet == bindparam("its_outlet")
_KNOWN = Hot(select(articles).where(_ITS_OUTLET, articles.c.id == bindparam("its_id")))
# The article of an id, else one of the same words: one way to the server for both.
_KNOWN_OR_SAME = Hot(
    union_all(
        select(literal(0).label("rank"), articles).where(_ITS_OUTLET, articles.c.id == bindparam("its_id")),
        select(literal(1).label("rank"), articles).where(
            _ITS_OUTLET, articles.c.digest == bindparam("its_digest")
        ),
    )
    .order_by("rank")
    .limit(1)
)
_NEW = Hot(insert(articles).inline())  # no key is asked back
_REVISION = Hot(insert(revisions).inline())
_COUNT = Hot(
    update(runs)
    .where(runs.c.id == bindparam("its_id"))
    .values(tried=runs.c.tried + bindparam("more_tried"), sound=runs.c.sound + bindparam("more_sound"))
    .returning(runs.c.tried, runs.c.sound)
)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a record: its id and revision in the ledger."""

    outcome: Outcome
    id: str
    revision: int


def yield_in(told: Told) -> Yield:
    """The yield of a run that a statement counted."""
    return Yield(*told.rows[0])


class Articles:
    """The articles of one outlet, as ``run`` finds them."""

    def __init__(self, ledger: Ledger, run: Run) -> None:
        self._ledger = ledger
        self._run = run

    def save(
        self, record: Entry | dict[str, Any], key: str, known_id: str | None, later: list[Sent] | None = None
    ) -> Saved:
        """Enter a record of the address ``key``; its id and revision are set when it is to be emitted.

        ``known_id``: the article that this address gave before, whatever its page now says. Join the transaction
        that ends the address; ``later`` takes the statements that are then to be sent along with that ending.
        """
        entry = Entry.of(record)
        with self._alone() as connection:
            its_id = known_id or entry.id
            which = {"its_outlet": self._run.outlet, "its_id": its_id, "its_digest": entry.digest}
            known = _KNOWN_OR_SAME.run(connection, which).one_or_none
            if known is not None and known.id != its_id:  # the same words under another id
                return Saved("duplicate", known.id, known.revision)
            if known is None:
                return self._add(connection, entry, its_id, 1, key, later)
            if known.digest == entry.digest:
                # Its own address again, or another one of the same article.
                return Saved("unchanged" if known.key in (key, "") else "duplicate", its_id, known.revision)
            if known.key not in (key, "") and not known_id:
                # Two pages claim to be the same article, with different words: a copy; the first one stands.
                return Saved("duplicate", its_id, known.revision)
            return self._add(connection, entry, its_id, known.revision + 1, key, later)

    def stands(self, its_id: str | None, entry: Entry) -> bool:
        """Whether an article has exactly the words of a record now."""
        with self._alone() as connection:
            known = self._known(connection, its_id) if its_id else None
            return known is not None and known.digest == entry.digest

    def told(self, its_id: str, entry: Entry) -> bool:
        """Whether a record is a version of an article, as any of its revisions shows."""
        which = revisions.c.outlet == self._run.outlet, revisions.c.article_id == its_id
        with self._alone() as connection:
            lines = connection.execute(select(revisions.c.line).where(*which)).scalars().all()
        return any(same_article(upgraded(json.loads(line)), entry.values) for line in lines)

    def _alone(self) -> AbstractContextManager[Connection]:
        return self._ledger.begin(self._run.outlet)

    def _known(self, connection: Connection, its_id: str) -> Any:
        return _KNOWN.run(connection, {"its_outlet": self._run.outlet, "its_id": its_id}).one_or_none

    def _add(
        self,
        connection: Connection,
        entry: Entry,
        its_id: str,
        revision: int,
        key: str,
        later: list[Sent] | None,
    ) -> Saved:
        line = entry.become(its_id, revision)
        outlet, run = self._run.outlet, self._run.id
        now = {"revision": revision, "digest": entry.digest, "key": key}
        writes: list[Sent] = []
        if revision == 1:
            writes.append((_NEW, {"outlet": outlet, "id": its_id, **now}))
        else:
            connection.execute(
                insert(changes).values(
                    outlet=outlet, article_id=its_id, run=run, line=self._change(connection, entry.values)
                )
            )
            which = articles.c.outlet == outlet, articles.c.id == its_id
            connection.execute(update(articles).where(*which).values(**now))
        row = {"outlet": outlet, "article_id": its_id, "run": run, "line": line, **now}
        writes.append((_REVISION, row))
        if later is None:
            run_all(connection, writes)
        else:
            later += writes
        return Saved("new" if revision == 1 else "changed", its_id, revision)

    def _change(self, connection: Connection, record: dict[str, Any]) -> str:
        which = revisions.c.outlet == self._run.outlet, revisions.c.article_id == record["id"]
        newest = select(revisions.c.line).where(*which).order_by(revisions.c.revision.desc()).limit(1)
        old = upgraded(json.loads(connection.execute(newest).scalar_one()))
        names = ("id", "revision", "url", "date_downloaded")
        change = {**{name: record.get(name) for name in names}, **differences(old, record)}
        return json.dumps(change, ensure_ascii=False)

    def count(self, *, tried: int, sound: int) -> Yield:
        """Add to the yield of the run; what it is now, whoever added to it."""
        with self._alone() as connection:
            hot, values = self.counting(tried=tried, sound=sound)
            return yield_in(hot.run(connection, values))

    def counting(self, *, tried: int, sound: int) -> Sent:
        """The statement of ``count``, to be sent along with others; ``yield_in`` reads what it gives."""
        return _COUNT, {"its_id": self._run.id, "more_tried": tried, "more_sound": sound}

    def adopt(self, lines: Iterable[dict[str, Any]]) -> None:
        """Enter records that an output file holds and the ledger does not know: it was lost, or is older than it."""
        for record in lines:
            if not isinstance(record.get("id"), str):
                continue
            words = upgraded(record) if "schema_version" in record else record
            row = {"revision": int(record.get("revision") or 1), "digest": digest_of(words), "key": ""}
            with self._alone() as connection:
                known = self._known(connection, record["id"])
                if known is None:
                    connection.execute(
                        insert(articles).values(outlet=self._run.outlet, id=record["id"], **row)
                    )
                elif row["revision"] > known.revision:
                    which = articles.c.outlet == self._run.outlet, articles.c.id == record["id"]
                    connection.execute(update(articles).where(*which).values(**row))
                else:
                    continue
                line = json_line(record)
                connection.execute(
                    insert(revisions).values(
                        outlet=self._run.outlet, article_id=record["id"], run=0, line=line, **row
                    )
                )

    # -- quarantine -----------------------------------------------------------------------------------------

    def set_aside(self, line: dict[str, Any], identity: str) -> bool:
        """Enter a line of the quarantine; False when the same was said before."""
        which = quarantine.c.outlet == self._run.outlet, quarantine.c.identity == identity
        with self._alone() as connection:
            if connection.execute(select(quarantine.c.seq).where(*which)).scalar() is not None:
                return False
            text = json.dumps(line, ensure_ascii=False)
            connection.execute(
                insert(quarantine).values(
                    outlet=self._run.outlet, identity=identity, run=self._run.id, line=text
                )
            )
            return True

    def withdraw(self, after: int, *, changed_only: bool = False) -> list[tuple[str, dict[str, Any]]]:
        """Take back this run's revisions that no file holds yet (``after``: the last one that a file does).

        ``changed_only``: leave the first revisions, of articles that are new.

        Hands back (key, record) of each; their articles are again what they were, and their addresses stand as
        quarantined, to be read anew by the next run.
        """
        outlet = self._run.outlet
        mine = and_(revisions.c.outlet == outlet, revisions.c.run == self._run.id, revisions.c.seq > after)
        if changed_only:
            mine = and_(mine, revisions.c.revision > 1)
        with self._alone() as connection:
            rows = connection.execute(select(revisions).where(mine).order_by(revisions.c.seq)).all()
            ids = {row.article_id for row in rows}
            connection.execute(delete(revisions).where(mine))
            connection.execute(
                delete(changes).where(
                    changes.c.outlet == outlet, changes.c.run == self._run.id, changes.c.article_id.in_(ids)
                )
            )
            for its_id in ids:
                self._restore(connection, its_id)
            connection.execute(
                update(urls)
                .where(urls.c.outlet == outlet, urls.c.key.in_([row.key for row in rows]))
                .values(
                    state="quarantined",
                    reason="below_baseline",
                    etag=None,
                    last_modified=None,
                    content_hash=None,
                )
            )
        return [(row.key, json.loads(row.line)) for row in rows]

    def _restore(self, connection: Connection, its_id: str) -> None:
        """Make an article what its newest remaining revision says, or nothing."""
        which = and_(articles.c.outlet == self._run.outlet, articles.c.id == its_id)
        left = revisions.c.outlet == self._run.outlet, revisions.c.article_id == its_id
        newest = connection.execute(
            select(revisions).where(*left).order_by(revisions.c.revision.desc()).limit(1)
        ).one_or_none()
        if newest is None:
            connection.execute(delete(articles).where(which))
        else:
            values = {"revision": newest.revision, "digest": newest.digest, "key": newest.key}
            connection.execute(update(articles).where(which).values(**values))
