"""What a crawl is asked for (``-a name=value``), read strictly: what is not understood stops the crawl."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from scraper.crawl.choice import Choice
from scraper.crawl.site import Site
from scraper.crawl.window import Window
from scraper.errors import UsageError
from scraper.outlet import Outlet

_NAMES = ("url", "urls_file", "since", "until", "section", "keyword", "limit", "origin")
_ALWAYS, _ANY = Window(), Choice()
_ORIGIN = re.compile(r"https?://[\w.-]+(?::\d{1,5})?/?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the crawl is asked for: addresses (else everything discovered), a window, a choice, a number, an origin.

    ``foreign``: how many lines of ``urls_file`` were no articles of the outlet. ``scope`` says in text what the crawl
    is for: the same command has the same scope, and goes on with the run that it began.
    """

    urls: tuple[str, ...] = ()
    window: Window = _ALWAYS
    choice: Choice = _ANY
    limit: int | None = None
    origin: str | None = None
    foreign: int = 0
    scope: str = field(default="{}", compare=False)

    @property
    def everything(self) -> bool:
        """Whether the crawl is for all that the outlet has now."""
        return not (self.urls or self.window or self.choice or self.limit is not None)

    @classmethod
    def parse(cls, outlet: Outlet, given: Mapping[str, str], now: datetime) -> Arguments:
        """Arguments of a crawl of ``outlet`` from printed values; raises UsageError naming the wrong one.

        ``now``, with its zone, is what "2d" counts from.
        """
        for name in given:
            if name not in _NAMES and name != "_job":  # which Scrapyd gives to every spider
                raise UsageError(f"there is no such argument; known: {', '.join(_NAMES)}", about=f"-a {name}")
        window = Window.parse(given.get("since"), given.get("until"), now)
        choice = Choice(_listed(given, "section"), _listed(given, "keyword"))
        origin = _origin(given.get("origin"))
        site = Site(outlet, origin)
        urls = dict.fromkeys(_urls(given.get("url"), site))
        scope = {name: value.strip() for name, value in given.items()}
        foreign = 0
        if "urls_file" in given:
            lines, digest = _lines(given["urls_file"])
            articles = [site.article(line) for line in lines]
            urls |= dict.fromkeys(address for address in articles if address)
            foreign = articles.count(None)
            if not urls:
                message = (
                    f"none of its {len(articles)} lines is the address of an article of {outlet.publisher}"
                )
                raise UsageError(message, about=f"-a urls_file={given['urls_file']}")
            scope["urls_file"] = digest
        if origin:
            scope["origin"] = origin
        limit = _limit(given.get("limit"))
        return cls(tuple(urls), window, choice, limit, origin, foreign, json.dumps(scope, sort_keys=True))


def _listed(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The values of an argument that takes several, with commas between them."""
    values = tuple(value.strip() for value in given.get(name, "").split(",") if value.strip())
    if name in given and not any(re.search(r"\w", value) for value in values):
        raise UsageError("names nothing", about=f"-a {name}={given[name]}")
    return values


def _limit(value: str | None) -> int | None:
    if value is None:
        return None
    if not re.fullmatch(r"[1-9]\d{0,8}", value.strip()):
        raise UsageError("not a number of articles; write it like 20", about=f"-a limit={value}")
    return int(value)


def _origin(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        good = bool(_ORIGIN.match(value.strip())) and urlsplit(value.strip()).port != 0
    except ValueError:  # a port beyond 65535
        good = False
    if not good:
        raise UsageError("not an origin; write it like http://127.0.0.1:8000", about=f"-a origin={value}")
    return value.strip().rstrip("/").lower()


def _urls(value: str | None, site: Site) -> Iterator[str]:
    """The addresses of ``-a url=``; a comma separates only before the next one, for they may hold commas."""
    for printed in re.split(r"[,\s]+(?=https?:)|\s+", value.strip()) if value is not None else ():
        about = f"-a url={printed}"
        if site.here(printed) is None or "://" not in printed:
            raise UsageError(f"not an address of {site.outlet.publisher} ({site.home})", about=about)
        address = site.article(printed)
        if address is None:
            raise UsageError(f"not the address of an article of {site.outlet.publisher}", about=about)
        yield address


def _lines(name: str) -> tuple[list[str], str]:
    """The addresses in a file, one a line, or as ``url`` of JSON lines; # begins a comment. And its digest."""
    about = f"-a urls_file={name}"
    try:
        content = Path(name).read_bytes()
        lines = content.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", about=about) from None
    except UnicodeDecodeError:
        raise UsageError("is no text in UTF-8", about=about) from None
    return list(_addresses(lines, about)), hashlib.sha256(content).hexdigest()


def _addresses(lines: Iterable[str], about: str) -> Iterator[str]:
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line or line.startswith("#"):
            continue
        if not line.startswith("{"):
            yield line.partition(" #")[0].strip()
            continue
        try:
            address = json.loads(line)["url"]
        except (ValueError, KeyError):
            address = None
        if not isinstance(address, str):
            raise UsageError(f"line {number} is no JSON object with a url", about=about)
        yield address
