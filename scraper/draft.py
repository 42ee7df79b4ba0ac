"""The first ten minutes of a new outlet: what the generic reader gets from a page, and a draft module for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from scraper.article import Article
from scraper.extraction import extract
from scraper.extraction.generic import body_elements
from scraper.page import Page
from scraper.text.urls import host_of

_SECOND_LEVEL = ("co.id", "or.id", "go.id", "ac.id", "web.id", "my.id")
_PLAIN = re.compile(r"[a-zA-Z][\w-]*\Z")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the generic reader makes of a page, and the module that a person starts from."""

    article: Article
    module: str


def draft(html: bytes, url: str) -> Draft:
    """Draft an outlet from one of its article pages.

    Raises what ``extract`` raises: PageRefused, NotAnArticle.
    """
    article = extract(html, url, outlet="generic")
    page = Page(html, url)
    domain = _site(host_of(url))
    body = _selector(page)
    missing = [
        n
        for n in ("date_published", "authors", "editors", "keywords", "article_section")
        if not getattr(article, n)
    ]
    lines = [
        f'"""{article.publisher or domain}: say here: network, rendering, paging, time zone."""',
        "",
        "from scraper.outlet import Outlet, css",
        "",
        "OUTLET = Outlet(",
        f'    name="{re.sub(r"[^a-z0-9]+", "_", domain.split(".")[0])}",',
        f'    publisher="{(article.publisher or domain).replace(chr(34), "")}",',
        f'    domains=("{domain}",),',
        f'    host="{host_of(url)}",',
        f'    article_url=r"{_shape(urlsplit(url).path)}",',
        *(
            [f"    body=css({body!r}),".replace("'", '"')]
            if body
            else ["    # body=css(…): no element speaks for itself"]
        ),
        *(f'    # fields={{"{name}": css(…)}}: the generic reader found nothing' for name in missing),
        '    evidence="one page, read by the generic path",',
        ")",
    ]
    return Draft(article, "\n".join(lines) + "\n")


def _site(host: str) -> str:
    """The registrable part of a host name, by the second-level domains that Indonesia uses."""
    labels = host.split(".")
    size = 3 if host.endswith(_SECOND_LEVEL) else 2
    return ".".join(labels[-size:])


def _shape(path: str) -> str:
    """A path as a pattern: numbers and slugs vary, short words in front of them are sections."""
    parts = [p for p in path.split("/") if p]
    shaped = [
        r"\d+" if p.isdigit() else r"[\w-]+" if i < len(parts) - 1 else r"[^/]+" for i, p in enumerate(parts)
    ]
    return "/" + "/".join(shaped)


def _selector(page: Page) -> str | None:
    """A CSS selector for the body that the generic path found: the first that matches just these elements."""
    bodies = body_elements(page)
    if not bodies or bodies[0].getparent() is None:
        return None
    first = bodies[0]
    named = [f"{first.tag}[itemprop={first.get('itemprop')}]"] if first.get("itemprop") else []
    if _PLAIN.match(first.get("id") or ""):
        named.append(f"#{first.get('id')}")
    named += [f"{first.tag}.{c}" for c in (first.get("class") or "").split() if _PLAIN.match(c)]
    for selector in named:
        if set(page.select(selector)) <= set(bodies):
            return selector
    return named[0] if named else None
