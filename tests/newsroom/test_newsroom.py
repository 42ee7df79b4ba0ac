"""The demo newsroom answers as a site does, and its truth is what its pages print."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from lxml import html as lxml_html

from scraper.newsroom import Newsroom, NewsroomError, Told
from scraper.newsroom.__main__ import main

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ARTICLES = Newsroom().articles


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as opened:
        yield opened


def ask(newsroom: Newsroom, target: str, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
    """Status, headers and body of one request; header names with underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(newsroom.origin + target, headers=named, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers, answer.read()


def tree(page: bytes) -> Any:
    """The parsed page; Any, for lxml's stubs do not know the methods of HTML elements."""
    return lxml_html.fromstring(page.decode())


def body_text(page: bytes) -> str:
    """The words of the body element on one line, scripts left out, a blank between table cells."""
    root = tree(page)
    body = root.cssselect("[itemprop=articleBody]")[0]
    for script in body.cssselect("script"):
        script.drop_tree()
    for cell in body.cssselect("td + td"):
        cell.text = f" {cell.text}"
    return one_line(body.text_content())


def one_line(text: str) -> str:
    return " ".join(text.split())


def in_order(told: Told, text: str) -> None:
    place = 0
    for block in told.expected["blocks"]:
        found = text.find(block["text"], place)
        assert found >= 0, block["text"]
        place = found + len(block["text"])


def named(told: Told) -> str:
    return told.path.split("/")[2]


# the server


def test_every_page_answers_with_its_length_and_validators(newsroom: Newsroom) -> None:
    for target in ("/", "/travel", "/indeks?page=2", "/rss", "/sitemap.xml", "/robots.txt", ARTICLES[0].path):
        status, headers, body = ask(newsroom, target)
        assert status == 200
        assert int(headers["Content-Length"]) == len(body)
        assert headers["ETag"] and headers["Last-Modified"].endswith("GMT")
        assert b"@ORIGIN@" not in body and b"${" not in body


def test_head_has_the_headers_of_get_and_no_body(newsroom: Newsroom) -> None:
    status, headers, body = ask(newsroom, ARTICLES[0].path, "HEAD")
    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == ask(newsroom, ARTICLES[0].path)[1]["Content-Length"]


def test_a_conditional_request_is_answered_304(newsroom: Newsroom) -> None:
    path = ARTICLES[3].path
    _, headers, _ = ask(newsroom, path)
    tag, modified = headers["ETag"], headers["Last-Modified"]
    for asked in (
        {"If_None_Match": tag},
        {"If_None_Match": f'"x", W/{tag}'},
        {"If_Modified_Since": modified},
    ):
        status, told, body = ask(newsroom, path, **asked)
        assert (status, body, told["ETag"]) == (304, b"", tag)
    for asked in (
        {"If_None_Match": '"other"'},
        {"If_None_Match": '"other"', "If_Modified_Since": modified},
        {"If_Modified_Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"If_Modified_Since": "yesterday"},
    ):
        assert ask(newsroom, path, **asked)[0] == 200


def test_another_port_is_the_same_newsroom(newsroom: Newsroom) -> None:
    with Newsroom() as other:
        assert other.origin != newsroom.origin
        for target in ("/", ARTICLES[0].path):
            assert ask(other, target)[1]["ETag"] == ask(newsroom, target)[1]["ETag"]


def test_unknown_targets_are_404(newsroom: Newsroom) -> None:
    split = next(a for a in ARTICLES if a.pages > 1)
    for target in (
        "/tidak-ada",
        "/berita/1/x",
        f"{split.path}?page={split.pages + 1}",
        "/http://[",
        "/amp/travel",
    ):
        status, headers, body = ask(newsroom, target)
        assert status == 404 and body and headers["ETag"] is None, target


def test_tracking_parameters_and_page_one_are_the_page_itself(newsroom: Newsroom) -> None:
    plain = ask(newsroom, ARTICLES[0].path)[2]
    assert ask(newsroom, f"{ARTICLES[0].path}?page=1")[2] == plain
    assert ask(newsroom, f"{ARTICLES[0].path}?utm_source=x")[2] == plain


def test_the_log_holds_every_request_in_order() -> None:
    with Newsroom() as opened:
        assert opened.origin.startswith("http://127.0.0.1:")
        ask(opened, "/robots.txt", User_Agent="tester/1.0")
        ask(opened, "/indeks?page=2", "HEAD", User_Agent="tester/1.0")
        ask(opened, "/tidak-ada", User_Agent="tester/1.0")
        seen = [(v.method, v.target, v.status, v.user_agent) for v in opened.log]
        assert [v.time for v in opened.log] == sorted(v.time for v in opened.log)
    assert seen == [
        ("GET", "/robots.txt", 200, "tester/1.0"),
        ("HEAD", "/indeks?page=2", 200, "tester/1.0"),
        ("GET", "/tidak-ada", 404, "tester/1.0"),
    ]


def test_stop_frees_the_port_and_a_taken_port_is_named() -> None:
    first = Newsroom()
    first.stop()
    origin = first.start()
    port = int(origin.rpartition(":")[2])
    assert first.start() == origin
    with pytest.raises(NewsroomError, match=f"127.0.0.1:{port}"):
        Newsroom().start(port)
    with pytest.raises(SystemExit, match="cannot listen"):
        main(["--port", str(port)])
    first.stop()
    first.start(port)
    assert ask(first, "/")[0] == 200
    first.stop()


def test_missing_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NewsroomError, match=r"articles\.jsonl"):
        Newsroom(tmp_path)
    monkeypatch.setattr("scraper.newsroom._PACKAGE", tmp_path / "scraper")
    with pytest.raises(NewsroomError, match="_newsroom"):
        Newsroom()


def test_the_copy_in_the_wheel_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(__file__).parents[2] / "fixtures" / "newsroom"
    (tmp_path / "scraper").mkdir()
    (tmp_path / "scraper" / "_newsroom").symlink_to(source)
    monkeypatch.setattr("scraper.newsroom._PACKAGE", tmp_path / "scraper")
    assert Newsroom().articles == ARTICLES


# discovery


def test_robots_names_both_sitemaps_and_forbids_the_drafts(newsroom: Newsroom) -> None:
    text = ask(newsroom, "/robots.txt")[2].decode()
    assert "Disallow: /pratinjau/\n" in text
    assert re.findall(r"^Sitemap: (.+)$", text, re.MULTILINE) == [
        f"{newsroom.origin}/sitemap.xml",
        f"{newsroom.origin}/sitemap-news.xml",
    ]


def test_the_sitemap_lists_every_article_and_every_trap(newsroom: Newsroom) -> None:
    root = ET.fromstring(ask(newsroom, "/sitemap.xml")[2])
    locs = [e.text for e in root.iter(f"{_SITEMAP}loc")]
    paths = [a.path for a in newsroom.articles] + [o.path for o in newsroom.not_articles]
    assert sorted(filter(None, locs)) == sorted(newsroom.origin + p for p in paths)
    stamped = {e.text for e in root.iter(f"{_SITEMAP}lastmod")}
    assert stamped == {a.expected["date_published"] for a in newsroom.articles}


def test_the_news_sitemap_and_the_feed_hold_the_newest(newsroom: Newsroom) -> None:
    newest = [a.expected for a in newsroom.articles[::-1]]
    news = ET.fromstring(ask(newsroom, "/sitemap-news.xml")[2])
    assert [e.text for e in news.iter(f"{_NEWS}publication_date")] == [
        e["date_published"] for e in newest[:12]
    ]
    feed = ET.fromstring(ask(newsroom, "/rss")[2])
    assert [e.findtext("title") for e in feed.iter("item")] == [e["headline"] for e in newest[:15]]
    assert str(feed.findtext("channel/item/pubDate")).endswith("+0700")


def test_the_paged_index_leads_to_every_article_and_ends(newsroom: Newsroom) -> None:
    found: list[str] = []
    for number in range(1, 6):
        root = tree(ask(newsroom, f"/indeks?page={number}")[2])
        found += [a.get("href", "") for a in root.cssselect(".post__title a")]
    assert found == [newsroom.origin + a.path for a in newsroom.articles[::-1]]
    for number in (5, 99):
        assert b"post__title" not in ask(newsroom, f"/indeks?page={number}")[2]


def test_every_link_leads_into_the_newsroom(newsroom: Newsroom) -> None:
    for told in newsroom.articles[::7]:
        root = tree(ask(newsroom, told.path)[2])
        assert all(a.get("href", "").startswith(newsroom.origin) for a in root.cssselect("a[href]"))


# what is no article


@pytest.mark.parametrize(
    ("why", "holds"),
    [
        ("soft_404", "Halaman tidak ditemukan"),
        ("login", 'type="password"'),
        ("gallery", "ImageGallery"),
        ("list", "posts-list"),
        ("robots", "Naskah"),
    ],
)
def test_what_is_no_article_is_served_as_what_it_is(newsroom: Newsroom, why: str, holds: str) -> None:
    for other in (o for o in newsroom.not_articles if o.why == why):
        status, _, body = ask(newsroom, other.path)
        assert status == other.status == 200
        assert holds in body.decode() and b"articleBody" not in body


def test_the_missing_page_and_the_twins_of_traps_are_404(newsroom: Newsroom) -> None:
    assert {o.why for o in newsroom.not_articles} == {
        "soft_404",
        "login",
        "gallery",
        "list",
        "missing",
        "robots",
    }
    for other in newsroom.not_articles:
        assert ask(newsroom, f"/amp{other.path}")[0] == 404
        assert ask(newsroom, other.path)[0] == other.status


# the truth is what the pages print


@pytest.mark.parametrize("told", ARTICLES, ids=named)
def test_the_amp_twin_holds_every_block_in_the_seeds_order(newsroom: Newsroom, told: Told) -> None:
    status, _, page = ask(newsroom, told.amp_path)
    if not told.amp:
        assert status == 404
        return
    in_order(told, body_text(page))
    root = tree(page)
    for script in root.cssselect("script"):
        script.drop_tree()
    text, want = one_line(root.cssselect("body")[0].text_content()), told.expected
    order = [want["headline"], want["date_published_raw"], "GenPI.co - " + want["blocks"][0]["text"]]
    order += ["Silakan baca konten menarik lainnya dari GenPI.co di Google News"]
    order += [
        f"Redaktur: {want['editors'][0]}",
        "BERITA TERPOPULER",
        "BERITA TERKAIT",
        want["copyright_notice"],
    ]
    places = [text.find(part) for part in order]
    last = want["blocks"][-1]["text"]
    # Cells are glued in plain text, so a last table row is looked for by its last cell.
    assert not want["end_mark"] or f"{last.split()[-1]} {want['end_mark']} " in text
    assert -1 not in places and places == sorted(places), list(zip(order, places, strict=True))
    assert "amp" in root.attrib


@pytest.mark.parametrize("told", ARTICLES, ids=named)
def test_the_desktop_pages_together_hold_every_block_in_order(newsroom: Newsroom, told: Told) -> None:
    targets = [told.path, *(f"{told.path}?page={n}" for n in range(2, told.pages + 1))]
    pages = [ask(newsroom, target)[2] for target in targets]
    in_order(told, " ".join(map(body_text, pages)))
    for number, page in enumerate(pages, 1):
        root = tree(page)
        assert len(root.cssselect(".entry-content .col-md-10 [itemprop=articleBody] .entry-thumb")) == 1
        assert [e.get("href") for e in root.cssselect("link[rel=canonical]")] == [
            told.expected["canonical_url"]
        ]
        assert [e.get("href") for e in root.cssselect("link[rel=amphtml]")] == [
            newsroom.origin + told.amp_path
        ]
        total = [a.text_content() for a in root.cssselect(".mnmd-pagination li:nth-last-of-type(3)")]
        assert total == ([str(told.pages)] if told.pages > 1 else [])
        teasers = [h.text_content() for h in root.cssselect(".col-md-10 h4")]
        lead = told.expected["blocks"][0]["text"]
        assert len(teasers) == (number > 1) and all(lead.startswith(t) for t in teasers)
        assert bool(root.cssselect(".redaktur")) == (number == told.pages)


@pytest.mark.parametrize("told", ARTICLES, ids=named)
def test_links_in_the_body_follow_the_blocks_they_are_said_to(newsroom: Newsroom, told: Told) -> None:
    """Read in document order, each printed link comes after its block and before the next one."""
    pages = [ask(newsroom, told.path)[2]]
    pages += [ask(newsroom, f"{told.path}?page={n}")[2] for n in range(2, told.pages + 1)]
    text, blocks = " ".join(map(body_text, pages)), told.expected["blocks"]
    for link in told.expected["related_links"]:
        label = "BACA JUGA:" if link["kind"] == "read_also" else "BACA SELENGKAPNYA:"
        place = text.index(f"{label} {link['title']}")
        assert text.index(blocks[link["after_block"]]["text"]) < place
        following = blocks[link["after_block"] + 1 :][:1]
        assert all(place < text.index(b["text"], place) for b in following)
        assert f'href="{newsroom.origin}{link["path"]}"' in b"".join(pages).decode()
    assert text.count("BACA JUGA:") + text.count("BACA SELENGKAPNYA:") == len(told.expected["related_links"])


@pytest.mark.parametrize("told", ARTICLES, ids=named)
def test_json_ld_says_the_same(newsroom: Newsroom, told: Told) -> None:
    root = tree(ask(newsroom, told.path)[2])
    ld = json.loads(str(root.cssselect('script[type="application/ld+json"]')[0].text))
    want = told.expected
    assert (ld["@type"], ld["headline"], ld["datePublished"]) == (
        "NewsArticle",
        want["headline"],
        want["date_published"],
    )
    assert (
        ld["keywords"] == want["keywords"] == [a.text_content() for a in root.cssselect(".tags a[rel=tag]")]
    )
    assert want["authors"] == ([ld["author"]["name"]] if ld["author"]["@type"] == "Person" else [])


# what the newsroom has on show


def test_the_newsroom_shows_what_it_is_for() -> None:
    assert len(ARTICLES) >= 34
    assert len({a.path.split("/")[1] for a in ARTICLES}) == 6
    assert len({a.path for a in ARTICLES}) == len({a.path.split("/")[2] for a in ARTICLES}) == len(ARTICLES)
    pages = [a.pages for a in ARTICLES if a.pages > 1]
    assert len(pages) >= 8 and set(pages) == {2, 3, 4}
    assert [a.pages > 1 for a in ARTICLES if not a.amp] == [True]
    assert {b["kind"] for a in ARTICLES for b in a.expected["blocks"]} == {
        "paragraph", "heading", "list_item", "quote", "table_row",
    }  # fmt: skip
    marks = [a.expected["end_mark"] for a in ARTICLES]
    assert (marks.count("(Ant)"), marks.count(None)) == (2, 1)
    assert [a.expected["cited_sources"] for a in ARTICLES if a.expected["cited_sources"]] == [
        ["Harbor Tribune"]
    ]
    rounds = [sum(x["kind"] == "continued" for x in a.expected["related_links"]) for a in ARTICLES]
    assert sorted(rounds)[-2:] == [0, 5]


def test_one_story_comes_back_two_days_later() -> None:
    first, later = (
        datetime.fromisoformat(a.expected["date_published"])
        for a in ARTICLES
        if any("same story" in s for s in a.shows)
    )
    assert (later.date() - first.date()) == timedelta(days=2)


@pytest.mark.parametrize(
    "word",
    ["baca juga", "copyright", "ikuti", "simak", "silakan", "dilansir", "berita terkait", "redaktur"],
)
def test_innocent_prose_uses_the_words_of_boilerplate(word: str) -> None:
    shown = [a for a in ARTICLES if any(s.startswith("innocent:") and word in s for s in a.shows)]
    assert shown and all(word in a.expected["article_body"].lower() for a in shown)


@pytest.mark.parametrize("told", ARTICLES, ids=named)
def test_the_days_named_in_the_prose_are_those_of_the_calendar(told: Told) -> None:
    published = date.fromisoformat(told.expected["date_published"][:10])
    for day, number, month in re.findall(r"(\w+) \((\d+)/(\d+)\)", told.expected["article_body"]):
        named_day = date(published.year, int(month), int(number))
        assert _WEEKDAYS[named_day.weekday()] == day
        assert abs(named_day - published) < timedelta(days=31)


def test_no_text_needs_tidying() -> None:
    for told in ARTICLES:
        for block in told.expected["blocks"]:
            assert block["text"] == one_line(block["text"]) and not re.search(
                r'[<>"]|[^\x20-\u201d]', block["text"]
            )
