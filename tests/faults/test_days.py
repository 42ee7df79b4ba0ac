"""Run after run: unchanged, changed, moved and vanished articles, and robots.txt that cannot be asked."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .run import crawl, judge
from .server import Asked, Reply
from .site import FaultyNewsroom
from .words import Print, headline, paragraphs

NIGHT = (
    "changed changed_minor drift gone_tomorrow moved moved_301 dup_body dup_aliases canonical_broken http_404 paywall "
    "captcha_200 soft_404 soft_404_home redirect_loop multipage pdf_as_article drift_now robots_disallowed header_noai "
    "canonical_known_one canonical_known_two canonical_home_one canonical_home_two canonical_gone_one canonical_gone_two "
    "canonical_of_a_later_one canonical_named"
).split()


def conditional(asked: Asked) -> bool:
    return bool({"if-none-match", "if-modified-since"} & set(asked.headers))


def test_second_run_asks_only_for_what_changed(tmp_path: Path) -> None:
    with FaultyNewsroom(NIGHT, good=6) as site:
        first = crawl(site.origin, tmp_path)
        assert judge(site, first).bad == {} and first.code == 0
        before = (first.folder / "articles.jsonl").read_bytes()
        aside = (first.folder / "quarantine.jsonl").read_bytes()
        site.log.clear()
        second = crawl(site.origin, tmp_path)
        assert second.code == 0 and second.summary["emitted"] == 0
        assert [asked.target for asked in site.log if not conditional(asked)] == []
        assert (second.folder / "articles.jsonl").read_bytes() == before
        assert (second.folder / "quarantine.jsonl").read_bytes() == aside
        assert second.summary["unchanged"] == first.summary["emitted"]


@pytest.mark.slow
def test_pages_without_validators_are_asked_since_their_answer(tmp_path: Path) -> None:
    """Their server knows no Last-Modified, but when it was asked: RFC 9110, 13.1.3."""
    with FaultyNewsroom([], good=5) as site:
        changed = {case.path: 0.0 for case in site.good}
        bodies = {case.path: Print(case.name, case.path).html() for case in site.good}

        def answer(asked: Asked) -> Reply:
            since = asked.headers.get("if-modified-since")
            if since and parsedate_to_datetime(since).timestamp() >= changed.get(asked.target, 0.0):
                return Reply(b"", 304)
            return Reply(bodies[asked.target].encode())

        for path in bodies:
            site.handlers[path] = answer
        index = site.find("/indeks?page=1")(Asked(0.0, 0.0, "", {}, 1))
        bodies["/indeks?page=1"] = index.body.decode()  # type: ignore[union-attr]
        site.handlers["/indeks?page=1"] = answer
        first = crawl(site.origin, tmp_path)
        site.log.clear()
        second = crawl(site.origin, tmp_path)
        assert second.summary["unchanged"] == 5 and len(second.records) == len(first.records) == 5
        assert [asked.target for asked in site.log if not conditional(asked)] == []
        assert {asked.status for asked in site.log} == {304}
        path = site.good[2].path
        bodies[path] = bodies[path].replace("desa", "kampung", 1)
        changed[path] = time.time() + 1
        assert [record["revision"] for record in crawl(site.origin, tmp_path).records[5:]] == [2]


def test_the_next_day(tmp_path: Path) -> None:
    with FaultyNewsroom(NIGHT, good=6) as site:
        first = crawl(site.origin, tmp_path)
        site.day = 1
        second = crawl(site.origin, tmp_path)
        new = second.records[len(first.records) :]
        assert {urlsplit(r["url"]).path.rsplit("/", 1)[-1]: r["revision"] for r in new} == {
            "changed": 2,
            "changed-minor": 2,
        }
        by_id = {record["id"]: record for record in first.records}
        assert all(record["id"] in by_id for record in new)
        changed, minor = new
        assert [block["text"] for block in changed["blocks"]] == site.changed
        told = {line["id"]: line for line in second.lines("revisions.jsonl")}
        (paragraph,) = told[minor["id"]]["paragraphs"]
        assert paragraph["what"] == "changed" and paragraph["at"] == 3
        assert paragraph["new"][0] == paragraph["old"][0] + " Sisanya ditanggung oleh kas desa."
        assert second.summary["reasons"]["skipped"]["gone"] == 2  # http_404, and the one gone over night
        third = crawl(site.origin, tmp_path)
        assert third.summary["emitted"] == 0 and len(third.records) == len(second.records)


def test_a_robots_txt_that_cannot_be_asked_means_no(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=5) as site:
        good = site.handlers["/robots.txt"]
        site.handlers["/robots.txt"] = lambda _: Reply(b"User-agent: *\nAllow: /", 503)
        result = crawl(site.origin, tmp_path, "-s", "RETRY_WAIT_SECONDS=1")
        assert result.code == 1 and {asked.target for asked in site.log} == {"/robots.txt"}
        assert "robots.txt" in result.log and "503" in result.log and "Traceback" not in result.log
        # Asked again later, not for ever; then all is well.
        site.handlers["/robots.txt"] = good
        assert len(crawl(site.origin, tmp_path).records) == 5


def test_a_robots_txt_that_fails_once_is_asked_again(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=3) as site:
        good = site.handlers["/robots.txt"]
        site.handlers["/robots.txt"] = lambda a: Reply(b"", 500) if a.nth == 1 else good(a)
        result = crawl(site.origin, tmp_path)
        assert [asked.target for asked in site.log[:2]] == ["/robots.txt"] * 2 and len(result.records) == 3


def test_the_beginning_of_a_huge_robots_txt_counts(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=3) as site:
        rules = f"User-agent: *\nDisallow: {site.good[0].path}\nSitemap: {site.origin}/sitemap.xml\n".encode()
        site.put("/robots.txt", Reply(rules + b"# isi\n" * 2_000_000, kind="text/plain"))
        assert len(crawl(site.origin, tmp_path).records) == 2


def test_a_broken_connection_is_not_asked_again_at_once(tmp_path: Path) -> None:
    with FaultyNewsroom(["close_no_response"], good=8) as site:
        assert judge(site, crawl(site.origin, tmp_path, delay=0.3), delay=0.3).gaps == []


def test_no_robots_txt_allows_all(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=3) as site:
        site.handlers["/robots.txt"] = lambda _: Reply(b"<html>dilarang</html>", 403)
        result = crawl(site.origin, tmp_path)
        assert len(result.records) == 3 and result.records[0]["rights"]["robots_txt"] == "none"


def test_a_long_retry_after_leaves_the_host_alone_and_the_rest_to_the_next_run(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=6) as site:
        busy = site.good[2].path
        good = site.handlers[busy]
        site.handlers[busy] = lambda _: Reply(b"nanti", 429, [("Retry-After", "3600")])
        first = crawl(site.origin, tmp_path)
        asked = [a.target for a in site.log]
        assert asked[-1] == busy, "after it nothing more is asked of the host"
        assert first.summary["failed"] == 4 and first.summary["not_visited"] == 0
        again = crawl(site.origin, tmp_path)
        assert [a.target for a in site.log] == asked, "nor by the next run, before its time"
        assert again.code == 1
        site.handlers[busy] = good


@pytest.mark.slow
def test_what_falls_due_later_is_left_to_the_next_run(tmp_path: Path) -> None:
    with FaultyNewsroom(["http_500_then_ok"], good=3) as site:
        first = crawl(site.origin, tmp_path, "-s", "RETRY_BACKOFF_SECONDS=2", "-s", "RETRY_WAIT_SECONDS=1")
        assert first.summary["failed"] == 1 and first.summary["reasons"]["failed"] == {"http_500": 1}
        assert first.code == 0
        second = crawl(site.origin, tmp_path, "-s", "RETRY_BACKOFF_SECONDS=2")
        assert second.summary["emitted"] == 1 and second.summary["failed"] == 0
        assert judge(site, second).bad == {}


@pytest.mark.slow
def test_a_run_far_below_the_usual_does_not_mix_with_good_output(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=30) as site:
        first = crawl(site.origin, tmp_path)
        before = (first.folder / "articles.jsonl").read_bytes()
        assert first.code == 0 and len(first.records) == 30
        # Overnight every page has another template, without editors and dates, and another text.
        for case in site.good:
            told = "".join(f"<p>{text}</p>" for text in paragraphs(f"{case.name} lain"))
            page = f"<html><body><h1>{headline(case.name)}</h1>{told}</body></html>"
            site.put(case.path, Reply(page.encode()))
        second = crawl(site.origin, tmp_path)
        assert second.code == 1 and "usual" in second.log
        assert (first.folder / "articles.jsonl").read_bytes() == before
        aside = [line for line in second.lines("quarantine.jsonl") if line["reason"] == "below_baseline"]
        kept = [line["pages"][0]["file"] for line in aside]
        assert len(aside) == second.summary["reasons"]["quarantined"]["below_baseline"] >= 1
        assert all((second.folder / name).exists() for name in kept)
        third = crawl(site.origin, tmp_path)
        assert third.code == 1 and (first.folder / "articles.jsonl").read_bytes() == before


@pytest.mark.slow
def test_an_outlet_that_refuses_crawlers_is_left_alone_and_said_so(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=40) as site:
        for case in site.good:
            site.handlers[case.path] = lambda _: Reply(b"<html><title>Just a moment...</title></html>", 403)
        result = crawl(site.origin, tmp_path)
        pages = [a for a in site.log if a.status == 403]
        assert result.code == 1 and "refuses crawlers" in result.log
        assert len(pages) < 20 and result.cpu < 15
        assert result.summary["failed"] == 40, "all of them have a next visit"
        asked = len(site.log)
        assert crawl(site.origin, tmp_path).code == 1 and len(site.log) == asked


def test_one_article_on_demand_is_quick(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=3) as site:
        result = crawl(site.origin, tmp_path, "-a", f"url={site.origin}{site.good[1].path}")
        assert [urlsplit(r["url"]).path for r in result.records] == [site.good[1].path]
        assert result.cpu < 10, "2 s on a quiet machine"
        again = crawl(site.origin, tmp_path, "-a", f"url={site.origin}{site.good[1].path}")
        assert again.code == 0 and again.summary["unchanged"] == 1


def test_a_crawl_without_a_contact_says_so_once(tmp_path: Path) -> None:
    with FaultyNewsroom([], good=1) as site:
        said = []
        for contact in ("sari@example.org", "", ""):
            result = crawl(
                site.origin,
                tmp_path,
                "-a",
                f"url={site.origin}{site.good[0].path}",
                "-s",
                f"CONTACT={contact}",
            )
            said.append(result.log.count("no contact set"))
        assert said == [0, 1, 0]
        agents = [asked.headers["user-agent"] for asked in site.log]
        assert "sari@example.org" in agents[0] and "pypi.org/project/saring" in agents[-1]
