"""Lists that misbehave: bombs, entities, half files, failures, traps. What they hold whole is read, nothing else."""

from __future__ import annotations

import gzip
import zlib
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .run import Result, crawl
from .server import Asked, Reply
from .site import FaultyNewsroom

XML = "application/xml"


def paths(result: Result) -> set[str]:
    return {urlsplit(record["url"]).path for record in result.records}


def only_sitemap(site: FaultyNewsroom, reply: Reply) -> None:
    """Leave one list, which answers so."""
    for target in list(site.handlers):
        if target.startswith(("/sitemap", "/rss", "/indeks")):
            del site.handlers[target]
    site.put("/robots.txt", Reply(f"Sitemap: {site.origin}/sitemap.xml\n".encode(), kind="text/plain"))
    site.put("/sitemap.xml", reply)


def bomb(megabytes: int) -> bytes:
    pack = zlib.compressobj(9, wbits=31)
    return (
        pack.compress(b"<urlset>")
        + b"".join(pack.compress(b" " * 2**20) for _ in range(megabytes))
        + pack.flush()
    )


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "body",
    [
        f'<!DOCTYPE u [<!ENTITY l0 "ha">{LAUGHS}]><urlset><url><loc>@/berita/7/x&l9;</loc></url></urlset>'.encode(),
        b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>@/berita/7/f-&x;</loc></url></urlset>',
        b'<!DOCTYPE u [<!ENTITY x SYSTEM "@/bocor">]><urlset><url><loc>@/berita/7/f-&x;</loc></url></urlset>',
        b"<urlset " + b" ".join(b'a%d="1"' % n for n in range(40_000)) + b"></urlset>",
        b"<html><body>bukan peta situs</body></html>",
        b"",
    ],
    ids=["laughs", "file", "http", "attributes", "html", "empty"],
)
def test_hostile_lists_give_nothing(body: bytes, tmp_path: Path) -> None:
    with FaultyNewsroom([], good=2) as site:
        only_sitemap(site, Reply(body.replace(b"@", site.origin.encode()), kind=XML))
        result = crawl(site.origin, tmp_path)
        asked = {a.target for a in site.log} - {"/rss", "/indeks?page=1"}
        assert asked == {"/robots.txt", "/sitemap.xml"} and result.code == 1 and not result.records
        assert "/sitemap.xml gave no article" in result.log and "Traceback" not in result.log
        assert result.cpu < 15


@pytest.mark.slow
def test_a_bomb_costs_little_memory(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=2) as site:
        only_sitemap(site, Reply(bomb(600), kind="application/gzip"))
        result = crawl(site.origin, tmp_path)
        assert result.peak < 400 * 2**20 and "too_large" in result.log


def test_half_a_list_gives_its_whole_entries(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=6) as site:
        whole = site._urlset([case.path for case in site.good])
        cut = whole[: whole.index(site.good[4].path.encode()) + 12] + b"\0\0"
        only_sitemap(site, Reply(cut, kind=XML))
        result = crawl(site.origin, tmp_path)
        assert paths(result) == {case.path for case in site.good[:4]}
        assert not [a for a in site.log if a.status == 404 and a.target.startswith("/berita")]


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_lists_and_rules_in_utf_16(mark: str, tmp_path: Path) -> None:
    with FaultyNewsroom([], good=3) as site:
        sitemap = site._urlset([case.path for case in site.good]).decode()
        only_sitemap(site, Reply((mark + sitemap).encode("utf-16-le"), kind=XML))
        rules = f"User-agent: *\nDisallow: {site.good[0].path}\nSitemap: {site.origin}/sitemap.xml\n"
        site.put("/robots.txt", Reply((mark + rules).encode("utf-16-le"), kind="text/plain"))
        assert paths(crawl(site.origin, tmp_path)) == {case.path for case in site.good[1:]}


def test_dates_ahead_freeze_no_other_list(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=3) as site:
        paths_ = [case.path for case in site.good]
        for target, when in (("/rss", "19 Jun 2099"), ("/sitemap.xml", "19 Jun 2024")):
            dated = f"<pubDate>Wed, {when} 06:40:00 GMT</pubDate>"
            items = "".join(f"<item><link>{site.origin}{path}</link>{dated}</item>" for path in paths_)
            site.put(target, Reply(f"<rss><channel>{items}</channel></rss>".encode(), kind=XML))
        result = crawl(site.origin, tmp_path)
        assert result.code == 0 and "frozen" not in result.log


def test_a_list_that_fails_is_asked_again(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=3) as site:
        body = site._urlset([case.path for case in site.good])
        only_sitemap(site, Reply(b""))

        def answer(asked: Asked) -> Reply:
            if asked.nth == 2:
                return Reply(body, kind=XML, length=len(body) + 10)
            return Reply(b"", 500) if asked.nth == 1 else Reply(body, kind=XML)

        site.handlers["/sitemap.xml"] = answer
        result = crawl(site.origin, tmp_path)
        assert len(result.records) == 3 and result.code == 0


def test_a_list_elsewhere_is_not_asked_for(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=3) as site:
        body = site._urlset([case.path for case in site.good])
        index = f"<sitemapindex><sitemap><loc>{site.canary.origin}/s.xml</loc></sitemap><sitemap><loc>{site.origin}"
        index += "/satu.xml</loc></sitemap></sitemapindex>"
        only_sitemap(site, Reply(index.encode(), kind=XML))
        site.put("/satu.xml", Reply(gzip.compress(body), kind="application/gzip"))
        result = crawl(site.origin, tmp_path)
        assert len(result.records) == 3 and site.canary.log == []


def test_an_index_without_end_ends(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=3) as site:

        def trap(asked: Asked) -> Reply:
            number = int(asked.target.partition("page=")[2] or 1)
            links = (
                f'<a href="/kalender/{1990 + number}/05">lain</a><a href="/indeks?page={number}1">terus</a>'
            )
            session = f'<a href="{site.good[0].path}?sid={number}">sama</a>'
            return Reply(f"<html><body>{links}{session}</body></html>".encode())

        for target in list(site.handlers):
            if target.startswith("/indeks"):
                del site.handlers[target]
        site.prefixes["/indeks"] = trap
        result = crawl(site.origin, tmp_path)
        asked = [a.target for a in site.log]
        assert len([target for target in asked if target.startswith("/indeks")]) == 2
        assert not [target for target in asked if "kalender" in target or "sid=" in target]
        assert len(result.records) == 3


@pytest.mark.slow
def test_an_index_that_stalls_the_parser_stalls_nobody_else(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=12) as site:
        many = "<html><body><p " + " ".join(f"a{n} = x" for n in range(60_000)) + ">x</p></body></html>"
        for target in [t for t in site.handlers if t.startswith("/indeks")]:
            site.put(target, Reply(many.encode()))
        result = crawl(site.origin, tmp_path, delay=0.05)
        assert len(result.records) == 12 and "(timeout)" in result.log
        assert max(later.time - sooner.time for sooner, later in pairwise(site.log)) < 15
