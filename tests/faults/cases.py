"""Every fault of the table, by name: what it answers, and what must become of it."""

from __future__ import annotations

import gzip
import json
import socket
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TYPE_CHECKING

import brotli
from backports import zstd

from .server import Asked, Raw, Reply, reset
from .words import Print, paragraphs

if TYPE_CHECKING:
    from .site import FaultyNewsroom

MIB = 2**20
SLOW, DRIP, FOR_EVER = 6.0, 8.0, 25.0
RETRY_AFTER = 2


@dataclass
class Case:
    """One address and the truth about it: ``texts`` are those of the article that must come of it, if any."""

    name: str
    expected: str  # emit, skip, quarantine
    path: str
    texts: list[str] = field(default_factory=list)
    url: str = ""  # the path under which it must be emitted, where that is another
    loose: bool = False  # damaged bytes: the words around the damage must be there

    @property
    def emitted_path(self) -> str:
        """The path of the record."""
        return self.url or self.path


Maker = Callable[["FaultyNewsroom", Case], None]
FAULTS: dict[str, tuple[str, Maker]] = {}


def fault(name: str, expected: str) -> Callable[[Maker], Maker]:
    """Enter a fault in the table."""

    def enter(maker: Maker) -> Maker:
        FAULTS[name] = expected, maker
        return maker

    return enter


def page(case: Case, **changes: object) -> bytes:
    """The page of a case, its truth set to what is printed unless it is told otherwise."""
    made = Print(case.name, case.path, **changes)  # type: ignore[arg-type]
    case.texts = case.texts or made.texts or paragraphs(case.name)
    return made.html().encode()


def serve(name: str, expected: str, **changes: object) -> None:
    """A fault that is a matter of the page alone."""

    @fault(name, expected)
    def _(site: FaultyNewsroom, case: Case) -> None:
        site.put(case.path, Reply(page(case, **changes)))


def statuses(name: str, expected: str, *codes: int, body: bytes = b"<html><body>galat</body></html>") -> None:
    """A fault of status codes, one a request; after the last the article, or the last for ever (``expected``)."""

    @fault(name, expected)
    def _(site: FaultyNewsroom, case: Case) -> None:
        good = Reply(page(case))

        def answer(asked: Asked) -> Reply:
            if asked.nth <= len(codes) or expected != "emit":
                return Reply(body, codes[min(asked.nth, len(codes)) - 1])
            return good

        site.handlers[case.path] = answer


statuses("http_404", "skip", 404)
statuses("http_410", "skip", 410)
statuses("http_500_then_ok", "emit", 500, 500)
statuses("http_500_x4_then_ok", "emit", 500, 500, 500, 500)
statuses("http_500_always", "quarantine", 500)
statuses("http_429_plain", "emit", 429, 429)
statuses("http_403_then_ok", "emit", 403)
statuses("http_999", "quarantine", 999)
statuses("http_304_unasked_then_ok", "emit", 304)
statuses(
    "captcha_403",
    "quarantine",
    403,
    body=b"<html><title>Just a moment...</title><body>cf_chl_opt</body></html>",
)


def _retry(name: str, status: int, *, date: bool, strict: bool) -> None:
    @fault(name, "emit")
    def _(site: FaultyNewsroom, case: Case) -> None:
        good = Reply(page(case))

        def answer(asked: Asked) -> Reply:
            early = strict and asked.clock < site.windows.get(case.path, float("inf"))
            if asked.nth > 1 and not early:
                return good
            # A date counts whole seconds: this one is at least RETRY_AFTER away.
            until = float(int(asked.clock) + 1 + RETRY_AFTER) if date else asked.clock + RETRY_AFTER
            site.windows[case.path] = until
            said = formatdate(until, usegmt=True) if date else str(RETRY_AFTER)
            return Reply(b"nanti", status, [("Retry-After", said)])

        site.handlers[case.path] = answer


_retry("http_503_retry_after", 503, date=False, strict=False)
_retry("http_503_retry_date", 503, date=True, strict=False)
_retry("http_429_retry_after", 429, date=False, strict=True)


# -- below HTTP ----------------------------------------------------------------------------------------------


def raw(
    name: str, expected: str, write: Callable[[socket.socket, bytes], None], *, then_good: bool = False
) -> None:
    """A fault that writes to the socket itself; ``then_good``: the first time only."""

    @fault(name, expected)
    def _(site: FaultyNewsroom, case: Case) -> None:
        body = page(case)

        def answer(asked: Asked) -> Reply | Raw:
            if then_good and asked.nth > 1:
                return Reply(body)
            return lambda sock: write(sock, body)

        site.handlers[case.path] = answer


def _head(*lines: str) -> bytes:
    return (
        "\r\n".join(("HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *lines)).encode()
        + b"\r\n\r\n"
    )


def _garbage(sock: socket.socket, body: bytes) -> None:
    sock.sendall(b"INI BUKAN HTTP\x00\x01\x02 sama sekali\r\n\r\n" + body)


def _huge_header(sock: socket.socket, body: bytes) -> None:
    sock.sendall(_head(f"Content-Length: {len(body)}", "X-Besar: " + "a" * 200 * 1024) + body)


def _slow_first(sock: socket.socket, body: bytes) -> None:
    time.sleep(SLOW)
    sock.sendall(_head(f"Content-Length: {len(body)}") + body)


def _dripping(seconds: float) -> Callable[[socket.socket, bytes], None]:
    def write(sock: socket.socket, body: bytes) -> None:
        sock.sendall(_head(f"Content-Length: {len(body)}"))
        pieces = int(seconds * 4)
        for n in range(pieces):
            time.sleep(0.25)
            sock.sendall(body[n * len(body) // pieces : (n + 1) * len(body) // pieces])

    return write


def _for_ever(sock: socket.socket, body: bytes) -> None:
    sock.sendall(_head("Connection: close"))
    started = time.monotonic()
    while time.monotonic() - started < FOR_EVER:
        sock.sendall(body[:40])
        time.sleep(1)


def _endless(sock: socket.socket, body: bytes) -> None:
    sock.sendall(_head("Connection: close") + body.replace(b"</html>", b""))
    for _ in range(300):
        sock.sendall(b"<p>tidak ada akhirnya</p>" * 40_000)


def _reset(sock: socket.socket, body: bytes) -> None:
    sock.sendall(_head(f"Content-Length: {len(body)}") + body[: len(body) // 2])
    time.sleep(0.05)
    reset(sock)


def _cut_length(sock: socket.socket, body: bytes) -> None:
    sock.sendall(_head(f"Content-Length: {len(body)}") + body[: len(body) // 2])


def _cut_chunked(sock: socket.socket, body: bytes) -> None:
    half = body[: len(body) // 2]
    sock.sendall(_head("Transfer-Encoding: chunked") + b"%x\r\n%s\r\n" % (len(half), half))


def _cut_close(sock: socket.socket, body: bytes) -> None:
    head = _head("Connection: close").replace(b"HTTP/1.1", b"HTTP/1.0")
    sock.sendall(head + body[: body.index(b"</p>", len(body) // 3) - 20])


raw("bad_status_line", "quarantine", _garbage)
raw("huge_header", "quarantine", _huge_header)
raw("slow_first_byte", "emit", _slow_first)
raw("slow_drip", "emit", _dripping(DRIP))
raw("slow_drip_forever", "quarantine", _for_ever)
raw("endless_body", "quarantine", _endless)
raw("reset_then_ok", "emit", _reset, then_good=True)
raw("reset_always", "quarantine", _reset)
raw("close_no_response", "quarantine", lambda *_: None)
raw("truncated_then_ok", "emit", _cut_length, then_good=True)
raw("truncated_always", "quarantine", _cut_length)
raw("truncated_chunked", "quarantine", _cut_chunked)
raw("truncated_close", "quarantine", _cut_close)


def answered(name: str, expected: str, make: Callable[[bytes, Case], Reply], **changes: object) -> None:
    """A fault of one fixed answer, made of the page's bytes."""

    @fault(name, expected)
    def _(site: FaultyNewsroom, case: Case) -> None:
        site.put(case.path, make(page(case, **changes), case))


answered(
    "cookie_flood", "emit", lambda b, _: Reply(b, headers=[("Set-Cookie", f"k{n}=v{n}") for n in range(150)])
)
answered(
    "partial_206",
    "quarantine",
    lambda b, _: Reply(b, 206, [("Content-Range", f"bytes 0-{len(b) - 1}/{2 * len(b)}")]),
)
answered("half_with_its_length", "quarantine", lambda b, _: Reply(b[: b.index(b"</p>", len(b) // 3)]))
answered(
    "bad_validators",
    "emit",
    lambda b, _: Reply(b, headers=[("ETag", "tanpa kutip \x01"), ("TDM-Policy", "\x02")]),
)
answered("empty_200", "quarantine", lambda *_: Reply(b""))
answered("whitespace_200", "quarantine", lambda *_: Reply(b" \n\t \n"))
answered("chunked_good", "emit", lambda b, _: Reply(b, length=None))
answered("closed_good", "emit", lambda b, _: Reply(b, length=False))
answered("gzip_good", "emit", lambda b, _: Reply(gzip.compress(b), headers=[("Content-Encoding", "gzip")]))
answered("br_good", "emit", lambda b, _: Reply(brotli.compress(b), headers=[("Content-Encoding", "br")]))
answered("br_large", "emit", lambda b, _: Reply(brotli.compress(b), headers=[("Content-Encoding", "br")]),
         bottom=f"<script>{'var data = 1; ' * 100_000}</script>")  # fmt: skip
answered("zstd_good", "emit", lambda b, _: Reply(zstd.compress(b), headers=[("Content-Encoding", "zstd")]))
answered(
    "deflate_good", "emit", lambda b, _: Reply(zlib.compress(b), headers=[("Content-Encoding", "deflate")])
)


# -- charsets ------------------------------------------------------------------------------------------------

ACCENTS = [
    "Kafé di Wonoasri itu menjual naïve crème brûlée “terbaik” – menurut ketua panitia sejak Rabu pagi."
]


def _charset(
    name: str, kind: str, encoding: str, charset: str, *, bom: bytes = b"", meta: bool = True
) -> None:
    @fault(name, "emit")
    def _(site: FaultyNewsroom, case: Case) -> None:
        case.texts = [*ACCENTS, *paragraphs(case.name)]
        html = Print(case.name, case.path, texts=case.texts, charset=charset).html()
        if not meta:
            html = html.replace(f'<meta charset="{charset}">', "")
        site.put(case.path, Reply(bom + html.encode(encoding, "xmlcharrefreplace"), kind=kind))


_charset("header_1252_bytes_utf8", "text/html; charset=windows-1252", "utf-8", "utf-8")
_charset("header_utf8_bytes_1252", "text/html; charset=utf-8", "cp1252", "windows-1252")
_charset("no_charset_utf8", "text/html", "utf-8", "utf-8", meta=False)
_charset("utf16_bom", "text/html; charset=utf-8", "utf-16-le", "utf-16", bom=b"\xff\xfe")


_charset("utf16_no_bom", "text/html; charset=utf-16le", "utf-16-le", "utf-8")


@fault("invalid_bytes_nul", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    html = page(case).replace(b"petugas", b"pet\x00ugas", 2).replace(b"kampung.", b"kamp\xff\xfeung.", 1)
    case.loose = True
    site.put(case.path, Reply(html))


# -- encodings and bombs -------------------------------------------------------------------------------------


def _bomb_gzip(megabytes: int) -> bytes:
    pack = zlib.compressobj(9, wbits=31)
    return b"".join(pack.compress(b"\0" * MIB) for _ in range(megabytes)) + pack.flush()


def _bomb_deflate(megabytes: int) -> bytes:
    pack = zlib.compressobj(9)
    return b"".join(pack.compress(b"\0" * MIB) for _ in range(megabytes)) + pack.flush()


def _bomb_brotli(megabytes: int) -> bytes:
    pack = brotli.Compressor(quality=1)
    return b"".join(pack.process(b"\0" * MIB) for _ in range(megabytes)) + pack.finish()


def _bomb_zstd(megabytes: int) -> bytes:
    pack = zstd.ZstdCompressor()
    return b"".join(pack.compress(b"\0" * MIB) for _ in range(megabytes)) + pack.flush()


BOMB = 300  # MiB; the limit is 5


def encoded(name: str, encoding: str, make: Callable[[bytes], bytes]) -> None:
    """A fault of content encodings."""
    answered(name, "quarantine", lambda b, _: Reply(make(b), headers=[("Content-Encoding", encoding)]))


encoded("gzip_bomb", "gzip", lambda _: _bomb_gzip(BOMB))
encoded("deflate_bomb", "deflate", lambda _: _bomb_deflate(BOMB))
encoded("brotli_bomb", "br", lambda _: _bomb_brotli(BOMB))
encoded("zstd_bomb", "zstd", lambda _: _bomb_zstd(BOMB))
encoded("gzip_layers", "gzip, gzip", lambda _: gzip.compress(_bomb_gzip(BOMB)))
encoded("br_mislabelled", "br", lambda body: body)
encoded("gzip_mislabelled", "gzip", lambda body: body)
encoded("gzip_corrupt", "gzip", lambda body: gzip.compress(body)[: len(gzip.compress(body)) // 2])
encoded("br_cut", "br", lambda body: brotli.compress(body)[:-200])
encoded("zstd_cut", "zstd", lambda body: zstd.compress(body)[:-200])


# -- shapes --------------------------------------------------------------------------------------------------

serve("page_50mib", "quarantine", bottom="<p>isi</p>" * (50 * MIB // 10))
serve("deep_divs", "quarantine", before="<div>" * 100_000)
serve("deep_spans", "quarantine", before="<p>" + "<span>" * 20_000 + "dalam" + "</span>" * 20_000 + "</p>")
serve("million_siblings", "quarantine", bottom="<i></i>" * 1_000_000)
serve("attr_5mb", "quarantine", bottom=f'<div data-besar="{"x" * 5_000_000}"></div>')
serve("attrs_100k", "quarantine", before="<p " + " ".join(f'a{n}="1"' for n in range(100_000)) + ">x</p>")
serve("unclosed_100k", "quarantine", before="<b><a href=/x>" * 50_000)
serve("entity_flood", "quarantine", after="<p>" + "&nbsp;" * 1_000_000 + "</p>")
serve("comment_flood", "quarantine", after="<!--" * 200_000)
serve("redos_text", "quarantine", after="<p>" + " .@" * 70_000 + "</p>")
serve("jsonld_malformed", "emit", ld='{"@type": "NewsArticle", "headline": "x", ')
serve("jsonld_5mb", "emit", ld=json.dumps({"@type": "NewsArticle", "x": "y" * 5_000_000}))
serve("jsonld_deep", "emit", ld="[" * 100_000 + "]" * 100_000)
serve("jsonld_types", "emit", ld=json.dumps({
    "@type": ["NewsArticle", 7], "headline": ["x", None], "author": [None, 3, {"name": ["Budi"]}],
    "datePublished": 20240619, "image": {"url": None}, "keywords": {"a": 1}, "articleSection": None,
    "isAccessibleForFree": [], "publisher": "teks",
}))  # fmt: skip
