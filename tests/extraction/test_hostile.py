"""Bad input: the right record where the article is there to be had, else a typed error; within 5 s and 1 GiB.

Each case runs in a process of its own whose processor time and memory the system limits.
"""

import json
import resource
import subprocess
import sys

import pytest

URL = "https://www.genpi.co/travel/900/warga-tanam-pohon-di-lereng"
SENTENCES = [
    f"Warga Desa Sukamaju menanam bibit pohon nomor {i} di lereng bukit pada Minggu pagi." for i in range(6)
]
PROSE = "".join(f"<p>{s}</p>" for s in SENTENCES).encode()
ONE_PROCESS = """
import sys
from scraper import extract
from scraper.errors import SaringError
from scraper.schema import validate
url = sys.argv[1] or None
try:
    record = extract(sys.stdin.buffer.read(), url)
    validate(record)
    print(record.to_json())
except SaringError as error:
    print(f"{type(error).__name__} {error.reason} {error}")
"""


def page(inside: bytes = b"", before: bytes = b"", charset: bytes = b"utf-8") -> bytes:
    return (
        b"<!DOCTYPE html><html><head><meta charset=" + charset + b"><title>Warga Tanam Pohon - GenPI.co</title></head><body>"
        + before + b"<h1>Warga Tanam Pohon</h1><div>19 Juni 2024 13:40</div><div itemprop='articleBody'>" + PROSE + inside
        + b"</div></body></html>"
    )  # fmt: skip


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def run(html: bytes, url: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ONE_PROCESS, url],
        input=html,
        capture_output=True,
        check=False,
        preexec_fn=limited,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout.decode()


def attributes(n: int) -> bytes:
    return b" ".join(b"a%d=1" % i for i in range(n))


ARTICLES = {
    "nothing odd": page(),
    "2,000 levels deep": page(before=b"<div>" * 2000),
    "unclosed inline tags": page(before=b"<b>" * 400),
    "40 tags of 900 attributes": page(before=(b"<div " + attributes(900) + b"></div>") * 40),
    "1 MB in one attribute": page(before=b'<div data-x="' + b"y" * 1_000_000 + b'"></div>'),
    "a million entities": page(b"<p>" + b"&nbsp;" * 1_000_000 + b"</p>"),
    "45,000 comment openers": page(b"<!--" * 45_000),
    "24,000 siblings": page(b"<i></i>" * 24_000),
    "12,000 links": page(b"<ul>" + b"<li><a href=/a/1/b>Judul Tautan Berita</a></li>" * 12_000 + b"</ul>"),
    "broken JSON-LD": page(before=b'<script type="application/ld+json">{"@type":"NewsArticle",,}</script>'),
    "JSON-LD 100,000 deep": page(before=b'<script type="application/ld+json">' + b'{"a":' * 100_000 + b"</script>"),
    "JSON-LD of 5 MB": page(before=b'<script type="application/ld+json">{"@type":"NewsArticle","x":"' + b"z" * 5_000_000 + b'"}</script>'),
    "JSON-LD of wrong types": page(
        before=b'<script type="application/ld+json">{"@type":["NewsArticle",3],"headline":[1,null],"author":[null,3,'
        b'{"name":7}],"datePublished":{},"image":{"url":[1,{}]},"keywords":{"a":1},"articleSection":null}</script>'
    ),
    "escape references": page(before=b"<p>&#27;[31m&#11;&#xFFFE;&#xD800;&#0;</p>"),
    "script in the headline": page().replace(b"<h1>Warga", b"<h1><script>alert(1)</script>Warga"),
    "wrong charset in meta": page(charset=b"utf-16"),
    "no charset that exists": page(charset=b"klingon"),
    "UTF-16 with a mark": b"\xff\xfe" + page().decode().encode("utf-16-le"),
}  # fmt: skip
# Whatever becomes of these, it becomes quickly, and the six sentences are in what comes out.
BAIT = {
    "blanks, dots and at signs": page(b"<p>" + b" .@" * 70_000 + b"</p>"),
    "read-also labels": page(b"<p>" + b"Baca juga " * 20_000 + b"</p>"),
    "one word of 200,000 letters": page(b"<p>" + b"A" * 200_000 + b"</p>"),
    "capitalised words": page(b"<p>" + b"Aa Bb " * 40_000 + b"</p>"),
    "brackets": page(b"<p>" + b"(" * 100_000 + b"</p>"),
    "escaped tags": page(b"<p>x " + b"&lt;b&gt;kata " * 200_000 + b"</p>"),
    "24,000 short lines": page(b"baris teks biasa<br>" * 24_000),
    "a table of 8,000 rows": page(b"<table>" + b"<tr><td>1</td><td>dua</td></tr>" * 8_000 + b"</table>"),
}
REFUSED = {
    "nothing": (b"", "PageRefused empty"),
    "a PNG": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "PageRefused not_html"),
    "a PDF": (b"%PDF-1.7\n" + b"x" * 50_000, "PageRefused not_html"),
    "20 MiB of <div>": (b"<div>" * (4 << 20), "PageRefused too_large"),
    "5 MiB of <div>": (b"<div>" * (1 << 20), "PageRefused too_many_tags"),
    "45,000 levels deep": (b"<div>" * 45_000 + b"x", "PageRefused too_deep"),
    "100,000 attributes": (page(before=b"<div " + attributes(100_000) + b">"), "PageRefused too_many_attributes"),
    "100,000 attributes behind a quoted bracket": (page(before=b'<div x=">" ' + attributes(100_000) + b">"), "PageRefused too_many_attributes"),
    "5 MB in one attribute": (page(before=b'<div data-x="' + b"y" * 5_000_000 + b'"></div>'), "PageRefused tag_too_long"),
    "a log-in page": (b"<html><title>Masuk</title><body><h1>Masuk</h1><form><input name=u><input type=password></form>"
                      b"<p>Silakan masuk untuk melanjutkan membaca berita pilihan redaksi.</p>", "NotAnArticle login"),
    "a soft 404": (b"<html><title>Halaman tidak ditemukan - GenPI.co</title><body><h1>Halaman tidak ditemukan</h1><p>Maaf, "
                   b"halaman yang Anda cari tidak ditemukan atau sudah dipindahkan ke alamat lain.</p>", "NotAnArticle soft_404"),
    "a challenge": (b"<html><title>Just a moment...</title><body><p>Checking your browser before accessing this site. This "
                    b"process is automatic. Your browser will redirect shortly.</p>", "NotAnArticle challenge"),
    "headline without a body": (b"<html><title>Warga Tanam Pohon</title><body><h1>Warga Tanam Pohon</h1>", "NotAnArticle no_body"),
}  # fmt: skip


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("url", [URL, ""], ids=["by rules", "unknown"])
def test_the_article_is_had(name: str, url: str) -> None:
    record = json.loads(run(ARTICLES[name], url))
    assert [b["text"] for b in record["blocks"]] == SENTENCES
    assert record["headline"] == "Warga Tanam Pohon"
    assert record["date_published"] == "2024-06-19T13:40:00+07:00"


@pytest.mark.parametrize("name", BAIT)
def test_bait_is_taken_in_its_stride(name: str) -> None:
    record = json.loads(run(BAIT[name], URL))
    assert [b["text"] for b in record["blocks"]][:6] == SENTENCES


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(name: str) -> None:
    html, expected = REFUSED[name]
    answer = run(html, URL)
    assert answer.startswith(expected)
    assert URL in answer
