"""The statements of every step of an address, made once: building one costs more than running it.

Parameters that are columns are set.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, select, update

from scraper.ledger.hot import Hot
from scraper.ledger.schema import urls

MINE: Any = bindparam("its_id")
_LEASED = (
    urls.c.id, urls.c.key, urls.c.url, urls.c.host, urls.c.tries, urls.c.past, urls.c.page_url, urls.c.etag,
    urls.c.last_modified, urls.c.version, urls.c.article_id,
)  # fmt: skip
# What is new first, each in the order of discovery: as the index urls_queue.
_ORDER = urls.c.first_run.desc(), urls.c.id


_NEXT = (
    select(urls.c.id)
    .where(urls.c.outlet == bindparam("its_outlet"), urls.c.run == bindparam("its_run"))
    .where(urls.c.state == "waiting", urls.c.next_visit <= bindparam("now"))
    .order_by(*_ORDER)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_NEXT_FREE = _NEXT.where(urls.c.host.not_in(bindparam("busy", expanding=True)))
TAKE = Hot(update(urls).where(urls.c.id == _NEXT.scalar_subquery()).returning(*_LEASED))
TAKE_FREE = update(urls).where(urls.c.id == _NEXT_FREE.scalar_subquery()).returning(*_LEASED)
END = Hot(update(urls).where(urls.c.id == MINE, urls.c.lease_owner == bindparam("its_owner")))


_WAITING = (
    urls.c.outlet == bindparam("its_outlet"), urls.c.run == bindparam("its_run"), urls.c.state == "waiting",
)  # fmt: skip
DUE = Hot(select(urls.c.next_visit).where(*_WAITING, urls.c.next_visit <= bindparam("now")).limit(1))
LEAST_DUE = Hot(select(func.min(urls.c.next_visit).label("next_visit")).where(*_WAITING))
