"""Faults that meet: canonicals with redirects and AMP twins, feeds with wrong links, a site that changes over night."""

from __future__ import annotations

from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .run import Result, Verdict, crawl, judge_log
from .server import Asked, Reply
from .site import FaultyNewsroom
from .words import Print, paragraphs

XML = "application/xml"
OWN = "https://www.genpi.co"


def write(site: FaultyNewsroom, name: str, path: str, canonical: str = "") -> Reply:
    """An article at a path, its canonical another path or its own."""
    reply = Reply(Print(name, path, paragraphs(name), canonical=OWN + (canonical or path)).html().encode())
    site.put(path, reply)
    return reply


def lead(site: FaultyNewsroom, path: str, to: str, status: int = 301) -> None:
    site.handlers[path] = lambda _: Reply(b"", status, [("Location", to)])


def list_only(site: FaultyNewsroom, *paths: str) -> None:
    """Name these in the sitemap, and nothing anywhere else."""
    for target in ("/sitemap-news.xml.gz", "/rss"):
        site.put(target, Reply(b"<rss><channel/></rss>", kind=XML))
    for target in [t for t in site.handlers if t.startswith("/indeks")]:
        site.put(target, Reply(b"<html><body></body></html>"))
    site.put("/sitemap.xml", Reply(site._urlset(list(paths)), kind=XML))


def told(result: Result) -> list[str]:
    """The articles by the name in their headline, sorted; each must have its own words."""
    names = []
    for record in result.records:
        name = record["headline"].split(" Perbaiki ")[1].removesuffix(" Bersama Petugas").lower()
        assert [block["text"] for block in record["blocks"]] == paragraphs(name.replace(" ", "_")), name
        names.append(name)
    return sorted(names)


@pytest.mark.parametrize("backwards", [False, True], ids=["as listed", "backwards"])
def test_canonicals_redirects_and_twins(backwards: bool, tmp_path: Path) -> None:
    with FaultyNewsroom([], good=0) as site:
        # A move whose page names the address it moved from, and pages that name what moved: one another article.
        lead(site, "/berita/1/pindah", "/berita/101/pindah-ke-sini")
        write(site, "pindah", "/berita/101/pindah-ke-sini", "/berita/1/pindah")
        write(site, "mirip", "/berita/2/mirip", "/berita/1/pindah")
        write(site, "pindah", "/berita/3/salinan", "/berita/1/pindah")
        # An AMP template that is wrong while the desktop's is right, and the other way round.
        write(site, "kembar", "/berita/4/kembar")
        write(site, "kembar", "/amp/berita/4/kembar", "/berita/5/tunggal")
        write(site, "tunggal", "/berita/5/tunggal", "/")
        # Two that name each other, and one that names a list, a paged address of another and a gone one.
        write(site, "timur", "/berita/6/timur", "/berita/7/barat")
        write(site, "barat", "/berita/7/barat", "/berita/6/timur")
        write(site, "daftar", "/berita/8/daftar", "/indeks?page=2")
        write(site, "halaman", "/berita/9/halaman", "/berita/5/tunggal?page=2")
        write(site, "hilang", "/berita/10/hilang", "/berita/11/tidak-ada")
        lead(site, "/berita/12/putar", "/berita/13/putar-balik")
        lead(site, "/berita/13/putar-balik", "/berita/12/putar")
        write(site, "putaran", "/berita/14/putaran", "/berita/12/putar")
        listed = [f"/berita/{path}" for path in (
            "1/pindah", "101/pindah-ke-sini", "2/mirip", "3/salinan", "4/kembar", "5/tunggal", "6/timur", "7/barat",
            "8/daftar", "9/halaman", "10/hilang", "12/putar", "14/putaran",
        )]  # fmt: skip
        list_only(site, *(reversed(listed) if backwards else listed))
        first = crawl(site.origin, tmp_path)
        expected = sorted("barat daftar halaman hilang kembar mirip pindah putaran timur tunggal".split())
        assert told(first) == expected
        assert len({record["id"] for record in first.records}) == len(expected)
        before = len(site.log)
        second = crawl(site.origin, tmp_path)
        assert second.summary["emitted"] == 0 and len(second.records) == len(first.records)
        unasked = [a.target for a in site.log[before:] if "if-none-match" not in a.headers]
        # The address that moved answers with a redirect, of which there is nothing to ask a condition about.
        assert set(unasked) <= {"/berita/1/pindah"}, unasked


def test_a_feed_with_wrong_links(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=4) as site:
        one, two, three, four = (case.path for case in site.good)
        links = (
            f"<link>{site.origin}{two}</link><guid>{site.origin}{one}</guid>",  # of another article
            f"<link>\n  {one}?utm_source=rss#komentar\n</link>",
            f"<link>{site.origin}/rss</link>",
            f"<link>{site.canary.origin}{three}</link>",
            f"<link>http:///{three}</link>",
            f"<link>https://m.genpi.co{three}</link>",
            f"<link>{site.origin}/amp{four}?amp=1</link>",
            f"<link>{site.origin}/kategori/berita</link>",
            "<link>mailto:redaksi@genpi.example</link>",
            "<link/>",
        )
        list_only(site)
        feed = "".join(f"<item><title>x</title>{link}</item>" for link in links)
        site.put("/rss", Reply(f"<rss><channel>{feed}</channel></rss>".encode(), kind=XML))
        result = crawl(site.origin, tmp_path)
        assert told(result) == ["baik 0", "baik 1", "baik 2", "baik 3"]
        assert site.canary.log == []


def test_what_changes_over_night(tmp_path: Path) -> None:
    """Rules, numbers and addresses: nothing twice, nothing against the new rules, and what is known stays known."""
    with FaultyNewsroom([], good=4) as site:
        number, closed, _, moved = (case.path for case in site.good)
        paths = [case.path for case in site.good]
        list_only(site, *paths)
        first = crawl(site.origin, tmp_path)
        assert len(first.records) == 4
        # A new number for the same article, the old one gone; one is closed to crawlers; one moved, and was edited.
        renumbered = number.replace("/1000/", "/9000/")
        write(site, "baik_0", renumbered)
        site.handlers[number] = lambda _: Reply(b"", 410)
        rules = f"User-agent: *\nDisallow: {closed}\nCrawl-delay: 0.4\nSitemap: {site.origin}/sitemap.xml\n"
        site.put("/robots.txt", Reply(rules.encode(), kind="text/plain"))
        target = moved.replace("baik", "dipindah")
        lead(site, moved, target)
        write(site, "baik_3", target)
        list_only(site, *paths, renumbered, target)
        site.log.clear()
        site.crawl_delay = 0.4
        second = crawl(site.origin, tmp_path)
        assert len(second.records) == 4
        assert closed not in {asked.target for asked in site.log}
        verdict = Verdict()
        judge_log(site, verdict, 0.0)
        assert verdict.bad == {}
        reasons = second.summary["reasons"]["skipped"]
        assert reasons["gone"] == 1 and reasons["robots"] == 1
        assert reasons["duplicate"] == 2 and reasons["moved"] == 1 and second.summary["unchanged"] == 1
        # Another night: what got a new number, and what moved, is edited.
        for name, path in (("baik_0", renumbered), ("baik_3", target)):
            texts = paragraphs(name)
            texts[2] += " Hal itu disampaikan ketua panitia."
            site.put(path, Reply(Print(name, path, texts, canonical=OWN + path).html().encode()))
        new = crawl(site.origin, tmp_path).records[4:]
        assert {(record["revision"], urlsplit(record["url"]).path) for record in new} == {
            (2, renumbered),
            (2, target),
        }
        assert {record["id"] for record in new} < {record["id"] for record in first.records}, "with its id"


@pytest.mark.slow
def test_waits_that_are_asked_for_in_odd_places(tmp_path: Path) -> None:
    """Retry-After on a list, a twin and a redirect, as a date of three spellings, in the past and as nonsense."""
    with FaultyNewsroom([], good=5) as site:
        paths = [case.path for case in site.good]
        list_only(site, *paths)
        good = dict(site.handlers)

        def later(target: str, status: int, told: str, *, seconds: float, then: Reply | None = None) -> None:
            def answer(asked: Asked) -> Reply:
                if asked.nth > 1:
                    reply = then or good.get(target, site.missing)(asked)
                    assert isinstance(reply, Reply)
                    return reply
                if seconds:
                    site.windows[target] = asked.clock + seconds
                said = told.format(date=formatdate(int(asked.clock) + 3, usegmt=True))
                return Reply(b"nanti", status, [("Retry-After", said)])

            site.handlers[target] = answer

        later("/sitemap.xml", 503, "{date}", seconds=1.9)
        later(f"/amp{paths[0]}", 429, "2", seconds=1.9)
        later(paths[1], 503, "Wed, 19 Jun 2019 07:00:00 GMT", seconds=0)
        later(paths[2], 429, "sebentar lagi", seconds=0)
        later(paths[3], 503, "1.5", seconds=1.4)
        result = crawl(site.origin, tmp_path)
        assert len(result.records) == 5
        verdict = Verdict()
        judge_log(site, verdict, 0.0)
        assert verdict.bad == {}
        # The host is left alone, not the one address: between an answer that asks for it and its time is no request.
        waits = [(site.log[n].clock, site.windows[site.log[n].target]) for n in range(len(site.log))
                 if site.log[n].status in (429, 503) and site.log[n].target in site.windows]  # fmt: skip
        assert len(waits) == 3
        assert not [a.target for a in site.log for begin, end in waits if begin < a.clock < end]
