"""A folder that is there whole or not at all: made under another name, then put in the place of the earlier one."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

from scraper.dataset.store import StoreError
from scraper.errors import UsageError
from scraper.ledger.owner import alive, this_process

SUMS = "SHA256SUMS"
_CHUNK = 1 << 20


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """An empty folder beside ``out``, which takes its place when the block is left, with sums of all its files.

    After an exception the earlier one stays. What killed runs left is cleared up, and an earlier folder that one of
    them had just put aside is put back. Raises UsageError where ``out`` holds anything but an export, StoreError where
    it cannot be written.
    """
    out = out.absolute()
    half = out.with_name(f".{out.name}.{quote(this_process(), safe='')}.part")
    before = out.with_name(f".{out.name}.before")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _clear_up(out, before)
        _refuse_others(out)
        half.mkdir()
        yield half
        _write_sums(half)
        if out.exists():
            out.rename(before)
        half.rename(out)
        shutil.rmtree(before, ignore_errors=True)
    except StoreError as error:  # of a file in the folder, whose name nobody knows
        raise StoreError(error.message, about=error.about.replace(str(half), str(out))) from None
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror or error}", about=str(out)) from None
    finally:
        if not out.exists() and before.exists():
            before.rename(out)
        shutil.rmtree(half, ignore_errors=True)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _clear_up(out: Path, before: Path) -> None:
    if before.exists():
        if out.exists():
            shutil.rmtree(before)
        else:
            before.rename(out)
    for half in out.parent.glob(".*.part"):
        name, _, owner = half.name.removeprefix(".").removesuffix(".part").rpartition(f"{out.name}.")
        if not name and unquote(owner).count(" ") >= 2 and not alive(unquote(owner)):
            shutil.rmtree(half)


def _refuse_others(out: Path) -> None:
    """Raise UsageError where replacing ``out`` would delete what no export wrote."""
    if not out.exists():
        return
    if not out.is_dir():
        raise UsageError("is a file; give a folder", about=f"--out {out}")
    sums = out / SUMS
    ours = (
        {line.partition("  ")[2] for line in sums.read_text("utf-8").splitlines()}
        if sums.is_file()
        else set()
    )
    others = sorted(
        str(path.relative_to(out)) for path in out.rglob("*") if not path.is_dir() and path != sums
        and path.relative_to(out).as_posix() not in ours
    )  # fmt: skip
    if others:
        message = (
            f"holds what no export wrote ({others[0]}{', …' if others[1:] else ''}); give another folder"
        )
        raise UsageError(message, about=f"--out {out}")


def _write_sums(folder: Path) -> None:
    """Write the sums of all files, as `sha256sum --check` reads them, and see that all of it is on the disk."""
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        lines.append(f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n")
        _sync(path)
    sums = folder / SUMS
    sums.write_text("".join(lines), encoding="utf-8")
    _sync(sums)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
