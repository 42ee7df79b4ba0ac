"""The report's numbers in every form, and how long a large ledger takes; explain's web side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scraper.cli import main
from scraper.explain.fetch import Unfetched, fetch
from scraper.health import plots
from scraper.health.prometheus import exposition
from scraper.health.propose import proposals
from scraper.outlet import Strike
from tests.crawl.sites import Page, Stub, article, crawl, prose


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of one crawl of six articles, a log-in page and a dead link."""
    out, site = tmp_path_factory.mktemp("out"), Stub()
    paths = [f"/berita/1{n}/kabar-dari-kampung-{n}" for n in range(6)]
    for n, path in enumerate(paths):
        site.pages[path] = Page(article(f"Kabar dari kampung {n}", *prose(f"Desa {chr(97 + n)}una")))
    login = "/berita/99/khusus-pelanggan-saja"
    site.pages[login] = Page(
        "<html><title>Masuk</title><h1>Masuk</h1><form><input type=password></form></html>"
    )
    locs = "".join(f"<url><loc>@{p}</loc></url>" for p in (*paths, login, "/berita/98/sudah-tiada-lagi"))
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</urlset>'
    site.pages["/sitemap.xml"] = Page(sitemap, headers={"Content-Type": "application/xml"})
    crawl(site.origin, out)
    site.close()
    return out


def told(output: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["report", "--output", str(output), "--json", "-"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_the_numbers_are_those_of_the_crawl(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    numbers = told(output, capsys)
    assert numbers["outlets"][0]["articles"] == 6 and numbers["outlets"][0]["own_rule"] == 1.0  # type: ignore[index]
    assert sum(numbers["hours"]["genpi"].values()) == 6  # type: ignore[index]
    assert numbers["days"] == {"genpi": {"2024-06-19": 6}}
    coverage = numbers["coverage"]["genpi"]  # type: ignore[index]
    assert (
        coverage["headline"] == {"now": 1.0, "usual": None, "articles": 6}
        and coverage["keywords"]["now"] == 0.0
    )
    assert numbers["quarantine"]["reasons"] == {"genpi": {"login": 1}}  # type: ignore[index]
    assert numbers["quarantine"]["examples"][0]["file"].startswith("genpi/quarantine/")  # type: ignore[index]
    assert numbers["endings"]["genpi"] == {"emitted": 6, "quarantined": 1, "skipped": 1}  # type: ignore[index]
    polite = numbers["politeness"][0]  # type: ignore[index]
    assert (
        polite["statuses"]["200"] == polite["requests"] - polite["statuses"]["404"]
        and polite["too_many_requests"] == 0
    )
    assert numbers["slowest"] and all(page["download"] >= 0 for page in numbers["slowest"])  # type: ignore[union-attr]


def test_prometheus_can_read_it(output: Path, tmp_path: Path) -> None:
    parser = pytest.importorskip("prometheus_client.parser", reason="no prometheus_client")
    file = tmp_path / "saring.prom"
    assert main(["report", "--output", str(output), "--prometheus", str(file)]) == 0
    families = {f.name: f for f in parser.text_string_to_metric_families(file.read_text("utf-8"))}
    articles = families["saring_articles"].samples
    assert [(s.labels, s.value) for s in articles] == [({"outlet": "genpi"}, 6.0)]
    assert {s.labels["state"]: s.value for s in families["saring_urls"].samples} == {
        "emitted": 6.0, "quarantined": 1.0, "skipped": 1.0,
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["saring.prom"], "no half file is left"


def test_labels_are_escaped() -> None:
    parser = pytest.importorskip("prometheus_client.parser", reason="no prometheus_client")
    odd = 'a"b\\c\nd'
    told = {
        "outlets": [], "coverage": {}, "endings": {odd: {"failed": 2_000_000}}, "removed": {}, "politeness": [],
        "quarantine": {"reasons": {}},
    }  # fmt: skip
    samples = [s for f in parser.text_string_to_metric_families(exposition(told)) for s in f.samples]
    assert [(s.labels["outlet"], s.value) for s in samples] == [(odd, 2_000_000.0)]


def test_what_cannot_be_done_is_said_in_a_line(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["report", "--output", str(tmp_path)]) == 1
    assert "no_ledger" in capsys.readouterr().err and not (tmp_path / "ledger.db").exists()
    assert main(["report", "--output", str(output), "--html", str(tmp_path / "no" / "x.html")]) == 1
    assert "unwritable" in capsys.readouterr().err
    assert main(["report", "--output", str(output), "--outlet", "nobody"]) == 2
    assert main(["propose", "genpi", "--last", "0"]) == 2
    monkeypatch.setattr(plots, "there", lambda: False)
    capsys.readouterr()
    assert main(["report", "--output", str(output), "--html", str(tmp_path / "x.html")]) == 1
    assert "saring[report]" in capsys.readouterr().err
    assert main(["report", "--output", str(output), "--html", str(tmp_path / "x.html"), "--no-plots"]) == 0
    assert "<svg" not in (tmp_path / "x.html").read_text("utf-8")


def test_proposals_generalise_numbers_and_variants_and_spare_prose() -> None:
    channels = "Ikuti kabar pilihan kami di kanal {} setiap hari"
    records = [
        {"url": f"https://x.example/{n}", "blocks": [
            *({"text": text} for text in prose(f"Desa {chr(97 + n)}una")),
            {"text": f"Dibaca {n * 137} kali"}, {"text": channels.format(("satu", "dua", "tiga")[n % 3])},
        ]} for n in range(12)
    ]  # fmt: skip
    found = proposals(records)
    patterns = [eval(p.declaration.rstrip(","), {"Strike": Strike}).regex for p in found]
    assert len(patterns) == 2 and {p.matched for p in found} == {12}
    assert sum(bool(p.search("Dibaca 5 kali")) for p in patterns) == 1
    assert sum(bool(p.search(channels.format("dua"))) for p in patterns) == 1
    assert not any(
        p.search("Ketua panitia: Ikuti kabar pilihan kami di kanal satu setiap hari") for p in patterns
    )


# -- explain --------------------------------------------------------------------------------------------------


def test_explain_asks_politely(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = Stub()
    site.pages["/robots.txt"] = Page("User-agent: saring\nDisallow: /rahasia/")
    site.pages["/pindah"] = Page("", 301, {"Location": "@/kabar/1/warga-membersihkan-saluran"})
    site.pages["/kabar/1/warga-membersihkan-saluran"] = Page(
        article("Warga membersihkan saluran", *prose("Una"))
    )
    out = tmp_path / "why.html"
    assert main(["explain", f"{site.origin}/pindah", "--outlet", "generic", "--html", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "field\theadline\tWarga membersihkan saluran" in shown and "field\ttimings\t" in shown
    assert "Warga membersihkan saluran" in out.read_text("utf-8")
    assert site.log == ["/robots.txt", "/pindah", "/robots.txt", "/kabar/1/warga-membersihkan-saluran"]
    assert main(["explain", f"{site.origin}/rahasia/1"]) == 1
    assert "[robots]" in capsys.readouterr().err and "/rahasia/1" not in site.log
    site.pages["/robots.txt"] = Page("", 503)
    assert main(["explain", f"{site.origin}/kabar/1/warga-membersihkan-saluran"]) == 1
    assert "do not crawl" in capsys.readouterr().err
    site.close()
    assert main(["explain", f"{site.origin}/kabar"]) == 1


def test_a_public_name_that_leads_here_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = [(2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: entry)
    with pytest.raises(Unfetched, match="not a public address"):
        fetch("http://www.kabar.example/x")
