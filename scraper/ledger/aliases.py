"""Addresses whose pages name another one as the article's own: they stand back for it, until that one is visited.

Only then is it clear whether both give the same article. The past of one that stands back undecided is ``alias/`` and
the digest of its words; it is visited again (``REVIVED``) when the other address gave other words, or no article.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, case, select, update

from scraper.ledger.hot import Hot
from scraper.ledger.schema import articles, urls
from scraper.ledger.steps import MINE
from scraper.ledger.store import Ledger

ALIAS = "alias/"
REVIVED = f"{ALIAS}revived"
_PENDING = frozenset({"waiting", "leased", "failed"})
_FAR = 20  # addresses that stand back one for the other, beyond which nobody follows

_its = urls.alias("its")
_KEY = select(_its.c.key).where(_its.c.id == MINE).scalar_subquery()
_STANDS_BACK = (urls.c.outlet == bindparam("its_outlet"), urls.c.alias_of == _KEY, urls.c.state == "skipped")
# Those that stand back undecided for an address. Asked at the end of every page, so it is hot.
UNDECIDED = Hot(select(urls.c.id).where(*_STANDS_BACK, urls.c.past.startswith(ALIAS)))


@dataclass(frozen=True, slots=True)
class Rival:
    """The address that stands for an article: whether it is yet to be visited, and what it gave if not."""

    key: str
    pending: bool
    article_id: str | None


def rival_of(ledger: Ledger, outlet: str, named: str, own: str) -> Rival | None:
    """What stands for the article that the page of ``own`` says is at ``named``; None where that is ``own`` itself.

    ``named`` must be known. Where it stands back in turn, that is followed.
    """
    columns = urls.c.state, urls.c.alias_of, urls.c.article_id
    key = named
    with ledger.begin() as connection:
        for _ in range(_FAR):
            if key == own:
                return None
            row = connection.execute(select(*columns).where(urls.c.outlet == outlet, urls.c.key == key)).one()
            if row.state != "skipped" or row.alias_of is None:
                break
            key = row.alias_of
    gave = row.article_id if row.state in ("emitted", "unchanged") else None
    return Rival(key, row.state in _PENDING, gave)


def hand_on(ledger: Ledger, outlet: str, key: str, to: str) -> None:
    """Let those that stand back undecided for ``key`` do so for the address that it stands back for itself."""
    which = urls.c.outlet == outlet, urls.c.alias_of == key, urls.c.state == "skipped"
    undecided = update(urls).where(*which, urls.c.past.startswith(ALIAS))
    with ledger.begin(outlet) as connection:
        connection.execute(undecided.values(alias_of=to))


def decide(connection: Connection, outlet: str, run: int, its_id: int) -> None:
    """An address gave an article: who stood back for it with the same words did well, the others are visited again."""
    given = select(urls.c.article_id).where(urls.c.id == its_id).scalar_subquery()
    digest = select(articles.c.digest).where(articles.c.outlet == outlet, articles.c.id == given)
    right = urls.c.past == ALIAS + (connection.execute(digest).scalar() or "")
    which: Any = *_STANDS_BACK, urls.c.past.startswith(ALIAS)
    again = _visited_again(run)
    now = {name: case((right, urls.c[name]), else_=value) for name, value in again.items()}
    now["past"] = case((right, ""), else_=REVIVED)
    connection.execute(update(urls).where(*which).values(**now), {"its_outlet": outlet, "its_id": its_id})


def revive(connection: Connection, outlet: str, run: int, its_id: int) -> None:
    """An address gave no article: whoever stood back for it is visited after all."""
    now = update(urls).where(*_STANDS_BACK).values(**_visited_again(run))
    connection.execute(now, {"its_outlet": outlet, "its_id": its_id})


def _visited_again(run: int) -> dict[str, Any]:
    return {"state": "waiting", "reason": "", "run": run, "next_visit": 0.0, "past": REVIVED}
