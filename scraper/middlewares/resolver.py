"""Names that resolve to this machine or its network are refused at the moment of connecting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred

from scraper.text.addresses import is_public


class PrivateAddress(CannotResolveHostError):
    """A public name that leads to a loopback, private or link-local address."""


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which hands out public addresses only.

    ``trusted``: hosts that may be anywhere, because the operator named them: a crawl's origin, a proxy.
    """

    trusted: ClassVar[set[str]] = set()

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 (Twisted's)
        """The address of a host; fails with PrivateAddress."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found.addCallback(self._public, name)

    def _public(self, address: str, name: str) -> str:
        if not allowed(name, address):
            raise PrivateAddress(f"{name} leads to {address}, which is not a public address")
        return address


def allowed(name: str, address: str) -> bool:
    """Whether a request for ``name`` may go to ``address``: a public one, or the operator named the host."""
    return is_public(address) or name.lower() in GuardedResolver.trusted | _proxies()


def _proxies() -> set[str]:
    return {urlsplit(value).hostname or "" for value in getproxies().values()}
