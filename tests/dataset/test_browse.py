"""`saring browse` in a real browser: facets, search, an article beside what was removed from it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from scraper.article import Block, Removal
from scraper.cli import main
from scraper.dataset import open_store
from tests.browser import Tab, browser
from tests.health.test_pages import axe

from .invented import article

Capture = pytest.CaptureFixture[str]
needs_datasette = pytest.mark.skipif(
    find_spec("datasette") is None, reason="no Datasette: pip install 'saring[browse]'"
)
HOSTILE = "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
ID = "genpi-sambal"


def put(path: Path) -> None:
    """A store of 61 articles of three outlets, one of them in two revisions and with a copy, one of them hostile."""
    records = []
    for i in range(58):
        outlet = ("genpi", "jpnn", "detik")[i % 3]
        records.append(
            article(
                f"n{i}", f"Warga desa {i} memanen cabai di lereng bukit.", id=f"{outlet}-n{i}", outlet=outlet,
                publisher=None, headline=f"Panen Cabai ke-{i} di Lereng Bukit", url=f"https://www.{outlet}.example/{i}",
                article_section=[("Ekonomi", "Gaya Hidup")[i % 2]], date_published=f"2024-{1 + i % 5:02}-11T08:00:00+07:00",
                rights={},
            )
        )  # fmt: skip
    blocks = [
        Block("paragraph", "Warung sambal itu buka pukul 05.30 di tepi kali."),
        Block("heading", "Antre sejak subuh"),
        Block("list_item", "cobek batu kali;"),
    ]
    removed = [
        Removal("dateline", "dateline", 0, "GenPI.co -"),
        Removal("read_also", "related", 0, "BACA JUGA: Teh Talua Kian Dicari", "https://www.genpi.co/2"),
        Removal("end_mark", "end_mark", 2, "(*)"),
    ]
    body = "\n\n".join(block.text for block in blocks)
    one = article("sambal", headline="Warung Sambal Ulek Ramai", removed=removed)
    one.blocks, one.article_body = blocks, body
    later = article(
        "sambal", headline="Warung Sambal Ulek Kian Ramai", removed=removed, revision=2, editors=[]
    )
    later.blocks = [Block("paragraph", blocks[0].text.replace("05.30", "06.00")), *blocks[1:]]
    later.article_body = "\n\n".join(block.text for block in later.blocks)
    twin = article(
        "kembar",
        *(b.text for b in later.blocks),
        id="jpnn-kembar",
        outlet="jpnn",
        headline="Sambal Ulek Ramai",
    )
    evil = article("jahat", f"{HOSTILE} {'panjang' * 60}", headline=f"Judul {HOSTILE}", url=f"https://www.genpi.co/{'p' * 300}",
                   article_section=[HOSTILE], removed=[Removal("ad", "ad", None, HOSTILE)], date_published=None,
                   warnings=[HOSTILE])  # fmt: skip
    store = open_store(str(path), write=True)
    store.put([record.to_dict() for record in (*records, one, later, twin, evil)])
    store.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE articles SET copy_group = ? WHERE id IN (?, ?)", (ID, ID, "jpnn-kembar"))
        db.commit()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a running `saring browse`."""
    path = tmp_path_factory.mktemp("browse") / "kabar #1.db"
    put(path)
    command = [sys.executable, "-m", "scraper.cli", "browse", str(path)]
    errors = path.with_name("errors.txt")
    with (
        errors.open("w") as file,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file, text=True) as process,
    ):
        assert process.stdout is not None
        said = process.stdout.readline()
        try:
            assert said, errors.read_text("utf-8")
            yield re.match(r"(http://127\.0\.0\.1:\d+)/articles/articles ", said)[1]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
        assert (process.returncode, errors.read_text("utf-8")) == (0, ""), "Ctrl-C ends it, and that is all"


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with browser() as opened:
        yield opened


def headlines(tab: Tab) -> list[str]:
    return list(tab.run("[...document.querySelectorAll('.cards h2')].map(h => h.textContent)"))


@needs_datasette
def test_facets_search_and_an_article_by_mouse(tab: Tab, site: str) -> None:
    tab.open(f"{site}/articles/articles")
    assert tab.run("document.querySelector('h1').textContent") == "61 articles"
    assert tab.run("[...document.querySelectorAll('.facets h2')].map(h => h.textContent)") == [
        "Outlet", "Section", "Month",
    ]  # fmt: skip
    tab.click("ul[aria-labelledby=facet-outlet] a[href*='outlet=jpnn']")
    assert tab.run("document.querySelector('h1').textContent") == "20 articles"
    tab.click("ul[aria-labelledby=facet-month] a[href*='2024-03']")
    chosen = tab.run("[...document.querySelectorAll('.chosen a')].map(a => a.textContent.trim())")
    assert sorted(chosen) == ["2024-03 ✕", "jpnn ✕"]
    assert len(headlines(tab)) == 4
    tab.click("ul[aria-labelledby=facet-outlet] .chosen a")
    assert len(headlines(tab)) == 12, "that facet is let go, the other one stays"

    tab.open(f"{site}/articles/articles?outlet=genpi")
    tab.run("document.querySelector('#q').focus()")
    tab.send("Input.insertText", text="sambal")
    tab.click("form button")
    assert headlines(tab) == ["Warung Sambal Ulek Kian Ramai"], "searched within the facet"
    tab.click(".cards a")
    assert tab.run("document.querySelector('h1').textContent") == "Warung Sambal Ulek Kian Ramai"
    kept = tab.run("[...document.querySelectorAll('.keep')].map(p => p.textContent)")
    assert kept == [
        "Warung sambal itu buka pukul 06.00 di tepi kali.",
        "Antre sejak subuh",
        "cobek batu kali;",
    ]
    cut = tab.run("[...document.querySelectorAll('.cut q')].map(p => p.textContent)")
    assert cut == ["GenPI.co -", "BACA JUGA: Teh Talua Kian Dicari", "(*)"]
    assert "a read-also label" in tab.run("document.querySelectorAll('.cut')[1].textContent"), "and why"
    assert tab.run("[...document.querySelectorAll('del')].map(d => d.textContent)")[-1] == "05.30"
    assert tab.run("[...document.querySelectorAll('ins')].map(d => d.textContent)")[-1] == "06.00"
    tab.click("a[href$='jpnn-kembar']")
    assert tab.run("document.querySelector('h1').textContent") == "Sambal Ulek Ramai"


PAGES = {
    "list": "articles?_size=6",
    "search": "articles?_search=cabai&outlet=genpi&_size=6",
    "nothing": "articles?_search=tidakada",
    "article": f"articles/{ID}",
    "hostile": "articles/genpi-jahat",
    "hostile_list": "articles?outlet=genpi&_sort=date_published&_size=3",
}


@needs_datasette
@pytest.mark.parametrize("width, dark", [(390, False), (1100, True)], ids=["phone-light", "desktop-dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_a_browser(tab: Tab, site: str, name: str, width: int, dark: bool, tmp_path: Path) -> None:
    address = f"{site}/articles/{PAGES[name]}"
    tab.open(address, width=width, dark=dark)
    shot = (
        Path(os.environ.get("SARING_SHOTS", tmp_path)) / f"{name}-{width}-{'dark' if dark else 'light'}.png"
    )
    tab.screenshot(shot)
    assert shot.stat().st_size > 3_000
    assert tab.run("document.documentElement.scrollWidth") <= width, "the page itself never scrolls sideways"
    assert tab.run("document.title") != "hacked" and tab.run("document.scripts.length") == 0
    assert tab.requests == [address], "no request to anywhere"
    tab.run(axe())
    found: list[dict[str, Any]] = tab.run("axe.run(document).then(r => r.violations)")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found] == []


@needs_datasette
def test_every_page_of_the_list_and_its_data(site: str) -> None:
    seen: list[str] = []
    url = f"{site}/articles/articles?_size=25"
    while url:
        with urllib.request.urlopen(url) as answer:
            text = answer.read().decode()
        seen += re.findall(r'<h2 lang="id"><a href="/articles/articles/([^"]+)"', text)
        further = re.search(r'<a href="([^"]+)" rel="next"', text)
        url = further[1].replace("&amp;", "&") if further else ""
    assert len(seen) == len(set(seen)) == 61
    with urllib.request.urlopen(f"{site}/articles/articles/{ID}.json?_shape=objects") as answer:
        (row,) = json.load(answer)["rows"]
    assert json.loads(row["record"])["revision"] == 2
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{site}/articles/articles/genpi-tiada")


@needs_datasette
def test_only_this_machine_is_answered(site: str) -> None:
    port = int(site.rpartition(":")[2])
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)} - {
        "127.0.0.1"
    }
    for address in {*others, "127.0.0.2"}:
        with socket.socket() as knock:
            assert knock.connect_ex((address, port)) != 0, address


@needs_datasette
def test_a_file_that_is_no_store_and_a_port_that_is_taken(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "teks.db").write_text("bukan basis data " * 100)
    with closing(sqlite3.connect(tmp_path / "lain.db")) as db:
        db.execute("CREATE TABLE x (y)")
    for name, says in (
        ("tiada.db", "no such store"),
        ("teks.db", "not a SQLite file"),
        ("lain.db", "not a store of saring"),
    ):
        assert main(["browse", str(tmp_path / name)]) == 1
        told = capsys.readouterr().err
        assert says in told and told.count("\n") == 1
    put(tmp_path / "a.db")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["browse", str(tmp_path / "a.db"), "--port", str(taken.getsockname()[1])]) == 1
    assert "in use" in capsys.readouterr().err


def test_without_datasette_it_says_what_to_install(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scraper.browse.find_spec", {}.get)
    put(tmp_path / "a.db")
    assert main(["browse", str(tmp_path / "a.db")]) == 1
    assert "pip install 'saring[browse]'" in capsys.readouterr().err
