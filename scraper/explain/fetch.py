"""One page from the web, politely, without Scrapy: robots.txt first, our own name, limits on time, size and place."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import urllib3

from scraper import __version__
from scraper.crawl.robots import AGENT, Rules, answered
from scraper.errors import SaringError
from scraper.ledger.hosts import RobotsFile
from scraper.page.guard import MAX_BYTES
from scraper.text.addresses import is_public

_PROJECT = "https://pypi.org/project/saring/"
_SECONDS = 30.0
_HOPS = 5
_ROBOTS = 1024 * 1024


class Unfetched(SaringError):
    """An address that gave no page: the network, the server, robots.txt or a guard said no."""

    reason = "not_fetched"
    advice = "Save the page with a browser and explain the file, with --url ADDRESS."


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of a page, the address that gave them in the end, and the charset its header claims."""

    body: bytes
    url: str
    charset: str | None


def fetch(url: str) -> Fetched:
    """The page at ``url``; redirects are followed, each after a look at its robots.txt. Raises Unfetched.

    A loopback or private address is asked where it was given as such; a name or redirect that leads to one is not.
    """
    local = _is_local(urlsplit(url).hostname or "")
    for _ in range(_HOPS):
        if urlsplit(url).scheme not in ("http", "https"):
            raise Unfetched("not a web address", about=url, reason="not_web")
        _ask_robots(url, local)
        status, headers, body = _get(url, MAX_BYTES + 1, local)
        target = headers.get("location")
        if 300 <= status < 400 and target:
            url = urljoin(url, target)
            continue
        if status >= 400 and not body.strip():
            raise Unfetched(f"HTTP {status}", about=url, reason=f"http_{status}")
        if status in (401, 403, 429) or status >= 500:
            raise Unfetched(f"HTTP {status}", about=url, reason=f"http_{status}")
        charset = headers.get("content-type", "").partition("charset=")[2].split(";")[0].strip("\"' ") or None
        return Fetched(body, url, charset)
    raise Unfetched(f"more than {_HOPS} redirects", about=url, reason="redirects")


def _ask_robots(url: str, local: bool) -> None:
    status, _, body = _get(urljoin(url, "/robots.txt"), _ROBOTS, local)
    file = answered(RobotsFile(), status, body, None, None, 0.0)
    if file is None:
        message = f"robots.txt answers HTTP {status}, which means: do not crawl"
        raise Unfetched(message, about=url, reason="robots")
    if not Rules(file).allows(url):
        raise Unfetched("robots.txt forbids it", about=url, reason="robots")


def _get(url: str, most: int, local: bool) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    place = _address(host, port, url, local)
    agent = f"{AGENT}/{__version__} (+{os.environ.get('CONTACT') or _PROJECT})"
    headers = {"User-Agent": agent, "Host": parts.netloc.rpartition("@")[2], "Accept": "text/html,*/*;q=0.8"}
    headers["Accept-Encoding"] = "gzip"
    timeout = urllib3.Timeout(total=_SECONDS)
    # The address that was looked at is the one that is asked: a name may lead elsewhere a moment later.
    if parts.scheme == "https":
        pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(
            place,
            port,
            timeout=timeout,
            server_hostname=host,
            assert_hostname=host,
            cert_reqs="CERT_REQUIRED",
        )
    else:
        pool = urllib3.HTTPConnectionPool(place, port, timeout=timeout)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with closing(pool), closing(
            pool.urlopen("GET", target, headers=headers, redirect=False, retries=False, preload_content=False)
        ) as reply:  # fmt: skip
            body = reply.read(most, decode_content=True)
            return reply.status, {k.lower(): v for k, v in reply.headers.items()}, body
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise Unfetched(f"cannot be fetched: {error}", about=url) from None


def _address(host: str, port: int, url: str, local: bool) -> str:
    """The IP address of a host; raises Unfetched where it is not a public one and none was asked for."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unfetched(f"unknown host: {error}", about=url, reason="unknown_host") from None
    places = [str(entry[4][0]) for entry in found]
    allowed = places if local and _is_local(host) else [place for place in places if is_public(place)]
    if not allowed:
        message = f"{host} leads to {places[0]}, which is not a public address"
        raise Unfetched(message, about=url, reason="private_address")
    return allowed[0]


def _is_local(host: str) -> bool:
    """Whether a host says itself that it is of this machine or network: an IP address, or localhost."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return (":" in host or host.replace(".", "").isdigit()) and not is_public(host)
