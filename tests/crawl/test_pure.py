"""The crawl's own logic, without a crawl: addresses, lists, windows, accounts, line files, faults."""

from __future__ import annotations

import contextlib
import gzip
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response

from scraper.article import Article, Block
from scraper.crawl.book import Book
from scraper.crawl.checks import article_fault, body_fault, refresh_target, status_fault
from scraper.crawl.listing import Entry, index_address, index_days, read_listing
from scraper.crawl.site import Site
from scraper.crawl.window import Window
from scraper.errors import PageRefused
from scraper.outlet import WIB, Index
from scraper.outlets import by_name
from scraper.spiders.answers import fault_of, since

NOW = datetime(2024, 7, 1, 12, tzinfo=WIB)


def window(since: str | None, until: str | None = None) -> Window:
    return Window.parse(since, until, NOW)


GENPI, JPNN = by_name("genpi"), by_name("jpnn")
ORIGIN = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("origin", "url", "allowed"),
    [
        (None, "https://www.genpi.co/x", True),
        (None, "http://jatim.genpi.co/x", True),
        (None, "https://genpi.co:443/x", True),
        (None, "https://www.genpi.co:8443/x", False),
        (None, "https://genpi.co.evil.example/", False),
        (None, "https://genpi.co@evil.example/", False),
        (None, "http://127.0.0.1/", False),
        (None, "file:///etc/passwd", False),
        (None, "https://[", False),
        (ORIGIN, "http://127.0.0.1:8000/x", True),
        (ORIGIN, "http://127.0.0.1:8001/x", False),
        (ORIGIN, "https://127.0.0.1:8000/x", False),
        (ORIGIN, "http://localhost:8000/x", False),
        (ORIGIN, "https://www.genpi.co/x", False),
    ],
)
def test_where_requests_may_go(origin: str | None, url: str, allowed: bool) -> None:
    assert Site(GENPI, origin).allows(url) is allowed


@pytest.mark.parametrize(
    ("origin", "met", "fetched"),
    [
        (None, "/a/1/b", "https://www.genpi.co/a/1/b"),
        (None, "https://www.genpi.co/amp/a/1/b#komentar", "https://www.genpi.co/a/1/b"),
        (None, "https://jatim.genpi.co/a/1/b?page=4&utm_source=x", "https://jatim.genpi.co/a/1/b"),
        (None, "https://web.archive.org/web/2024/https://www.genpi.co/a/1/b", "https://www.genpi.co/a/1/b"),
        (None, "https://www.genpi.co/tag/pasar", None),
        (None, "javascript:void(0)", None),
        (None, "mailto:redaksi@genpi.co", None),
        (ORIGIN, "https://bali.genpi.co/a/1/b", f"{ORIGIN}/a/1/b"),
        (ORIGIN, f"{ORIGIN}/amp/a/1/b", f"{ORIGIN}/a/1/b"),
        (ORIGIN, "http://127.0.0.1:8001/a/1/b", None),
    ],
)
def test_article_addresses(origin: str | None, met: str, fetched: str | None) -> None:
    assert Site(GENPI, origin).article(met) == fetched


_PIECES = (
    "https://", "http://", "HTTP://", "www.genpi.co", "jatim.genpi.co", "genpi.co.", "127.0.0.1", ":8000", ":443", ":8443", ":",
    "web.archive.org", "web", "2024", "/", "//", ".", "..", "a-b", "~x", "kabar.html", "?page=2", "#atas", " ", "%20", "@", "é",
    "https:/", "\n",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=9).map("".join), st.sampled_from([None, ORIGIN]))
def test_plain_addresses_are_read_at_a_glance_as_they_are_read_in_full(url: str, origin: str | None) -> None:
    site = Site(GENPI, origin)
    for address in (url, f"https://www.genpi.co/{url}", f"{ORIGIN}/{url}"):
        assert site.here(address) == site._here(address)
        standing_in = origin and site.allows(address)
        own = (
            urlsplit(address)._replace(scheme="https", netloc="www.genpi.co").geturl()
            if standing_in
            else address
        )
        assert site.own(address) == own


def test_an_amp_twin_on_another_host_leads_home() -> None:
    assert Site(JPNN).desktop("https://m.jpnn.com/amp/news/kabar") == "https://www.jpnn.com/news/kabar"
    assert Site(JPNN, ORIGIN).desktop(f"{ORIGIN}/amp/news/kabar") == f"{ORIGIN}/news/kabar"


SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://x/1?a=1&amp;b=2 </loc><lastmod>2024-06-19</lastmod><image:image><image:loc>https://x/i.jpg</image:loc>
</image:image></url><url><loc>https://x/2</loc><news:news><news:publication_date>2024-06-20T01:00:00+07:00
</news:publication_date></news:news></url><url><lastmod>2024-01-01</lastmod></url></urlset>"""
RSS = b"""<rss><channel><link>https://x/</link><item><title>a</title><link>https://x/1</link>
<pubDate>Wed, 19 Jun 2024 06:40:00 GMT</pubDate></item><item><guid>https://x/2</guid></item>
<item><link>https://feeds.y/~r/3</link><guid>12</guid><f:origLink xmlns:f="u:f">https://x/3</f:origLink></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://x/"/><entry><link rel="self" href="https://x/s"/>
<link rel="alternate" href="https://x/1"/><published>2024-06-19T13:40:00+07:00</published></entry></feed>"""
CHILDREN = b"""<sitemapindex><sitemap><loc>https://x/a.xml</loc><lastmod>2024-06-01</lastmod></sitemap></sitemapindex>"""


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        (
            SITEMAP,
            [
                Entry("https://x/1?a=1&b=2", None, "2024-06-19"),
                Entry("https://x/2", "2024-06-20T01:00:00+07:00"),
            ],
        ),
        (
            gzip.compress(SITEMAP[:0] + RSS),
            [
                Entry("https://x/1", "Wed, 19 Jun 2024 06:40:00 GMT"),
                Entry("https://x/2"),
                Entry("https://feeds.y/~r/3", others=("https://x/3",)),
            ],
        ),
        (ATOM, [Entry("https://x/1", "2024-06-19T13:40:00+07:00")]),
        (CHILDREN, [Entry("https://x/a.xml", None, "2024-06-01", is_list=True)]),
        (b"  \n" + CHILDREN[:-20], [Entry("https://x/a.xml", None, "2024-06-01", is_list=True)]),
        (b"<html><body><p>Bukan peta situs</p></body></html>", []),
    ],
)
def test_lists(body: bytes, entries: list[Entry]) -> None:
    assert list(read_listing(body, "https://x/sitemap.xml")) == entries


def test_entities_are_not_expanded() -> None:
    kinds = '<!DOCTYPE u [<!ENTITY inside "haha"><!ENTITY outside SYSTEM "file:///etc/passwd">]>'
    urls = "".join(f"<url><loc>{loc}</loc></url>" for loc in ("https://x/&inside;&outside;", "https://x/1"))
    found = [entry.url for entry in read_listing(f"{kinds}<urlset>{urls}</urlset>".encode(), "x")]
    assert found == ["https://x/1"], "half an address is another address"


def test_a_billion_laughs_cost_nothing() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE u [<!ENTITY l0 "ha">{laughs}]><urlset><url><loc>https://x/&l9;</loc></url></urlset>'
    with contextlib.suppress(PageRefused):
        assert [entry.url for entry in read_listing(body.encode(), "x")] in ([], ["https://x/"])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_a_list"),
        (b"\x1f\x8b\x08 not gzip", "not_a_list"),
        (gzip.compress(b"<urlset>" + b" " * 60 * 2**20), "too_large"),
        (
            b"<urlset><url " + b" ".join(b'a%d="1"' % n for n in range(40_000)) + b"/></urlset>",
            "too_many_attributes",
        ),
    ],
)
def test_hostile_lists_are_refused_at_once(body: bytes, reason: str) -> None:
    with pytest.raises(PageRefused) as caught:
        list(read_listing(body, "https://x/sitemap.xml"))
    assert caught.value.reason == reason


def test_a_long_list_is_read_in_linear_time() -> None:
    body = (
        b"<urlset>"
        + b"".join(b"<url><loc>https://x/%d</loc></url>" % n for n in range(60_000))
        + b"</urlset>"
    )
    assert len(list(read_listing(body, "x"))) == 50_000


def test_dated_index() -> None:
    dated = Index("/indeks?d={d}&m={m}&y={y}&page={page}")
    today = date(2024, 7, 1)
    assert index_days(Index("/indeks?page={page}"), None, None, today) == [None]
    assert index_days(dated, None, None, today) == [today, date(2024, 6, 30)]
    assert index_days(dated, date(2024, 6, 1), date(2024, 6, 2), today) == [
        date(2024, 6, 2),
        date(2024, 6, 1),
    ]
    assert index_days(dated, date(2024, 6, 30), date(2030, 1, 1), today)[0] == today
    assert index_address(dated, 3, date(2024, 6, 2)) == "/indeks?d=02&m=06&y=2024&page=3"


@pytest.mark.parametrize(
    ("published", "reason"),
    [
        ("2024-06-01T00:00:00+07:00", None),
        ("2024-05-31T18:00:00+00:00", None),  # already June in Jakarta
        ("2024-05-31T23:59:00+07:00", "before_since"),
        ("2024-06-30T23:59:00+07:00", None),
        ("2024-06-30T17:00:00+00:00", "after_until"),
        ("2024-06-30", None),
        (None, "undated"),
    ],
)
def test_window_counts_days_in_jakarta(published: str | None, reason: str | None) -> None:
    assert window("2024-06-01", "2024-06-30").misses(published) == reason


def test_lists_only_skip_what_is_beyond_doubt() -> None:
    some = window("2024-06-10", "2024-06-20")
    assert some.surely_misses(None, "2024-06-08") == "before_since"
    assert some.surely_misses(None, "2024-06-09") is None
    assert some.surely_misses(None, "2025-01-01") is None, "an old article may have been edited"
    assert some.surely_misses("Sat, 22 Jun 2024 06:40:00 GMT", None) == "after_until"
    assert some.surely_misses("kemarin", "entah") is None
    assert not Window() and Window().misses(None) is None


def test_the_book_holds_the_law() -> None:
    assert Book({}).problems() == ["nothing was discovered"]
    book = Book({("emitted", ""): 1, ("waiting", ""): 1})
    assert any("only 1 ended" in p for p in book.problems()) and "1 NOT VISITED" in book.line()
    book = Book({("emitted", ""): 1, ("skipped", "robots"): 1, ("failed", "http_500"): 2})
    assert book.problems() == [] and book.line().startswith("4 discovered = 1 emitted")
    assert book.reasons("failed") == {"http_500": 2}


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (IgnoreRequest("of another package"), "skipped", "ignored"),
        (DownloadCancelledError("larger than download max size"), "quarantined", "too_large"),
        (DownloadTimeoutError("took longer than 30 s"), "failed", "timeout"),
        (ConnectionResetError(), "failed", "connection"),
    ],
)
def test_faults_have_names(error: Exception, kind: str, reason: str) -> None:
    fault = fault_of(error)
    assert (fault.kind, fault.reason) == (kind, reason) and fault.message


def test_statuses() -> None:
    assert status_fault(200) is None
    assert [status_fault(s).reason for s in (404, 410, 403, 503)] == ["gone", "gone", "http_403", "http_503"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kata biasa, " * 600, None),
        ("1" * 6000, "junk"),
        ("aGFsbyBkdW5pYQ" * 500, "junk"),
        (". - @ " * 2000, "junk"),
    ],
)
def test_a_paragraph_without_words_is_no_prose(text: str, reason: str | None) -> None:
    record = Article(id="genpi-1", headline="Judul", article_body=text, blocks=[Block("paragraph", text)])
    fault = article_fault(record)
    assert (fault and fault.reason) == reason


def test_what_a_page_is_asked_with_the_next_time() -> None:
    date, modified = "Wed, 19 Jun 2024 07:00:00 GMT", "Tue, 18 Jun 2024 07:00:00 GMT"
    for told, asked in (
        ({"Last-Modified": modified, "ETag": '"1"', "Date": date}, modified),
        ({"ETag": '"1"', "Date": date}, None),
        ({"Date": date}, date),
    ):
        assert since(Response("https://www.genpi.co/x", headers=told)) == asked
    ours = since(Response("https://www.genpi.co/x"))
    assert ours and parsedate_to_datetime(ours).tzinfo


def test_the_end_of_a_page_and_where_it_sends_its_readers() -> None:
    filler = b"<p>kata</p>" * 1000
    assert body_fault(b"<html><body>" + filler + b"</body>" + filler, proven=True) is None
    cut = body_fault(b"<html><body>" + filler, proven=True)
    assert cut and cut.reason == "cut_short"
    assert [fault and fault.reason for fault in (body_fault(b"", proven=True), body_fault(b" \n ", proven=True))] == [
        "empty", "empty",
    ]  # fmt: skip
    for tag in (
        b'<meta http-equiv="refresh" content="0; url=/a">',
        b"<META HTTP-EQUIV=Refresh CONTENT='0;URL=/a'>",
    ):
        assert refresh_target(b"<html>" + b"<p>" * 50 + tag) == "/a"
    assert refresh_target(b"<meta name=refresh content='0;url=/a'>" + filler) is None
