"""One crawl of a site where much goes wrong: each address must end under its own name."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .sites import Page, Run, Stub, article, crawl, prose

INDEX = """<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>@/sitemap-index.xml</loc></sitemap><sitemap><loc>@/child.xml.gz</loc></sitemap>
<sitemap><loc>http://evil.example/sitemap.xml</loc></sitemap></sitemapindex>"""

URLS = (
    "/a/1/plain", "/a/2/moved", "/a/3/home", "/a/4/offsite", "/a/5/missing-page", "/a/6/split", "/a/7/broken",
    "/a/8/pdf", "https://www.genpi.co/a/9/absolute", "/a/10/amp-broken", "https://jatim.genpi.co/b/11/regional",
    "https://www.kompas.com/c/12/foreign", "/a/1/plain?utm_source=rss", "/amp/a/1/plain/", "&x;/a/13/entity",
    "/tertutup/14/disallowed", "/a/15/denied", "/a/16/loop", "/a/17/empty",
)  # fmt: skip


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Stub, Stub]:
    site, elsewhere = Stub(), Stub()
    locs = "".join(f"<url><loc>{url if url[0] != '/' else site.origin + url}</loc></url>" for url in URLS)
    xxe = '<?xml version="1.0"?><!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    child = f'{xxe}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</urlset>'
    html = {
        n: article(f"Kerja bakti di {n}", *prose(n)) for n in ("plain", "absolute", "ampbroken", "regional")
    }
    three = [prose(f"kota{n}") for n in (1, 2, 3)]
    site.pages = {
        "/robots.txt": Page("User-agent: *\nDisallow: /tertutup/\nSitemap: @/sitemap-index.xml\n"),
        "/sitemap-index.xml": Page(INDEX, headers={"Content-Type": "text/xml"}),
        "/child.xml.gz": Page(gzip.compress(child.encode()), headers={"Content-Type": "application/gzip"}),
        "/": Page("<html><h1>Beranda</h1></html>"),
        "/a/1/plain": Page(html["plain"]),
        "/a/2/moved": Page("", 301, {"Location": "/a/1/plain"}),
        "/a/3/home": Page("", 302, {"Location": "/"}),
        "/a/4/offsite": Page("", 302, {"Location": f"{elsewhere.origin}/a/4/offsite"}),
        "/a/5/missing-page": Page(article("Terpotong", *three[0], pages=3, path="/a/5/missing-page")),
        "/a/7/broken": Page("", 500),
        "/a/8/pdf": Page(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
        "/a/9/absolute": Page(html["absolute"]),
        "/amp/a/10/amp-broken": Page("", 503),
        "/a/10/amp-broken": Page(html["ampbroken"]),
        "/b/11/regional": Page(html["regional"]),
        "/tertutup/14/disallowed": Page(article("Tertutup", *prose("tertutup"))),
        "/a/15/denied": Page("", 403),
        "/a/16/loop": Page("", 302, {"Location": "/a/16/loop"}),
        "/a/17/empty": Page(""),
        "/rss": Page("<html>bukan umpan</html>"),
    }
    for n in (1, 2, 3):
        suffix = f"?page={n}" if n > 1 else ""
        site.pages[f"/a/6/split{suffix}"] = Page(
            article("Tiga halaman", *three[n - 1], pages=3, path="/a/6/split")
        )
    run = crawl(site.origin, tmp_path_factory.mktemp("odd"))
    site.close()
    elsewhere.close()
    return run, site, elsewhere


def test_what_is_an_article_is_emitted_whole(odd: tuple[Run, Stub, Stub]) -> None:
    records = {urlsplit(r["url"]).path: r for r in odd[0].articles}
    assert set(records) == {
        "/a/1/plain", "/a/6/split", "/a/9/absolute", "/a/10/amp-broken", "/b/11/regional",
    }  # fmt: skip
    split = records["/a/6/split"]
    assert split["pages_got"] == split["pages_expected"] == 3
    assert [b["text"] for b in split["blocks"]] == [p for n in (1, 2, 3) for p in prose(f"kota{n}")]


def test_every_other_address_ends_under_its_name(odd: tuple[Run, Stub, Stub]) -> None:
    summary = odd[0].summary
    assert odd[0].holds() and summary["not_visited"] == 0
    assert summary["reasons"] == {
        "skipped": {
            "content_type": 1, "moved": 1, "offsite": 1, "redirect_loop": 1, "robots": 1, "soft_404": 1,
        },
        "quarantined": {"empty": 1, "http_403": 1, "http_500": 1, "incomplete": 1},
    }  # fmt: skip


def test_incomplete_is_kept_with_its_pages(odd: tuple[Run, Stub, Stub]) -> None:
    line = next(q for q in odd[0].lines("quarantine.jsonl") if q["reason"] == "incomplete")
    assert line["message"].startswith("page 2 of 3")
    assert [urlsplit(page["url"]).path for page in line["pages"]] == ["/a/5/missing-page"]


def test_nothing_leaves_the_origin(odd: tuple[Run, Stub, Stub]) -> None:
    _, site, elsewhere = odd
    assert elsewhere.log == []
    assert site.log.count("/child.xml.gz") == 1 and site.log.count("/sitemap-index.xml") == 1
    assert not [target for target in site.log if "tertutup" in target]


def test_a_silent_source_is_named_and_no_success(odd: tuple[Run, Stub, Stub]) -> None:
    run = odd[0]
    assert run.exit_code == 1
    assert "/rss gave no article" in run.log and "Traceback" not in run.log


def test_a_dead_site_is_no_success(stub: Stub, tmp_path: Path) -> None:
    run = crawl(stub.origin, tmp_path)
    assert run.exit_code == 1 and "nothing was discovered" in run.log and "Traceback" not in run.log


def test_a_changed_article_is_the_next_revision(stub: Stub, tmp_path: Path) -> None:
    where = f"url={stub.origin}/a/1/berubah"
    stub.pages["/a/1/berubah"] = Page(article("Kerja bakti", *prose("lama")))
    crawl(stub.origin, tmp_path, "-a", where)
    stub.pages["/a/1/berubah"] = Page(article("Kerja bakti", *prose("baru")))
    run = crawl(stub.origin, tmp_path, "-a", where)
    first, second = run.articles
    assert (first["id"], first["revision"], second["revision"]) == (second["id"], 1, 2)
    assert run.exit_code == 0 and run.summary["emitted"] == 1


def test_pages_first_where_the_outlet_says_so(stub: Stub, tmp_path: Path) -> None:
    stub.pages["/news/kerja-bakti"] = Page(article("Kerja bakti", *prose("jpnn")))
    run = crawl(stub.origin, tmp_path, "-a", f"url={stub.origin}/news/kerja-bakti", outlet="jpnn")
    assert len(run.articles) == 1 and run.exit_code == 0
    assert [t for t in stub.log if t != "/robots.txt"] == ["/news/kerja-bakti"]
