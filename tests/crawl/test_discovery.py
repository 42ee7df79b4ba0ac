"""How articles are found: dated archives and their backfill, chosen sections and words, feeds that lie, any site."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from scraper.crawl.book import Book, SourceTally
from scraper.crawl.choice import Choice
from scraper.crawl.foreign import may_be_article, site_outlet
from scraper.crawl.listing import chosen_sources, home_lists, index_links
from scraper.demo import crawl_command
from scraper.errors import PageRefused, UsageError
from scraper.extraction import extract
from scraper.outlet import Feed, Index, Sitemap
from scraper.outlets import by_name
from scraper.page import Page as HtmlPage

from .sites import Page, Run, Stub, article, crawl, prose

FIRST, LAST = date(2024, 6, 1), date(2024, 6, 5)
MONTHS = {5: "Mei", 6: "Juni"}


def dated(title: str, day: date, seed: str, *, head: str = "") -> str:
    """An article page of a day, of another section and place for each seed."""
    page = article(title, *prose(seed)).replace("19 Juni 2024", f"{day.day} {MONTHS[day.month]} {day.year}")
    return page.replace("<head>", f"<head>{head}")


@pytest.fixture
def site() -> Iterator[Stub]:
    stub = Stub()
    stub.pages["/robots.txt"] = Page("User-agent: *\nDisallow:\n")
    yield stub
    stub.close()


def archive(stub: Stub, *, missing: str = "") -> list[str]:
    """JPNN's index by day, three articles a day on two pages of it; the addresses."""
    paths = []
    day = FIRST - timedelta(days=1)
    while day <= LAST + timedelta(days=1):
        links = []
        for n in (1, 2, 3):
            path = f"/daerah/{day:%d}0{n}/kabar-{day:%d}-{n}"
            paths.append(path)
            links.append(f'<h2><a href="{path}">Kabar</a></h2>')
            stub.pages[path] = Page(dated(f"Kabar {day:%d} {n}", day, f"desa{day:%m%d}{n}"))
        for page, part in ((1, links[:2]), (2, links[2:]), (3, []), (4, [])):
            address = f"/indeks?id=&d={day:%d}&m={day:%m}&y={day:%Y}&tab=all&page={page}"
            stub.pages[address] = Page(f"<html><body>{''.join(part)}</body></html>")
        day += timedelta(days=1)
    if missing:
        stub.pages[missing] = Page("", 404)
    return paths


def jpnn(stub: Stub, out: Path, *more: str) -> Run:
    return crawl(stub.origin, out, *more, outlet="jpnn")


WINDOW = ("-a", "since=2024-06-01", "-a", "until=2024-06-05")


def test_a_backfill_walks_the_days_and_says_what_is_missing(site: Stub, tmp_path: Path) -> None:
    archive(site, missing="/daerah/0302/kabar-03-2")
    run = jpnn(site, tmp_path, *WINDOW)
    assert len(run.articles) == 14 and run.holds()
    told = json.loads((run.folder / "coverage.json").read_text("utf-8"))
    assert [(d["day"], d["found"], d["fetched"], d["missing"], d["walked"]) for d in told["days"]] == [
        ("2024-06-01", 3, 3, 0, 1),
        ("2024-06-02", 3, 3, 0, 1),
        ("2024-06-03", 3, 2, 1, 1),
        ("2024-06-04", 3, 3, 0, 1),
        ("2024-06-05", 3, 3, 0, 1),
    ]
    assert told["days"][2]["reasons"] == {"gone": 1}
    assert "2024-06-03: 3 found, 2 fetched, 1 missing (gone 1)" in run.log


def test_a_killed_backfill_goes_on_where_it_stood(site: Stub, tmp_path: Path) -> None:
    archive(site)
    command, environment = crawl_command(site.origin, tmp_path / "jpnn", *WINDOW, "-s", "DOWNLOAD_DELAY=0.05")
    first = "/indeks?id=&d=05&m=06&y=2024&tab=all&page=1"
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        # Killed in the middle of the archive: the newest days have been read to their end.
        while not any("d=03&" in target for target in site.log) and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL and first in site.log
    site.log.clear()
    run = jpnn(site, tmp_path, *WINDOW)
    assert len(run.articles) == 15 == len({a["url"] for a in run.articles})
    assert first not in site.log, "a day that was walked to its end is not walked again"
    days = json.loads((run.folder / "coverage.json").read_text("utf-8"))["days"]
    assert [(d["fetched"], d["missing"], d["walked"]) for d in days] == [(3, 0, 1)] * 5


def test_a_day_is_read_to_its_end_though_earlier_runs_know_its_first_pages(
    site: Stub, tmp_path: Path
) -> None:
    paths = archive(site)
    day = [path for path in paths if "kabar-03-" in path]
    for page, path in enumerate(day, 1):  # an article a page
        address = f"/indeks?id=&d=03&m=06&y=2024&tab=all&page={page}"
        site.pages[address] = Page(f'<h2><a href="{path}">Kabar</a></h2>')
    one = "-a", "since=2024-06-03", "-a", "until=2024-06-03"
    jpnn(site, tmp_path, "-a", f"url={site.origin}{day[0]},{site.origin}{day[1]}")
    run = jpnn(site, tmp_path, *one)
    assert {a["url"] for a in run.articles} == {f"{site.origin}{path}" for path in day}
    site.log.clear()
    run = jpnn(site, tmp_path, *one, "-s", "INDEX_MAX_PAGES=2")
    (told,) = json.loads((run.folder / "coverage.json").read_text("utf-8"))["days"]
    assert told["walked"] == 0 and "not read to its end" in run.log and "too_many_pages" in run.log


def test_a_day_that_cannot_be_read_is_no_success(site: Stub, tmp_path: Path) -> None:
    archive(site)
    del site.pages["/indeks?id=&d=03&m=06&y=2024&tab=all&page=1"]
    run = jpnn(site, tmp_path, *WINDOW)
    assert run.exit_code == 1 and len(run.articles) == 12
    assert "1 days of the archive were not read to their end, the first 2024-06-03" in run.log


def test_what_lies_behind_an_earlier_limit_is_read(site: Stub, tmp_path: Path) -> None:
    for page in range(1, 9):
        path = f"/politik/{page}/kabar-{page}"
        site.pages[path] = Page(dated(f"Kabar {page}", LAST, f"desa{page}"))
        site.pages["/indeks" if page == 1 else f"/indeks?page={page}"] = Page(f'<a href="{path}">x</a>')
    site.pages["/indeks?page=1"] = site.pages["/indeks"]
    crawl(site.origin, tmp_path, "-a", "limit=1", "-s", "INDEX_MAX_PAGES=4")
    assert len(crawl(site.origin, tmp_path).articles) == 8


def genpi_like(stub: Stub, today: date = LAST) -> dict[str, str]:
    """Articles of two sections, named by a sitemap."""
    pages = {
        "/politik/1/rapat-banjir": dated("Rapat soal banjir bandang", today, "rapat"),
        "/olahraga/2/laga-final": dated("Laga final", today, "laga"),
        "/olahraga/3/lari-pagi": dated("Lari pagi", today, "lari"),
    }
    stub.pages |= {path: Page(html) for path, html in pages.items()}
    locs = "".join(f"<url><loc>@{path}</loc></url>" for path in pages)
    stub.pages["/sitemap.xml"] = Page(f"<urlset>{locs}</urlset>", headers={"Content-Type": "text/xml"})
    return pages


@pytest.mark.parametrize(
    ("given", "headlines", "asked"),
    [
        (("-a", "section=Olahraga"), {"Laga final", "Lari pagi"}, {"olahraga"}),
        (("-a", "keyword=BANJIR Bandang"), {"Rapat soal banjir bandang"}, {"olahraga", "politik"}),
        (("-a", "keyword=banjir,final"), {"Rapat soal banjir bandang", "Laga final"}, {"olahraga", "politik"}),
        (("-a", "keyword=ban"), set(), {"olahraga", "politik"}),
        (("-a", "section=olahraga", "-a", "keyword=saluran", "-a", "limit=1"), {"Laga final"}, {"olahraga"}),
    ],
)  # fmt: skip
def test_sections_and_keywords(
    site: Stub, tmp_path: Path, given: tuple[str, ...], headlines: set[str], asked: set[str]
) -> None:
    genpi_like(site)
    run = crawl(site.origin, tmp_path, *given)
    assert {a["headline"] for a in run.articles} == headlines and run.holds()
    visited = {t.removeprefix("/amp").split("/")[1] for t in site.log if re.search(r"/\d/", t)}
    assert visited == asked, "the address tells the section, so nothing is asked for in vain"


def test_addresses_from_a_file(site: Stub, tmp_path: Path) -> None:
    genpi_like(site)
    names = tmp_path / "alamat.txt"
    names.write_text(
        "# dua alamat\n\nhttps://www.genpi.co/politik/1/rapat-banjir  # rapat\n"
        '{"url": "https://www.genpi.co/olahraga/3/lari-pagi", "n": 1}\nhttps://contoh.example/x/4/lain\n',
        "utf-8",
    )
    run = crawl(site.origin, tmp_path, "-a", f"urls_file={names}")
    assert {a["headline"] for a in run.articles} == {"Rapat soal banjir bandang", "Lari pagi"}
    assert run.summary["not_of_this_outlet"] == 1 and "1 lines of urls_file" in run.log
    assert run.exit_code == 0


def rss(*items: tuple[str, str]) -> Page:
    body = "".join(f"<item><link>{link}</link><pubDate>{when}</pubDate></item>" for link, when in items)
    return Page(f"<rss><channel>{body}</channel></rss>", headers={"Content-Type": "application/rss+xml"})


NEW, OLD = "Wed, 05 Jun 2024 06:40:00 GMT", "Sat, 06 Apr 2024 06:40:00 GMT"


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        (rss(("@/", NEW), ("@/", NEW), ("@/", NEW)), "source /rss gave no article (none of its 3 entries is one)"),
        (rss(*[("@/politik/1/rapat-banjir?utm_source=rss", NEW)] * 4), "lies: all of its 4 entries lead to one"),
        (rss(("@/olahraga/3/lari-pagi", OLD)), "is frozen: its newest entry is of 2024-04-06"),
        (rss(("@/olahraga/3/lari-pagi", NEW)), ""),
    ],
)  # fmt: skip
def test_feeds_that_do_not_say_what_there_is(site: Stub, tmp_path: Path, feed: Page, said: str) -> None:
    genpi_like(site)
    site.pages["/rss"] = feed
    run = crawl(site.origin, tmp_path)
    assert len(run.articles) == 3
    assert run.exit_code == (1 if said else 0) and said in run.log


def test_a_feed_whose_links_lead_through_a_counter(site: Stub, tmp_path: Path) -> None:
    genpi_like(site)
    del site.pages["/sitemap.xml"]
    counted = "<item><link>http://feeds.example/~r/7</link><guid>@/olahraga/3/lari-pagi</guid></item>"
    # Another's article stays another's, and a page of this site that is no article is not read by its guid.
    others = (
        "<item><link>https://feeds.example/~r/8</link><guid>https://www.jpnn.com/news/kabar</guid></item>"
    )
    home = "<item><link>@/</link><guid>@/politik/1/rapat-banjir</guid></item>"
    site.pages["/rss"] = Page(f"<rss><channel>{counted}{others}{home}</channel></rss>")
    run = crawl(site.origin, tmp_path)
    assert [a["headline"] for a in run.articles] == ["Lari pagi"]


def test_a_feed_that_stands_still_beside_others() -> None:
    def alarms(fresh: int, newest: date) -> list[tuple[str, str]]:
        feed = SourceTally(found=5, read=True, entries=5, fresh=fresh, newest=newest)
        return list(Book({}, {"/rss": feed}, LAST).alarms())

    assert alarms(0, LAST - timedelta(days=8)) and not alarms(0, LAST - timedelta(days=7))
    assert not alarms(1, LAST - timedelta(days=8)) and alarms(1, LAST - timedelta(days=31))


def test_a_listing_in_json() -> None:
    body = (
        b'{"data": {"items": [{"link": "/a/1/x", "more": {"link": "https://h.example/a/2/y"}}, {"link": 3}]}}'
    )
    index = Index("/api", links="json:link")
    assert index_links(body, "https://h.example/api", index) == [
        "https://h.example/a/1/x",
        "https://h.example/a/2/y",
    ]
    for broken in (b"<html>", b"[" * 100_000, b"3"):
        with pytest.raises(PageRefused):
            index_links(broken, "https://h.example/api", index)


def test_sources_of_a_section_or_a_search_are_read_when_asked() -> None:
    search, tag = Index("/cari?q={keyword}&page={page}"), Index("/tag/{tag}")
    sources = Sitemap("/s.xml"), Feed("/rss/{section}.xml"), search, tag
    assert chosen_sources(sources, (), ()) == [sources[0]]
    assert [source.url for source in chosen_sources(sources, ("Gaya Hidup", "bola"), ("banjir & rob",))] == [
        "/s.xml",
        "/rss/gaya-hidup.xml",
        "/rss/bola.xml",
        "/cari?q=banjir%20%26%20rob&page={page}",
        "/tag/banjir-rob",
    ]


def test_a_choice_is_by_whole_words_and_names() -> None:
    genpi = by_name("genpi")
    html = article("Banjir di Kota", *prose("kota")).encode()
    found = extract(html, "https://www.genpi.co/berita/9/banjir", outlet=genpi)
    for keyword, hit in (
        ("banjir", True),
        ("BANJIR di  kota", True),
        ("anjir", False),
        ("saluran air", True),
    ):
        assert (Choice(keywords=(keyword,)).misses(found) is None) is hit, keyword
    assert Choice(("berita",)).misses(found) is None and Choice(("politik",)).misses(found) == "other_section"
    assert (
        Choice(("politik",)).surely_misses("https://www.genpi.co/berita/9/banjir", genpi) == "other_section"
    )
    assert Choice(("jatim",)).surely_misses("https://jatim.genpi.co/berita/9/banjir", genpi) is None


# -- any site -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/2024/06/05/warga-membersihkan-sungai/", True),
        ("/berita/banjir-bandang", True),
        ("/read/55/rapat", True),
        ("/artikel/kisah.html", True),
        ("/berita-123456", True),
        ("/", False),
        ("/tentang-kami", False),
        ("/tag/banjir-bandang-besar", False),
        ("/category/olah-raga-air", False),
        ("/berita/page/2", False),
        ("/wp-content/uploads/2024/06/foto-banjir-besar.jpg", False),
        ("/pedoman-media-siber", False),
        ("/politik", False),
        ("/search?q=banjir-bandang-besar", False),
    ],
)
def test_which_addresses_of_any_site_may_be_articles(path: str, may: bool) -> None:
    assert may_be_article(f"https://www.contoh.co.id{path}") is may


@pytest.mark.parametrize("domain", ["", "contoh", "http://", "127.0.0.1", "-a.b", "contoh..id"])
def test_a_domain_is_needed(domain: str) -> None:
    with pytest.raises(UsageError):
        site_outlet(domain)


def test_the_feeds_a_home_page_names() -> None:
    html = (
        '<html><head><link rel=alternate type="application/rss+xml" href="/umpan"><link rel="alternate" '
        'type="application/rss+xml" href="/comments/feed"><link rel=alternate hreflang=en href="/en"></head>'
        "<body><p>Beranda</p></body></html>"
    )
    assert home_lists(HtmlPage(html.encode(), "https://contoh.co.id/")) == ["https://contoh.co.id/umpan"]


def elsewhere(title: str, seed: str) -> Page:
    """A page in a shape of its own, without anything that a rule could know."""
    text = "".join(f"<p>{p}</p>" for p in prose(seed))
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title,
            "datePublished": "2024-06-05T08:00:00+07:00"}  # fmt: skip
    ld = json.dumps(data).replace("@", r"\u0040")
    return Page(
        f"<!DOCTYPE html><html lang=id><head><title>{title} | Kabar Contoh</title>"
        f'<script type="application/ld+json">{ld}</script></head><body><nav><a href="/">Beranda</a></nav>'
        f"<main><article><h1>{title}</h1><section class=x1>{text}</section></article></main></body></html>"
    )


@pytest.mark.parametrize("sitemap", [True, False])
def test_any_site_is_crawled_by_itself(site: Stub, tmp_path: Path, sitemap: bool) -> None:
    site.pages["/kabar/2024/sawah-mengering"] = elsewhere("Sawah mengering", "sawah")
    site.pages["/kabar/2024/pasar-dibuka"] = elsewhere("Pasar dibuka", "pasar")
    site.pages["/kabar/2024/rahasia-dapur"] = elsewhere("Rahasia dapur", "dapur")
    site.pages["/kabar/2024/tidak-ada"] = Page("", 404)
    site.pages["/robots.txt"] = Page(
        "User-agent: *\nDisallow: /kabar/2024/rahasia\n" + ("Sitemap: @/peta.xml\n" if sitemap else "")
    )
    site.pages["/"] = Page(
        '<html><head><link rel=alternate type="application/rss+xml" href="/umpan"></head><body>'
        '<a href="/kabar/2024/sawah-mengering">Sawah</a><a href="/tentang-kami">Tentang</a>'
        '<a href="https://lain.example/a/2024/b-c-d">Lain</a></body></html>'
    )
    site.pages["/umpan"] = rss(("@/kabar/2024/pasar-dibuka", NEW), ("@/kabar/2024/tidak-ada", NEW))
    site.pages["/peta.xml"] = Page(
        "<urlset><url><loc>https://www.contoh.co.id/kabar/2024/pasar-dibuka</loc></url>"
        "<url><loc>@/kabar/2024/rahasia-dapur</loc></url></urlset>",
        headers={"Content-Type": "text/xml"},
    )
    command, environment = crawl_command(site.origin, tmp_path / "site", "-a", "domain=contoh.co.id")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    run = Run(done.returncode, done.stderr, tmp_path / "contoh_co_id")
    assert {a["headline"] for a in run.articles} == {"Sawah mengering", "Pasar dibuka"}, run.log
    assert run.exit_code == 0 and run.holds()
    assert all(a["outlet"] == "contoh_co_id" for a in run.articles)
    assert run.summary["reasons"]["skipped"] == {"gone": 1} | ({"robots": 1} if sitemap else {})
    assert not any(t.startswith(("/kabar/2024/rahasia", "/tentang-kami")) for t in site.log)
    assert ("/sitemap.xml" in site.log) is not sitemap, "guesses only where robots.txt names none"
