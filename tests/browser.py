"""A headless Chromium for tests: Debian's package, spoken to over its DevTools socket. Skips where it is absent."""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_START = 60.0  # seconds for a crowded machine


def binary() -> str:
    """Chromium's path; skips the test where there is none."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("no Chromium (Debian: apt-get install chromium)")
    return found


class Tab:
    """One page of the browser. ``requests`` are the addresses it asked for; ``errors`` what its console said."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._number = 0
        self._loads = 0  # pages that have come
        self.requests: list[str] = []
        self.errors: list[str] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **given: Any) -> dict[str, Any]:
        """Call a DevTools method and wait for its answer."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": given}))
        while True:
            told = self._read()
            if told.get("id") == self._number:
                assert "error" not in told, told
                return dict(told["result"])

    def _read(self) -> dict[str, Any]:
        told = dict(json.loads(self._socket.recv()))
        given = told.get("params", {})
        if told.get("method") == "Network.requestWillBeSent":
            self.requests.append(given["request"]["url"])
        elif told.get("method") == "Page.loadEventFired":
            self._loads += 1
        elif told.get("method") == "Runtime.exceptionThrown":
            self.errors.append(given["exceptionDetails"]["text"])
        elif told.get("method") == "Log.entryAdded" and given["entry"]["level"] == "error":
            self.errors.append(given["entry"]["text"])
        return told

    def open(self, page: Path | str, *, width: int = 1100, height: int = 800, dark: bool = False) -> None:
        """Load a file or an address in a window of that size."""
        mobile = width < 600
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
        self.send("Emulation.setDeviceMetricsOverride", **size)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("Emulation.setEmulatedMedia", features=scheme)
        self.send("Page.setBypassCSP", enabled=True)  # for axe; the page's own policy is looked at apart
        self.requests.clear()
        before = self._loads
        self.send("Page.navigate", url=page if isinstance(page, str) else page.resolve().as_uri())
        self._await_load(before)

    def _await_load(self, before: int) -> None:
        # The event may have come before the answer to what caused it.
        while self._loads == before:
            self._read()

    def click(self, selector: str) -> None:
        """Click on an element that leads to another page, with the mouse, and wait for that page."""
        box = f"document.querySelector({json.dumps(selector)})"
        self.run(f"{box}.scrollIntoView({{block: 'center'}})")
        x, y = self.run(f"(r => [r.left + r.width / 2, r.top + r.height / 2])({box}.getBoundingClientRect())")
        before = self._loads
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self._await_load(before)

    def run(self, script: str) -> Any:
        """The value of an expression, promises awaited."""
        told = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def key(self, name: str, code: int) -> None:
        """Press and release a key."""
        for kind in ("rawKeyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code)

    def screenshot(self, path: Path) -> None:
        """The whole page as a PNG."""
        data = self.send("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))


@contextlib.contextmanager
def browser() -> Iterator[Tab]:
    """A fresh Chromium with one tab, ended at the end."""
    websocket = pytest.importorskip("websocket", reason="no websocket-client")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            binary(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--hide-scrollbars", "--remote-debugging-port=0", "--remote-allow-origins=*", f"--user-data-dir={profile}",
            "about:blank",
        ]  # fmt: skip
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                socket = websocket.create_connection(_tab_address(Path(profile), process), timeout=_START)
                yield Tab(socket)
                socket.close()
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()


def _tab_address(profile: Path, process: subprocess.Popen[bytes]) -> str:
    from urllib.request import urlopen

    deadline = time.monotonic() + _START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, ValueError, IndexError, StopIteration):
            port = int((profile / "DevToolsActivePort").read_text().splitlines()[0])
            with urlopen(f"http://127.0.0.1:{port}/json/list") as reply:
                return str(next(t for t in json.load(reply) if t["type"] == "page")["webSocketDebuggerUrl"])
        time.sleep(0.1)
    pytest.fail("Chromium did not start")
