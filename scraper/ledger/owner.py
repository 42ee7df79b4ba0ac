"""Who holds a lease: a process, told apart from a later one that was given the same number."""

from __future__ import annotations

import os
import socket
import uuid
from functools import cache
from pathlib import Path


@cache
def this_machine() -> str:
    """The name of the space in which process numbers mean something: host, boot, and container.

    The host's name alone would not do: copies of one image have the same one, and take each other's processes for dead.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()[:13]
        space = str(Path("/proc/self/ns/pid").readlink()).strip("pid:[]")
    except OSError:  # not Linux
        boot, space = f"{uuid.getnode():x}", "0"
    return f"{socket.gethostname()}/{boot}/{space}".replace(" ", "-")


def this_process() -> str:
    """The name of this process: machine, number, start."""
    return f"{this_machine()} {os.getpid()} {started_at(os.getpid())}"


def started_at(pid: int) -> str:
    """When a process started, in the kernel's ticks: a number is used again, this pair is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return "-"


def alive(owner: str) -> bool:
    """Whether a lease's owner may still be at work; one on another machine is trusted until its lease expires."""
    machine, pid, started = owner.rsplit(" ", 2)
    if machine != this_machine() or not pid.isdecimal():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return started_at(int(pid)) in (started, "-")
