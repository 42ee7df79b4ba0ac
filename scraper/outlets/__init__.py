"""The catalogue: every module of this package whose ``OUTLET`` (or ``OUTLETS``) is declared. No list to keep."""

from __future__ import annotations

import pkgutil
import re
from functools import cache
from importlib import import_module
from importlib.resources import files
from types import MappingProxyType

from scraper.errors import InvalidOutlet, UnknownOutlet
from scraper.outlet import Outlet
from scraper.text.urls import host_of, unarchive

_DOMAIN = re.compile(r'"([a-z0-9-]+(?:\.[a-z0-9-]+)+)"')


@cache
def catalogue() -> MappingProxyType[str, Outlet]:
    """Every outlet by name, in alphabetical order."""
    found: dict[str, Outlet] = {}
    for module in _modules():
        for outlet in _declared_in(module):
            if outlet.name in found:
                raise InvalidOutlet("declared twice", about=f"outlet {outlet.name!r}")
            found[outlet.name] = outlet
    return MappingProxyType(dict(sorted(found.items())))


def by_name(name: str) -> Outlet:
    """The outlet of that name; raises UnknownOutlet.

    Most stand in the module of their own name, which is then the only one that is loaded.
    """
    if name in _modules():
        for outlet in _declared_in(name):
            if outlet.name == name:
                return outlet
    try:
        return catalogue()[name]
    except KeyError:
        raise UnknownOutlet(f"no outlet is called {name!r}", about=name) from None


@cache
def _modules() -> tuple[str, ...]:
    # A leading underscore: what several outlets share, which is none itself.
    return tuple(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))


def _declared_in(module: str) -> tuple[Outlet, ...]:
    loaded = import_module(f"{__name__}.{module}")
    return tuple(getattr(loaded, "OUTLETS", ())) or (loaded.OUTLET,)


def by_url(url: str | None) -> Outlet | None:
    """The outlet that an address belongs to; the longest domain wins."""
    host = host_of(unarchive(url)) if url else ""
    while host:
        for module in _naming().get(host, ()):
            for outlet in _declared_in(module):
                if host in outlet.domains:
                    return outlet
        host = host.partition(".")[2]
    return None


@cache
def _naming() -> dict[str, list[str]]:
    """By domain, the modules that write it down: of a hundred only that one is loaded, a fifth of a cold start."""
    found: dict[str, list[str]] = {}
    for name in _modules():
        for domain in set(_DOMAIN.findall((files(__name__) / f"{name}.py").read_text("utf-8"))):
            found.setdefault(domain, []).append(name)
    return found
