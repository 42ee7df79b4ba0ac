"""What the templates show besides what Datasette gives them, as one of its plugins."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from datasette import hookimpl
from datasette.database import Database
from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.sqlite import sqlite3

from scraper.article import Article, Block, Removal
from scraper.dataset.history import history
from scraper.errors import SaringError
from scraper.explain import html, rows
from scraper.health.look import STYLE, link
from scraper.outlets import by_name
from scraper.upgrade import upgraded

_STYLE = """
.top{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;margin:12px 0}
.top input[type=search]{flex:1 1 14rem;min-width:0;font:inherit;padding:8px 10px;border:1px solid var(--dim);
background:var(--bg);color:var(--fg);border-radius:4px}
button{font:inherit;padding:8px 16px;border:1px solid var(--link);background:var(--link);color:var(--bg);
border-radius:4px;cursor:pointer}
.browse{display:grid;grid-template-columns:220px minmax(0,1fr);gap:8px 32px}
.facets{padding:0;width:100%}.facets h2{font-size:1rem;margin:1em 0 .3em}.facets ul{display:block;margin:0}
.facets li{display:flex;justify-content:space-between;align-items:baseline;gap:8px;
padding:2px 0;font-size:.9rem;overflow-wrap:anywhere}
.facets .chosen{font-weight:600}.count{color:var(--dim);font-variant-numeric:tabular-nums}
.cards{list-style:none;margin:0;padding:0}.cards li{padding:12px 0;border-bottom:1px solid var(--line)}
.cards h2{font-size:1.05rem;margin:0 0 .2em}.cards h2,.cards p,h1,header p,main li{overflow-wrap:anywhere}
ins{background:var(--soft);color:var(--goodfg);font-weight:600}del{color:var(--badfg)}
.changes td{min-width:0}.changes td:first-child{min-width:8.5rem;color:var(--dim)}
@media(max-width:720px){.browse{grid-template-columns:minmax(0,1fr)}.facets h2{margin:.6em 0 0}
.facets ul{display:flex;flex-wrap:wrap;gap:2px 16px;
max-height:9rem;overflow-y:auto}.facets li{justify-content:flex-start;padding:4px 0}
.changes td:first-child{min-width:5.5rem}}
"""

_LIST = re.compile(r" order by (\w+(?: desc)?) limit ")


class Store(Database):  # type: ignore[misc] # not installed everywhere that mypy runs
    """The file as Datasette opens it: read-only. Its own way takes a # or ? in a name for the end of the name."""

    def connect(self, write: bool = False) -> Any:
        connection = sqlite3.connect(f"file:{quote(self.path)}?mode=ro", uri=True, check_same_thread=False)
        self._all_file_connections.append(connection)
        return connection

    async def execute(self, sql: str, *given: Any, **more: Any) -> Any:
        # Its first page of a list has no second order where the later ones have: what came out at the same moment as
        # the last of that page would be on none.
        if sql.startswith("select id, revision, "):
            sql = _LIST.sub(r" order by \1, id limit ", sql)
        return await super().execute(sql, *given, **more)


_Answer = Callable[[], Awaitable[dict[str, Any]]]


@hookimpl  # type: ignore[untyped-decorator] # pluggy is not installed everywhere that mypy runs
def extra_template_vars(
    database: str, table: str, view_name: str, request: Any, datasette: Any
) -> _Answer | dict[str, Any]:
    """Called by Datasette for every page."""
    if table != "articles":
        return {}
    common = {"style": STYLE + html.STYLE + _STYLE, "encoded": tilde_encode}
    if view_name != "row":
        return common
    store = datasette.get_database(database)

    async def told() -> dict[str, Any]:
        return {**common, "told": await _article(store, tilde_decode(request.url_vars["pks"]))}

    return told


async def _article(store: Any, its_id: str) -> dict[str, Any]:
    """What the page of an article says."""
    found = await store.execute("select record, allowed, copy_group from articles where id = ?", [its_id])
    row = found.rows[0]
    record = upgraded(json.loads(row["record"]))
    lines = await store.execute("select record from revisions where id = ? order by revision", [its_id])
    copies: list[Any] = []
    if row["copy_group"]:
        same = "select id, outlet, headline from articles where copy_group = ? and id <> ? order by date_published"
        copies = (await store.execute(f"{same} limit 50", [row["copy_group"], its_id])).rows
    return {
        "record": record,
        "link": link(record["url"]),
        "lines": _lines(record),
        "links": [(one["kind"], link(one["url"], one["title"])) for one in record["related_links"]],
        "allowed": bool(row["allowed"]),
        "copies": copies,
        "history": history([upgraded(json.loads(line["record"])) for line in lines.rows] or [record]),
    }


def _lines(record: Mapping[str, Any]) -> str:
    try:
        outlet = by_name(record["outlet"]) if record["outlet"] else None
    except SaringError:  # one that this version does not know
        outlet = None
    # Not load(): a store is shown as it is, a record that breaks a law of today's too.
    article = Article(
        id=record["id"], article_body=record["article_body"],
        blocks=[Block(**block) for block in record["blocks"]],
        removed=[Removal(**removal) for removal in record["removed"]],
    )  # fmt: skip
    return html.lines(rows(article, outlet))
