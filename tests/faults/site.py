"""The misbehaving newsroom: good articles with every fault between them, sitemaps, RSS, index, robots.txt."""

from __future__ import annotations

import gzip
import hashlib
from html import escape

from . import cases_more
from .cases import FAULTS, Case
from .server import Asked, Handler, Reply, Site
from .words import Print, headline, paragraphs

KANAL = ("berita", "travel", "seleb", "polhukam")
PER_PAGE = 20


class FaultyNewsroom(Site):
    """A site in GenPI's shape. ``faults``: names of those to show (None: all); ``good``: how many good articles.

    ``day`` is 0 or 1: some articles change, move or vanish over night. ``windows``: until when (seconds since 1970) an
    address asked not to be asked. ``canary``: a server on another port that nobody must visit.
    """

    def __init__(self, faults: list[str] | None = None, good: int = 40, crawl_delay: float = 0.0) -> None:
        super().__init__(self._missing)
        self.day = 0
        self.canary = Site()
        self.windows: dict[str, float] = {}
        self.more: list[str] = []  # further spellings in the lists
        self.prefixes: dict[str, Handler] = {}
        self.changed = paragraphs("isi yang baru")
        self.crawl_delay = crawl_delay
        self.good = [self._good(n) for n in range(good)]
        self.cases: list[Case] = []
        for n, name in enumerate(FAULTS if faults is None else faults):
            expected, make = FAULTS[name]
            path = cases_more.PATHS.get(name, "/berita/{n}/" + name.replace("_", "-")).format(n=5000 + n)
            case = Case(name, expected, path)
            self.cases.append(case)
            make(self, case)
        self._lists()

    @property
    def expected(self) -> dict[str, Case]:
        """What must be emitted, by the path of the record."""
        return {case.emitted_path: case for case in (*self.good, *self.cases) if case.expected == "emit"}

    def put(self, target: str, reply: Reply, later: Reply | None = None) -> None:
        """Serve a reply with validators; ``later`` from day 1 on."""

        def answer(asked: Asked) -> Reply:
            now = later if later is not None and self.day else reply
            if now.status != 200:
                return now
            tag = f'"{hashlib.sha256(now.body).hexdigest()[:16]}"'
            validators = [("ETag", tag), ("Last-Modified", "Wed, 19 Jun 2024 06:40:00 GMT")]
            if asked.headers.get("if-none-match") == tag:
                return Reply(b"", 304, validators)
            return Reply(now.body, now.status, [*now.headers, *validators], now.length, now.kind)

        self.handlers[target] = answer

    def _good(self, n: int) -> Case:
        name = f"baik_{n}"
        case = Case(
            name, "emit", f"/{KANAL[n % 4]}/{1000 + n}/{name.replace('_', '-')}-sekali", paragraphs(name)
        )
        self.put(case.path, Reply(Print(name, case.path).html().encode()))
        return case

    def _missing(self, asked: Asked) -> Reply:
        path = asked.target.partition("?")[0]
        for prefix, handler in self.prefixes.items():
            if path == prefix or path == f"{prefix}-lain":
                return handler(asked)
        return Reply(b"<html><head><title>404</title></head><body><h1>Tidak ada</h1></body></html>", 404)

    # -- lists ----------------------------------------------------------------------------------------------

    def addresses(self) -> list[str]:
        """Every address that the lists name, good ones and faults mixed."""
        faults = [case.path for case in self.cases] + self.more
        good = [case.path for case in self.good]
        step = max(1, len(faults) // max(1, len(good)))
        mixed: list[str] = []
        for path in good:
            mixed.append(path)
            mixed += faults[:step]
            del faults[:step]
        return mixed + faults

    def _lists(self) -> None:
        every = self.addresses()
        home = "<html><head><title>Beranda</title></head><body>" + self._links(every[:10]) + "</body></html>"
        login = (
            "<html><head><title>Masuk</title></head><body><form><input type=password></form></body></html>"
        )
        self.put("/", Reply(home.encode()))
        self.put("/masuk", Reply(login.encode()))
        delay = f"Crawl-delay: {self.crawl_delay}\n" if self.crawl_delay else ""
        rules = f"User-agent: *\n{delay}Disallow: /private/\nAllow: /private/*/boleh\nDisallow: /*.cetak$\n"
        names = "/sitemap.xml", "/sitemap-news.xml.gz"
        rules += "".join(f"Sitemap: {self.origin}{name}\n" for name in names)
        self.put("/robots.txt", Reply(rules.encode(), kind="text/plain"))
        self.put("/sitemap.xml", Reply(self._urlset(every), kind="application/xml"))
        self.put(
            "/sitemap-news.xml.gz", Reply(gzip.compress(self._urlset(every[:12])), kind="application/gzip")
        )
        items = "".join(f"<item><link>{escape(self.origin + path)}</link></item>" for path in every[-15:])
        self.put("/rss", Reply(f"<rss><channel>{items}</channel></rss>".encode(), kind="application/rss+xml"))
        for n in range(len(every) // PER_PAGE + 2):
            body = (
                f"<html><body>{self._links(every[n * PER_PAGE : (n + 1) * PER_PAGE])}</body></html>".encode()
            )
            self.put("/indeks" + (f"?page={n + 1}" if n else "?page=1"), Reply(body))

    def _urlset(self, paths: list[str]) -> bytes:
        locs = "".join(f"<url><loc>{escape(self.origin + path)}</loc></url>" for path in paths)
        return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</urlset>'.encode()

    def _links(self, paths: list[str]) -> str:
        return "".join(f'<a href="{escape(path)}">{escape(headline(path[:40]))}</a> ' for path in paths)

    def close(self) -> None:
        """Stop serving."""
        super().close()
        self.canary.close()
