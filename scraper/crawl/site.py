"""Which addresses belong to a crawl, and in which spelling they are fetched."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from scraper.crawl.foreign import may_be_article
from scraper.extraction.whole import is_amp, without_page
from scraper.outlet import Amp, Outlet
from scraper.text.urls import is_http, unarchive

# /kalender/2024/05 has the shape of many an outlet's articles, and leads to another one, for ever.
_CALENDAR = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?/?\Z")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# An address as nearly all of an outlet's are, with nothing in it that could be spelled otherwise: place and path.
_PLAIN = re.compile(r"(https?://[a-z0-9.-]+(?::\d+)?/)((?:[\w~-][\w.~-]*(?:/|\Z))*)\Z", re.ASCII)


class Site:
    """The outlet as this crawl reaches it: on its own hosts, or on ``origin`` standing for all of them.

    ``origin`` is ``scheme://host[:port]`` or None. With an origin exactly that one is allowed.
    """

    def __init__(self, outlet: Outlet, origin: str | None = None) -> None:
        self.outlet = outlet
        self.origin = origin
        self.home = origin or f"https://{outlet.host}"

    def allows(self, url: str) -> bool:
        """Whether a request may go there: the outlet's own hosts on default ports, or exactly the origin."""
        place = _place(url)
        if place is None:
            return False
        if self.origin:
            return place == _place(self.origin)
        return place[2] == _DEFAULT_PORTS[place[0]] and self.outlet.owns(url)

    @lru_cache(1024)  # noqa: B019 (a crawl has one site, and asks five times a visit)
    def here(self, url: str) -> str | None:
        """The address to fetch for one met in a page, list or argument; None where it is not the outlet's.

        Relative ones stand on the main host; the outlet's own hosts are mapped onto the origin, if any.
        """
        plain = _PLAIN.match(url)
        place = self._here(plain[1]) if plain else None
        return place + plain[2] if plain and place else self._here(url)

    @lru_cache(1024)  # noqa: B019
    def _here(self, url: str) -> str | None:
        joined = unarchive(urljoin(f"{self.home}/", url.strip())).partition("#")[0].replace(" ", "%20")
        if not is_http(joined):
            return None
        if self.origin and not self.allows(joined) and self.outlet.owns(joined):
            parts, origin = urlsplit(joined), urlsplit(self.origin)
            joined = urlunsplit(parts._replace(scheme=origin.scheme, netloc=origin.netloc))
        return joined if self.allows(joined) else None

    @lru_cache(1024)  # noqa: B019
    def article(self, url: str) -> str | None:
        """The plain address of an article: not AMP, no page number, no tracking; None for anything else."""
        found = self.here(url)
        if found is None or not self.outlet.is_article(found) or _CALENDAR.search(urlsplit(found).path):
            return None
        if self.outlet.foreign and not may_be_article(found):
            return None
        plain = self.desktop(without_page(found))
        # The key drops what does not identify the article; a query it drops entirely is not worth sending.
        return plain.partition("?")[0] if "?" not in self.key(plain) else plain

    @lru_cache(1024)  # noqa: B019
    def key(self, url: str) -> str:
        """What an article is known by, however its address is spelled and whatever stands for the outlet."""
        return self.outlet.key(self.own(url))

    def own(self, url: str) -> str:
        """The address on the outlet's own main host for one on the origin; any other as it is."""
        if not self.origin:
            return url
        plain = _PLAIN.match(url)
        if plain:
            return f"https://{self.outlet.host}/{plain[2]}" if self.allows(plain[1]) else url
        if self.allows(url):
            return urlunsplit(urlsplit(url)._replace(scheme="https", netloc=self.outlet.host))
        return url

    def desktop(self, url: str) -> str:
        """The address of which ``url`` is the AMP twin; ``url`` itself where it is none."""
        if not is_amp(url):
            return url
        parts = urlsplit(url)
        for way in self.outlet.whole_article:
            if isinstance(way, Amp):
                template = re.sub(r"^https?://[^/]*", "", way.url)
                before, _, after = template.partition("{path}")
                path = parts.path
                if path.startswith(f"{before}/") and path.endswith(after):
                    plain = parts._replace(path=path[len(before) : len(path) - len(after)])
                    if "://" in way.url and not self.origin:
                        plain = plain._replace(netloc=self.outlet.host)
                    return urlunsplit(plain)
        return url


def host_place(url: str) -> str:
    """The host of an address, with its port where that is not the usual one; "" where it has none."""
    place = _place(url)
    if place is None:
        return ""
    _, host, port = place
    return host if port in _DEFAULT_PORTS.values() else f"{host}:{port}"


@lru_cache(1024)  # asked ten times a visit
def _place(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of a web address; None where it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or _DEFAULT_PORTS[parts.scheme]
