"""A site of invented articles in GenPI's shape, as many and as heavy as wished, served by a real nginx on loopback."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from scraper.newsroom import Newsroom
from scraper.newsroom.truth import read_articles

_WORDS = Path(__file__).resolve().parent.parent / "fixtures" / "newsroom"
_BATCH = 40  # articles printed at a time: the press links all of its articles with each other
_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
# What a page of 155 KB is made of, as counted on real ones: near half scripts and styles, 1,200 tags.
_SCRIPTED = 0.47
_CARD = (
    '<li class="card card--{n}" data-track="card-pilihan" data-position="{n}" data-section="pilihan"><a '
    'class="card__link" href="/tag/kabar-pilihan-nomor-{n}" title="{title}" data-label="pilihan-{n}" data-ev="klik">'
    '<img class="card__image lazy" width="120" height="80" src="/uploads/kecil/{n}.webp" alt="{title}">'
    "{title}</a></li>\n"
)
_SCRIPT = (
    '  window.dataLayer=window.dataLayer||[];dataLayer.push({{"event":"slot-{n}","unit":"/1234567/genpi/'
    'slot_{n}","size":[[300,250],[336,280]],"if":"a<b&&c>d"}});\n'
)


class Hit(NamedTuple):
    """One request as nginx logged it: ``at`` is when it was read (seconds since 1970)."""

    at: float
    target: str
    status: int


def print_site(folder: Path, count: int, size: int) -> list[str]:
    """Write ``count`` articles of ``size`` bytes each, sitemap and robots.txt into ``folder``; their paths.

    The same arguments print the same bytes, but for ``@ORIGIN@``, which nginx puts in nowhere: addresses are relative
    to the outlet's own host.
    """
    dice = random.Random(count)
    known = read_articles(_WORDS)
    told = [
        item["text"] for a in known for page in a["pages"] for item in page if item["kind"] == "paragraph"
    ]
    paths = []
    for start in range(0, count, _BATCH):
        numbers = range(start, min(count, start + _BATCH))
        for path, body in _printed(folder, [_article(dice, known, told, n) for n in numbers]):
            place = folder / path.lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(_heavy(body, size), "utf-8")
            paths.append(path)
    locs = "".join(f"<url><loc>https://www.genpi.co{path}</loc></url>\n" for path in paths)
    named = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    (folder / "sitemap.xml").write_text(f'<?xml version="1.0"?>\n<urlset {named}>\n{locs}</urlset>\n')
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /search/\nDisallow: /ajax/\n")
    return paths


def _article(dice: random.Random, known: list[dict[str, Any]], told: list[str], n: int) -> dict[str, Any]:
    """One article: sentences of the newsroom's in an order of its own."""
    like = dice.choice(known)
    paragraphs = [f"{dice.choice(told)} {dice.choice(told)}" for _ in range(dice.randint(8, 18))]
    words = " ".join(dice.sample([word for word in " ".join(told[:9]).split() if word.isalpha()], 5)).title()
    day, month = 1 + n % 28, _MONTHS[n // 28 % 12]
    same = {
        name: like[name]
        for name in ("kanal", "editor", "author", "caption", "tags", "end_mark", "end_mark_own_line")
    }
    return {
        **same, "id": 100_000 + n, "slug": f"{words} {n}".lower().replace(" ", "-"), "headline": f"{words} Kabar {n}",
        "date": f"{day} {month} 2023 {n % 24:02}:{n % 60:02}", "cited_sources": [], "amp": False, "shows": [],
        "pages": [[{"kind": "paragraph", "text": text} for text in paragraphs]],
    }  # fmt: skip


def _printed(folder: Path, articles: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Path and page of each article, as the newsroom's press prints them."""
    words = folder / ".words"
    words.mkdir(parents=True)
    lines = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    (words / "articles.jsonl").write_text(lines, "utf-8")
    (words / "not_articles.jsonl").write_text("")
    (words / "templates").symlink_to(_WORDS / "templates")
    room = Newsroom(words)
    shutil.rmtree(words)
    return [(told.path, room.reply(told.path)[0].body) for told in room.articles]


def _heavy(body: str, size: int) -> str:
    """The page with as many scripts, styles and cards as make it ``size`` bytes."""
    room = max(0, size - len(body.encode()))
    scripted, cards = int(room * _SCRIPTED), []
    style = "".join(f".card--{n}{{margin:0 {n % 9}px;color:#{n:06x}}}\n" for n in range(scripted // 4 // 40))
    scripts = [
        "<script>\n" + "".join(_SCRIPT.format(n=10 * block + line) for line in range(10)) + "</script>\n"
        for block in range(max(0, scripted - len(style)) // 1620)
    ]
    half = len(scripts) // 2
    head = f"<style>\n{style}</style>\n{''.join(scripts[:half])}"
    left, n = size - len(body.encode()) - len(head) - sum(map(len, scripts[half:])), 0
    while left > 0:
        n += 1
        title = f"Kabar pilihan nomor {n} dari redaksi untuk pembaca di rumah"
        cards.append(_CARD.format(n=n, title=title))
        left -= len(cards[-1])
    body = body.replace("</head>", f"{head}</head>", 1)
    block = f'<ul class="more-cards">{"".join(cards)}</ul>\n{"".join(scripts[half:])}'
    return body.replace('<footer class="site-footer">', f'{block}<footer class="site-footer">', 1)


class Nginx:
    """nginx serving ``folder`` on a free loopback port, its files under ``place``; ``hits`` is what it logged."""

    def __init__(self, folder: Path, place: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.origin = f"http://127.0.0.1:{port}"
        self._place, self._log = place, place / "access.log"
        user = "user root;" if os.geteuid() == 0 else ""
        (place / "nginx.conf").write_text(
            f"""{user} worker_processes 1; daemon off; pid {place}/nginx.pid; error_log {place}/error.log;
events {{ worker_connections 256; }}
http {{
  log_format hits '$msec $request_time $status $request_uri';
  access_log {self._log} hits; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000;
  client_body_temp_path {place}/t1; proxy_temp_path {place}/t2; fastcgi_temp_path {place}/t3;
  uwsgi_temp_path {place}/t4; scgi_temp_path {place}/t5;
  types {{ application/xml xml; text/plain txt; }} default_type "text/html; charset=utf-8";
  server {{ listen 127.0.0.1:{port}; root {folder}; autoindex off; }}
}}
"""
        )
        command = [
            shutil.which("nginx") or "/usr/sbin/nginx",
            "-c",
            str(place / "nginx.conf"),
            "-p",
            str(place),
        ]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self._wait(port)

    def _wait(self, port: int) -> None:
        for _ in range(100):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    return
            time.sleep(0.05)
        raise SystemExit(f"nginx does not start; see {self._place}/error.log")

    def forget(self) -> None:
        """Empty the log."""
        os.truncate(self._log, 0)

    def hits(self) -> list[Hit]:
        """What was asked for since the log was emptied, in the order of asking."""
        rows = [line.split(" ", 3) for line in self._log.read_text().splitlines()]
        return sorted(
            Hit(float(end) - float(took), target, int(status)) for end, took, status, target in rows
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()
