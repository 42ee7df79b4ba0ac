"""More faults: redirects, pages that are no article, identities, robots, days, dates, odd markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cases import Case, answered, fault, page, serve
from .server import Asked, Reply
from .words import Print, headline, paragraphs

if TYPE_CHECKING:
    from .site import FaultyNewsroom

CONSENT = "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p>{more}</body></html>"


def redirect(name: str, expected: str, to: str, status: int = 302) -> None:
    """A fault that sends elsewhere; ``{port}``, ``{next}`` (port + 1) and ``{self}`` are filled in."""

    @fault(name, expected)
    def _(site: FaultyNewsroom, case: Case) -> None:
        target = to.format(port=site.port, next=site.canary.port, self=case.path)
        site.put(case.path, Reply(b"", status, [("Location", target)]))


redirect("redirect_loop", "skip", "{self}")
redirect("redirect_file", "skip", "file:///etc/passwd")
redirect("redirect_other_port", "skip", "http://127.0.0.1:{next}/kenari")
redirect("redirect_metadata", "skip", "http://169.254.169.254/latest/meta-data/")
redirect("redirect_offsite", "skip", "https://www.contoh-lain.example/berita/1/x")
redirect("redirect_localhost", "skip", "http://localhost:{port}/berita/1/x")
redirect("redirect_data", "skip", "data:text/html,halo")
redirect("soft_404_home", "skip", "/")
redirect("login_redirect", "skip", "/masuk?next={self}")


@fault("redirect_nolocation", "skip")
def _(site: FaultyNewsroom, case: Case) -> None:
    site.put(case.path, Reply(b"", 302))


@fault("redirect_pingpong", "skip")
def _(site: FaultyNewsroom, case: Case) -> None:
    other = case.path + "-lain"

    def answer(asked: Asked) -> Reply:
        path, _, query = asked.target.partition("?")
        to = other if path == case.path else case.path
        return Reply(b"", 302, [("Location", f"{to}?{query}x")])

    site.prefixes[case.path] = answer


@fault("redirect_chain_25", "quarantine")
def _(site: FaultyNewsroom, case: Case) -> None:
    body = page(case)

    def answer(asked: Asked) -> Reply:
        step = int(asked.target.partition("?langkah=")[2] or 0)
        if step == 25:
            return Reply(body)
        # A path of its own for each step: a chain, not a circle.
        return Reply(b"", 302, [("Location", f"/berita/{900_000 + step}/langkah?langkah={step + 1}")])

    site.handlers[case.path] = answer
    for step in range(25):
        site.handlers[f"/berita/{900_000 + step}/langkah?langkah={step + 1}"] = answer


@fault("redirect_steps_on_one_path", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    for step in range(3):
        to = f"{case.path}?langkah={step + 1}"
        site.put(case.path + (f"?langkah={step}" if step else ""), Reply(b"", 302, [("Location", to)]))
    site.put(f"{case.path}?langkah=3", Reply(page(case)))


@fault("meta_refresh_offsite", "skip")
def _(site: FaultyNewsroom, case: Case) -> None:
    there = '<meta http-equiv="refresh" content="0; url=http://169.254.169.254/latest/meta-data/">'
    site.put(case.path, Reply(f"<html><head>{there}</head><body><p>Sebentar.</p></body></html>".encode()))


@fault("moved_301", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    case.url = f"/berita/{case.path.split('/')[2]}9/pindah-untuk-selamanya"
    site.put(case.path, Reply(b"", 301, [("Location", case.url)]))
    site.put(case.url, Reply(page(case, canonical=f"https://www.genpi.co{case.url}")))


@fault("moved", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    new = f"/berita/{case.path.split('/')[2]}8/pindah-kemudian"
    first, then = page(case), page(case, canonical=f"https://www.genpi.co{new}")
    site.put(case.path, Reply(first), later=Reply(b"", 301, [("Location", new)]))
    site.put(new, Reply(b"", 404), later=Reply(then))


# -- pages that are no article -------------------------------------------------------------------------------


def other(name: str, expected: str, title: str, text: str, more: str = "", **headers: str) -> None:
    """A page that is something else."""
    body = CONSENT.format(title=title, text=text, more=more).encode()

    @fault(name, expected)
    def _(site: FaultyNewsroom, case: Case) -> None:
        site.put(case.path, Reply(body, headers=list(headers.items())))


other(
    "soft_404",
    "skip",
    "Halaman tidak ditemukan",
    "Maaf, halaman yang Anda cari tidak ditemukan di situs kami.",
)
other("captcha_200", "quarantine", "Just a moment...", "Checking your browser before accessing the site.",
      "<form id=challenge-form></form><script src=/cdn-cgi/challenge-platform/x.js></script>")  # fmt: skip
other("consent_wall", "quarantine", "Persetujuan cookie",
      "Kami menghargai privasi Anda. Kami dan mitra menyimpan cookie di perangkat Anda untuk iklan dan statistik. "
      "Dengan menekan setuju Anda mengizinkan pemrosesan data pribadi Anda oleh kami dan mitra kami.",
      "<button>Setuju</button>")  # fmt: skip


@fault("paywall", "quarantine")
def _(site: FaultyNewsroom, case: Case) -> None:
    told = paragraphs(case.name)[:2]
    wall = "<div class=paywall><p>Berlangganan sekarang untuk membaca artikel ini selengkapnya.</p></div>"
    site.put(case.path, Reply(Print(case.name, case.path, texts=told, after=wall).html().encode()))


serve("paid_part_withheld", "quarantine", markup=f"<p>{paragraphs('berbayar')[0]}</p>", ld=(
    '{"@type": "NewsArticle", "isAccessibleForFree": false, "hasPart": {"cssSelector": ".berbayar"}}'))  # fmt: skip
serve("fatal_error", "quarantine", markup="<b>Fatal error</b>: Uncaught PDOException: SQLSTATE[HY000] in "
      "/var/www/html/index.php on line 33")  # fmt: skip
answered("pdf_as_article", "skip", lambda *_: Reply(b"%PDF-1.7\n1 0 obj", kind="application/pdf"))
answered("html_as_octet", "emit", lambda b, _: Reply(b, kind="application/octet-stream"))
answered("json_200", "skip", lambda *_: Reply(b'{"error": "tidak ada"}', kind="application/json"))
serve("meta_noindex", "emit", head='<meta name="robots" content="noindex,nofollow">')
answered(
    "header_noai", "emit", lambda b, _: Reply(b, headers=[("X-Robots-Tag", "noai"), ("TDM-Reservation", "1")])
)


# -- identity ------------------------------------------------------------------------------------------------


@fault("dup_aliases", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    body = Reply(page(case))
    spellings = ("?utm_source=x", "?page=all", "?fbclid=y", "?ref=z", "#komentar", "/")
    site.more += [case.path + more for more in spellings] + [f"/m{case.path}", f"/amp{case.path}"]
    for target in (case.path, f"{case.path}/", f"/m{case.path}", f"/amp{case.path}"):
        site.put(target, body)
    for more in spellings[:4]:
        site.put(case.path + more, body)


@fault("session_ids", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    def answer(_: Asked) -> Reply:
        link = f'<a href="{case.path}?sid={len(site.log)}abc">lagi</a>'
        return Reply(page(case, bottom=link))

    site.prefixes[case.path] = answer
    site.more += [f"{case.path}?sid={n}" for n in range(5)]


@fault("dup_body", "skip")
def _(site: FaultyNewsroom, case: Case) -> None:
    twin = site.good[0]
    made = Print(twin.name, twin.path, canonical=f"https://www.genpi.co{twin.path}")
    site.put(case.path, Reply(made.html().encode()))


@fault("canonical_broken", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    site.put(case.path, Reply(page(case, canonical="https://www.genpi.co/berita/404404/tidak-ada-lagi")))


def canonical(name: str, path: str = "") -> None:
    """A template that names the wrong page as the article's own: ``path``, else the case that follows."""

    @fault(name, "emit")
    def _(site: FaultyNewsroom, case: Case) -> None:
        named = path or f"/berita/{int(case.path.split('/')[2]) + 1}/canonical-named"
        site.put(case.path, Reply(page(case, canonical=f"https://www.genpi.co{named}")))


KNOWN = "/berita/1000/baik-0-sekali"  # visited before it
for number in ("one", "two"):  # of two that name the same, the second must not be taken for the first
    canonical(f"canonical_known_{number}", KNOWN)
    canonical(f"canonical_home_{number}", "/")
    canonical(f"canonical_section_{number}", "/berita")
    canonical(f"canonical_gone_{number}", "/berita/404405/tidak-ada-lagi")
canonical("canonical_of_a_later_one")
serve("canonical_named", "emit")


serve(
    "canonical_offsite",
    "emit",
    canonical="https://www.lain.example/x/1/y",
    head='<base href="https://www.lain.example/">',
)


@fault("multipage", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    told = paragraphs(case.name, 9)
    case.texts = told
    links = "".join(f'<a href="{case.path}?page={n}">{n}</a> ' for n in (1, 2, 3))
    after = f'<div class="pagination">{links}</div>'
    for n in (1, 2, 3):
        made = Print(case.name, case.path, texts=told[3 * n - 3 : 3 * n], bottom=after)
        site.put(case.path + (f"?page={n}" if n > 1 else ""), Reply(made.html().encode()))
    site.put(f"{case.path}?page=all", Reply(Print(case.name, case.path, texts=told).html().encode()))


@fault("multipage_plain", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    told = paragraphs(case.name, 6)
    case.texts = told
    for n in (1, 2):
        more = '<p class="x-9"><a rel="next" href="?page=2">Halaman berikutnya</a></p>' if n == 1 else ""
        made = Print(case.name, case.path, texts=told[3 * n - 3 : 3 * n], bottom=more)
        site.put(case.path + (f"?page={n}" if n > 1 else ""), Reply(made.html().encode()))


def split(name: str, second: str) -> None:
    """Three pages, the second of which is something else with status 200: never the whole article."""

    @fault(name, "quarantine")
    def _(site: FaultyNewsroom, case: Case) -> None:
        told = paragraphs(case.name, 9)
        links = "".join(f'<a href="{case.path}?page={n}">{n}</a> ' for n in (1, 2, 3))
        after = f'<div class="pagination">{links}</div>'
        pages = [
            Print(case.name, case.path, texts=told[3 * n : 3 * n + 3], bottom=after).html() for n in range(3)
        ]
        pages[1] = second or pages[0]
        for n, html in enumerate(pages, 1):
            site.put(case.path + (f"?page={n}" if n > 1 else ""), Reply(html.encode()))


split("multipage_repeats_the_first", "")
split("multipage_soft_404", CONSENT.format(title="Halaman tidak ditemukan", text="Maaf, tidak ada.", more=""))

serve("robots_disallowed", "skip")
serve("robots_allowed_inside", "emit")
serve("robots_wildcard", "skip")


# -- from one day to the next --------------------------------------------------------------------------------


@fault("changed", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    site.put(
        case.path,
        Reply(page(case)),
        later=Reply(Print(case.name, case.path, texts=site.changed).html().encode()),
    )


@fault("changed_minor", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    told = paragraphs(case.name)
    told[3] += " Sisanya ditanggung oleh kas desa."
    site.put(
        case.path, Reply(page(case)), later=Reply(Print(case.name, case.path, texts=told).html().encode())
    )


DRIFTED = '<section class="x-81"><div class="y-17">'


@fault("drift", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    then = Print(case.name, case.path, container=DRIFTED, end="</div></section>").html()
    site.put(case.path, Reply(page(case)), later=Reply(then.encode()))


serve("drift_now", "emit", container=DRIFTED, end="</div></section>")


@fault("gone_tomorrow", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    site.put(case.path, Reply(page(case)), later=Reply(b"<html><h1>Sudah dihapus</h1></html>", 410))


# -- dates, titles, markup, characters -----------------------------------------------------------------------

serve("date_future", "emit", iso="2099-06-19T13:40:00+07:00")
serve("date_missing", "emit", iso="", date="")
serve("date_garbage", "emit", iso="0000-00-00T99:99")
serve("title_html", "emit", title="Warga <script>alert(1)</script> & <b>Petugas</b> Perbaiki Saluran Air")
serve("title_missing", "quarantine", h1="", ld="{}")
serve("body_scripts", "emit", before="<script>document.write('<p>Jahat sekali kata skrip.</p>')</script>"
      "<style>p{color:red}</style><iframe src='http://evil.example/'>bingkai</iframe>"
      "<p style='display:none' onclick='x()'></p>",
      after="<noscript><img src=x></noscript>")  # fmt: skip
serve("js_links", "emit", after=
      "<p>BACA JUGA: <a href='javascript:alert(1)'>Warga Lain Menanam Pohon di Tepi Jalan</a></p>"
      "<p>BACA JUGA: <a href='https://evil.example/x'>Warga Lain Memperbaiki Jembatan di Hulu</a></p>")  # fmt: skip
serve("csv_formula", "emit", title="=cmd|' /C calc'!A0 Dibahas Warga Wonoasri Bersama Petugas Keamanan")


@fault("unicode_bidi", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    told = paragraphs(case.name)
    odd = [
        told[0].replace("Warga", "\u202eWar\u200bga\u202c"),
        told[1].replace("desa", "de\u0301sa"),
        *told[2:],
    ]
    case.texts = [told[0], told[1].replace("desa", "d\u00e9sa"), *told[2:]]
    site.put(case.path, Reply(Print(case.name, case.path, texts=odd).html().encode()))


@fault("emoji", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    told = paragraphs(case.name)
    case.texts = [f"{told[0]} 👨\u200d👩\u200d👧 🇮🇩", *told[1:]]
    site.put(case.path, Reply(Print(case.name, case.path, texts=case.texts).html().encode()))


@fault("surrogates", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    html = page(
        case,
        ld='{"@type": "NewsArticle", "headline": "\\ud83d putus", "datePublished": "2024-06-19T13:40:00+07:00"}',
    )
    site.put(case.path, Reply(html.replace(b"petugas dari", b"petugas&#xD83D; dari", 1)))
    case.loose = True


@fault("log_injection", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    h1 = f"<h1>{headline(case.name)}&#27;[31m&#10;2026-01-01 ERROR palsu</h1>"
    html = page(case).decode().replace(f"<h1>{headline(case.name)}</h1>", h1)
    site.put(case.path, Reply(html.encode()))


serve("path_traversal", "emit")
serve("long_url", "quarantine")
serve("unicode_url", "emit")
serve("html_comment_trick", "emit", before=
      "<!--[if IE]><p>Palsu</p><![endif]--><!-- <p>Palsu</p> --><![CDATA[ palsu ]]>",
      after="<!-- <plaintext> -->")  # fmt: skip


@fault("template_tag", "emit")
def _(site: FaultyNewsroom, case: Case) -> None:
    markup = "<p>" + "<br><br>".join(paragraphs(case.name)) + "</p>"
    site.put(case.path, Reply(page(case, markup=markup)))


# Paths that are the fault.
PATHS = {
    "robots_disallowed": "/private/{n}/tertutup-untuk-umum",
    "robots_allowed_inside": "/private/{n}/boleh-dibaca",
    "robots_wildcard": "/berita/{n}/halaman.cetak",
    "log_injection": "/berita/{n}/judul%0d%0aERROR%1b[31m-palsu",
    "path_traversal": "/berita/{n}/..%2f..%2f..%2ftmp%2fpwned",
    "long_url": "/berita/{n}/" + "panjang-" * 325,
    "unicode_url": "/berita/{n}/%E4%BD%A0%E5%A5%BD-kaf%C3%A9",
}
