"""What every test may use: deterministic property tests, and the material beside the checkout where it is there."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SARING_SHARED", ROOT.parent / "shared"))

# The same examples in every run, and no database of earlier failures: a red run is red for everybody.
# HYPOTHESIS_PROFILE=explore looks further afield.
settings.register_profile(
    "fixed", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", settings.get_profile("fixed"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


# A shell that starts tests in the background has them ignore Ctrl-C, and every command that they start: those that are
# sent one would never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Skip what needs material that is not here."""
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason=f"there is no {SHARED}")
    for item in items:
        if item.get_closest_marker("needs_shared"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages, labels and facts beside the checkout; skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(f"there is no {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """A real PostgreSQL server: a new, empty database's DSN at every call. Skips where there is none to be had.

    That of LEDGER_TEST_DSN, else one that is started here, where Debian's package (postgresql) is installed.
    """
    psycopg = pytest.importorskip("psycopg", reason="no PostgreSQL: pip install 'saring[postgres]'")
    server = os.environ.get("LEDGER_TEST_DSN", "")
    stop: Callable[[], object] = list
    if not server:
        server, stop = _start_postgres()

    def database() -> str:
        name = f"saring_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"create database {name}")
        made.append(name)
        return server.rpartition("/")[0] + f"/{name}"

    made: list[str] = []
    yield database
    with psycopg.connect(server, autocommit=True) as connection:
        for name in made:
            connection.execute(f"drop database {name} with (force)")
    stop()


def _start_postgres() -> tuple[str, Callable[[], object]]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = shutil.which("initdb") or (str(found[-1]) if found else None)
    if initdb is None:
        pytest.skip("no PostgreSQL: neither LEDGER_TEST_DSN nor the Debian package `postgresql`")
    folder = Path(tempfile.mkdtemp(prefix="saring-pg."))
    user = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        user = ["runuser", "-u", "postgres", "--"]

    def run(name: str, *arguments: str) -> None:
        command = [*user, str(Path(initdb).with_name(name)), "--pgdata", str(folder / "data"), *arguments]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run("initdb", "--auth", "trust", "--username", "postgres")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    run("pg_ctl", "--log", str(folder / "log"), "--wait", "--options", options, "start")

    def stop() -> None:
        run("pg_ctl", "--mode", "immediate", "stop")
        shutil.rmtree(folder)

    return f"postgresql://postgres@127.0.0.1:{port}/postgres", stop
