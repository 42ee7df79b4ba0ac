"""Any news site: an outlet without rules, made of a domain, and which of its addresses may be articles."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scraper.errors import UsageError
from scraper.outlet import Feed, Home, Outlet, Sitemap

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]\Z")
# Where sitemaps and feeds usually are; those that robots.txt and the home page name come first.
_USUAL = (
    Sitemap("/sitemap.xml"),
    Sitemap("/sitemap_index.xml"),
    Sitemap("/news-sitemap.xml"),
    Feed("/feed"),
    Feed("/rss"),
)
# An article's address says what it is about, or counts it: three words, a long number, a page's name; or two words
# below a section, or anything below a number or a date.
_TELLING = re.compile(
    r"(?:.*/)?(?:[^/]*[-_][^/]*[-_][^/]*|[^/]*\d{4,}[^/]*|[^/]+\.(?:s?html?|php|aspx?))|"
    r"/.*[^/]+/[^/]+[-_][^/]+|(?:.*/)?\d{2,}/[^/]+",
    re.IGNORECASE,
)
_UNLIKELY = re.compile(
    r"/(?:tags?|topi[ck]s?|topik|kategori|category|penulis|author|redaksi|about|tentang[\w-]*|kontak|contact[\w-]*|"
    r"hubungi[\w-]*|pedoman[\w-]*|kebijakan[\w-]*|privacy[\w-]*|disclaimer|karir|karier|iklan|indeks?|archives?|arsip|"
    r"search|cari|login|register|feed|rss|wp-[\w-]+|cdn-cgi)(?:/|\Z)",
    re.IGNORECASE,
)


def site_outlet(domain: str) -> Outlet:
    """The outlet of a domain such as ``example.co.id`` (an address is understood, too); raises UsageError."""
    host = urlsplit(domain if "://" in domain else f"//{domain.strip()}").hostname or ""
    if not _DOMAIN.match(host):
        raise UsageError("not a domain; write it like example.co.id", about=f"-a domain={domain}")
    bare = host.removeprefix("www.")
    name = re.sub(r"[^a-z0-9]+", "_", bare)
    return Outlet(
        name=name if name[0].isalpha() else f"site_{name}",
        publisher=bare,
        domains=(bare,),
        host=host,
        sources=(Home("/"), *_USUAL),
        in_language="",
        expects=frozenset({"headline", "article_body"}),
        evidence="none: read by the generic reader",
        foreign=True,
    )


def may_be_article(url: str) -> bool:
    """Whether an address of a site without rules looks like an article's: no list, no form, no file."""
    from courlan.filters import is_navigation_page, is_not_crawlable, type_filter

    path = urlsplit(url).path
    if _UNLIKELY.search(path) or is_not_crawlable(url) or is_navigation_page(url):
        return False
    return bool(_TELLING.fullmatch(path.rstrip("/"))) and type_filter(url)
