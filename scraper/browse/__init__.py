"""A store in the browser: Datasette, with a list and a page of articles of its own. Nothing else imports Datasette."""

from __future__ import annotations

import socket
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scraper.dataset.sqlite import SqliteStore
from scraper.errors import SaringError

_TEMPLATES = Path(__file__).with_name("templates")
NAME = "articles"  # of the database in addresses, whatever its file is called

_METADATA = {
    "title": "saring",
    "databases": {
        NAME: {
            "tables": {
                "articles": {
                    "facets": ["outlet", "section", "month"],
                    "sort_desc": "date_published",
                    "fts_table": "articles_fts",
                    "fts_pk": "rowid",
                }
            }
        }
    },
}
# Milliseconds: whoever browses waits rather than see less. Suggested facets would try every column.
_SETTINGS = {
    "default_page_size": 25,
    "default_facet_size": 20,
    "suggest_facets": False,
    "sql_time_limit_ms": 20_000,
    "facet_time_limit_ms": 5_000,
    "truncate_cells_html": 300,
}


class BrowseError(SaringError):
    """The store cannot be shown: Datasette is not installed, or the port is taken."""

    reason = "browse"


def serve(path: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve the store on the loopback until interrupted; ``ready`` is told the address. ``port`` 0: any free one.

    Raises BrowseError, or StoreError where the file is none of saring's stores.
    """
    if find_spec("datasette") is None:
        raise BrowseError(
            "needs Datasette: pip install 'saring[browse]'", about="saring browse", reason="no_datasette"
        )
    SqliteStore(path).close()  # says what is wrong with the file
    import uvicorn

    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError as error:
            raise BrowseError(
                f"{error.strerror or error}; give another, or none", about=f"--port {port}"
            ) from None
        door.listen(128)  # from here on a browser waits for the answer instead of being refused
        server = uvicorn.Server(uvicorn.Config(_app(path), log_level="warning", lifespan="on"))
        ready(f"http://127.0.0.1:{door.getsockname()[1]}/{NAME}/articles")
        server.run(sockets=[door])


def _app(path: Path) -> Any:
    from datasette.app import Datasette
    from datasette.plugins import pm

    from scraper.browse import pages

    if not pm.has_plugin(pages.__name__):
        pm.register(pages, name=pages.__name__)
    datasette = Datasette(metadata=_METADATA, settings=_SETTINGS, template_dir=str(_TEMPLATES))
    datasette.remove_database("_memory")
    datasette.add_database(pages.Store(datasette, str(path.resolve()), is_mutable=True), name=NAME)
    return datasette.app()
