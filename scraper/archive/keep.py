"""What a crawl keeps: captures in WARC files, each entered in the ledger once it is written; copies at a URL."""

from __future__ import annotations

import fcntl
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from sqlalchemy import insert, select

from scraper import __version__
from scraper.archive.capture import Capture, Earlier
from scraper.archive.recover import recover
from scraper.archive.write import OPEN, SUFFIX, Archive, payload_digest
from scraper.errors import SaringError, UsageError
from scraper.ledger import Ledger
from scraper.ledger.schema import captures

logger = logging.getLogger(__name__)
_SPECIFICATION = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_PART = ".part"
SENDING = "sending"  # the folder of what is on its way to an address
_OFF = frozenset({"", "0", "false", "no", "none", "off"})
_ON = frozenset({"1", "true", "yes", "on"})


class ArchiveError(SaringError):
    """The archive cannot be written."""

    reason = "archive"
    advice = "Check ARCHIVE: a folder that can be written, or an address (`pip install 'saring[archive]'`)."


def place_of(setting: str, output: Path) -> tuple[Path, str] | None:
    """What ARCHIVE stands for: the local folder, and the address that finished files are copied to ("": none).

    None where nothing is to be kept. A URL's files grow in ``<output>/archive/sending``: object stores cannot append.
    """
    setting = setting.strip()
    if setting.lower() in _OFF:
        return None
    if setting.lower() in _ON:
        return output / "archive", ""
    if setting.startswith("file://"):
        return Path(setting.removeprefix("file://")), ""
    if "://" in setting:
        return output / "archive" / SENDING, setting.rstrip("/")
    return Path(setting), ""


def check_place(setting: str, output: Path) -> None:
    """Refuse an ARCHIVE that cannot be written, before a crawl begins. Raises ArchiveError or UsageError."""
    place = place_of(setting, output)
    if place is None:
        return
    folder, remote = place
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ArchiveError(error.strerror or str(error), about=str(folder)) from None
    if remote:
        file_system(remote)


class Keeper:
    """Keeps the captures of one outlet's crawl. Raises ArchiveError where the place cannot be written."""

    def __init__(
        self, ledger: Ledger, outlet: str, folder: Path, remote: str, info: dict[str, str], limit: int
    ) -> None:
        self._ledger = ledger
        self._outlet = outlet
        self._remote = remote
        self._copies: list[Future[None]] = []
        self._pool = ThreadPoolExecutor(1, "archive") if remote else None
        try:
            for path in recover(folder):
                logger.info("archive: %s was left by a process that died, and is whole again", path.name)
            self._archive = Archive(
                folder, f"saring-{outlet}",
                {"software": f"saring/{__version__}", "format": "WARC File Format 1.1",
                 "conformsTo": _SPECIFICATION, **info},
                limit=limit, finished=self._copy if remote else None,
            )  # fmt: skip
            if remote:
                for path in sorted(folder.glob(f"*{SUFFIX}")):
                    if not Path(f"{path}{OPEN}").exists():
                        self._copy(path)
        except OSError as error:
            raise ArchiveError(str(error), about=str(folder)) from None

    def keep(self, capture: Capture) -> str:
        """Write a capture and enter it in the ledger; where its bytes stand (``file#offset``). Raises ArchiveError."""
        earlier = self._earlier(capture)
        try:
            place = self._archive.write(
                capture, Earlier(earlier.url, earlier.date, earlier.digest) if earlier else None
            )
        except OSError as error:
            raise ArchiveError(str(error), about=str(self._archive.folder)) from None
        row = {
            "outlet": self._outlet, "url": capture.url, "status": capture.status, "kind": place.kind,
            "truncated": capture.truncated, "digest": place.digest, "date": place.date,
            "folder": self._remote or str(self._archive.folder.resolve()),
            "file": place.file, "offset": place.offset, "length": place.length,
        }  # fmt: skip
        with self._ledger.begin() as connection:
            connection.execute(insert(captures).values(row))
        return f"{earlier.file}#{earlier.offset}" if earlier else str(place)

    def close(self) -> None:
        """Finish the file in the making; raises ArchiveError where a copy could not be made (the file stays here)."""
        try:
            self._archive.close()
            for copy in self._copies:
                copy.result()
        except Exception as error:  # fsspec raises what its back end likes
            raise ArchiveError(
                " ".join(str(error).split())[:300], about=self._remote or str(self._archive.folder)
            ) from error
        finally:
            if self._pool:
                self._pool.shutdown()

    def _earlier(self, capture: Capture) -> Any:
        """The earlier capture that a revisit record would refer to; None where this one must be whole."""
        if capture.truncated:
            return None
        which = [
            captures.c.outlet == self._outlet,
            captures.c.kind == "response",
            captures.c.truncated.is_(None),
        ]
        if capture.status == 304:
            which += [captures.c.url == capture.url, captures.c.status == 200]
        elif capture.body:
            which += [captures.c.digest == payload_digest(capture.body), captures.c.status == capture.status]
        else:
            return None
        newest = select(captures).where(*which).order_by(captures.c.seq.desc()).limit(1)
        with self._ledger.begin() as connection:
            return connection.execute(newest).one_or_none()

    def _copy(self, path: Path) -> None:
        if self._pool:
            self._copies.append(self._pool.submit(_send, path, f"{self._remote}/{path.name}"))


def _send(path: Path, target: str) -> None:
    """Copy a finished file and take it away here. One that another process is sending, or has sent, is left to it."""
    try:
        lock = path.open("rb")
    except FileNotFoundError:
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if path.exists():  # sent in the moment before the lock, else
            system, place = file_system(target)
            system.makedirs(system._parent(place), exist_ok=True)
            system.put_file(str(path), f"{place}{_PART}")
            system.mv(f"{place}{_PART}", place)
            path.unlink()


def file_system(url: str) -> tuple[Any, str]:
    """The file system of an address and the path in it. Raises UsageError where fsspec cannot give it."""
    try:
        import fsspec

        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{error} (`pip install 'saring[archive]'`)", about=url) from None
    return system, path
