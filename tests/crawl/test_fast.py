"""``-s FAST=1``: which client is used, and that it asks no private address."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from scraper.middlewares import fast
from scraper.middlewares.resolver import GuardedResolver, PrivateAddress

from .sites import Page, Stub, article, crawl, prose


def test_the_setting_changes_the_client_and_the_loop() -> None:
    settings = Settings({"DOWNLOAD_HANDLERS": {"ftp": None}})
    fast.switch_on(settings)
    handlers = dict(settings.copy()["DOWNLOAD_HANDLERS"])
    assert handlers == {"ftp": None, "http": fast._HANDLER, "https": fast._HANDLER}


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1"])
def test_names_that_lead_inside_are_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET

    async def found(*_: Any, **__: Any) -> Any:
        place = (address, 443, 0, 0) if ":" in address else (address, 443)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 443)),
            (family, socket.SOCK_STREAM, 6, "", place),
        ]

    async def resolved(name: str) -> Any:
        names = fast._GuardedNames()
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)
        return await names.resolve(name, 443)

    with pytest.raises(PrivateAddress):
        asyncio.run(resolved("www.example.com"))
    monkeypatch.setattr(GuardedResolver, "trusted", {"www.example.com"})
    assert len(asyncio.run(resolved("www.example.com"))) == 2


def test_a_page_with_long_and_odd_headers(tmp_path: Path) -> None:
    pytest.importorskip("uvloop", reason="no uvloop (saring[fast])")
    site = Stub()
    path = "/berita/1/kerja-bakti-di-wonoasri"
    odd = {"Set-Cookie": "a=" + 20_000 * "b", "X-Rupa": "caf\xe9"}
    site.pages[path] = Page(article("Kerja bakti di Wonoasri", *prose("wonoasri"), path=path), headers=odd)
    more = "-s", "FAST=1", "-s", "LOG_LEVEL=DEBUG"
    try:
        run = crawl(site.origin, tmp_path, "-a", f"url={site.origin}{path}", *more)
    finally:
        site.close()
    assert run.exit_code == 0 and [a["headline"] for a in run.articles] == ["Kerja bakti di Wonoasri"]
    assert "uvloop" in run.log
