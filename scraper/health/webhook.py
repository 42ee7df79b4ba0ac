"""Telling a webhook about alarms: one JSON POST at the end of a run, which can neither stop nor fail it."""

from __future__ import annotations

import logging
import threading
from typing import Any

logger = logging.getLogger(__name__)

_SECONDS = 5.0  # for the whole call; the process waits for it no longer


def post(url: str, told: dict[str, Any]) -> threading.Thread:
    """Send ``told`` in a thread of its own, which ends within seconds; what goes wrong is a line in the log."""
    thread = threading.Thread(target=_post, args=(url, told), name="alarm webhook", daemon=True)
    thread.start()
    return thread


def _post(url: str, told: dict[str, Any]) -> None:
    import urllib3

    try:
        with urllib3.PoolManager() as pool:
            timeout = urllib3.Timeout(total=_SECONDS)
            reply = pool.request("POST", url, json=told, timeout=timeout, retries=False, redirect=False)
    except (urllib3.exceptions.HTTPError, ValueError, OSError) as error:
        logger.warning("the alarm webhook cannot be reached: %s", error)
        return
    if reply.status >= 300:
        logger.warning("the alarm webhook answered HTTP %d", reply.status)
