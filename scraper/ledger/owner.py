"""Who holds a lease: a process, told apart from a later one that was given the same number."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def this_process() -> str:
    """The name of this process: machine, number, start."""
    return f"{socket.gethostname()} {os.getpid()} {started_at(os.getpid())}"


def started_at(pid: int) -> str:
    """When a process started, in the kernel's ticks: a number is used again, this pair is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return "-"


def alive(owner: str) -> bool:
    """Whether a lease's owner may still be at work; one on another machine is trusted until its lease expires."""
    host, pid, started = owner.rsplit(" ", 2)
    if host != socket.gethostname() or not pid.isdecimal():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return started_at(int(pid)) in (started, "-")
