"""The laws of the record, as properties of pages made at random from prose, boilerplate and broken markup."""

import collections
import html
import re
import subprocess
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from scraper import Article, SaringError, extract
from scraper.boilerplate.lexicon import PHRASES
from scraper.schema import validate

URL = "https://www.genpi.co/travel/900/warga-tanam-pohon-di-lereng"
PROSE = [
    "Warga Desa Sukamaju menanam seribu bibit pohon di lereng bukit pada Minggu pagi.",
    "Kepala desa mengatakan kegiatan itu diulang setiap musim hujan agar lereng tidak longsor.",
    "“Bibitnya disiapkan sejak Maret,” ujar ketua kelompok tani di hulu sungai.",
    "Relawan dari tiga kecamatan datang membawa cangkul dan bekal dari rumah masing-masing.",
    "Panitia mencatat 412 peserta, lebih banyak daripada tahun lalu yang hanya 287 orang.",
    "Ia meminta orang tua baca juga label kemasan sebelum membeli susu untuk anak.",
    "Simak dan temukan inspirasi dari kisah para petani garam di pesisir Madura.",
    "Dilansir Harian Rakyat Kecil, harga cabai turun dua kali lipat di pasar induk.",
]
TRICKS = [
    "<p>BACA JUGA:&nbsp; <a href='/a/1/b'>Sungai Meluap Lagi di Hulu</a></p>", "<p>Baca Juga</p>",
    "<div class='baca-juga'>Baca Juga: <ul><li><a href='/x/2/y'>Harga Bibit Naik Lagi</a></li></ul></div>",
    "<figure><img src=x><figcaption>Bibit di lereng. Foto: Rara</figcaption></figure>", "<noscript>nyalakan skrip</noscript>",
    "<div id='div-gpt-ad-1'><script>googletag()</script></div>", "<ins class='adsbygoogle'>iklan baris</ins>",
    "<p>Redaktur: Rara Ayu</p>", "<p>(*)</p>", "<p>19 Juni 2024 13:40</p>", "<iframe>cadangan</iframe>", "<br>", "<hr>",
    "<ul><li>satu</li><li>dua <b>tebal</b></li></ul>", "<table><tr><td>jati</td><td>40</td></tr></table>",
    "<h3>Subjudul Kecil</h3>", "<blockquote>Tanam lagi besok.</blockquote>", "<p>teks <b>tebal</p><i>miring</b> lepas",
    "<span>lepas &lt;b&gt; bukan tag</span>", "<p>nol\u200blebar \u202ebalik dan\u00a0nbsp</p>", "<p>e\u0301 NFD 👨\u200d👩\u200d👧 👍🏽</p>",
    "<p>kode &#27;[31m &#xFFFE; rusak</p>", "<div style='display:none'>tersembunyi</div>", "<p>2 dari 3 halaman</p>",
    "<p><strong>Yuk, Simak Juga Video ini!</strong></p>", "<button>Bagikan</button>", "<p>Baca juga: Judul Lain Tanpa Tautan</p>",
]  # fmt: skip
LINES = [f"<p>{html.escape(p.example)}</p>" for p in PHRASES]
FREE = st.text(max_size=60).map(lambda t: f"<p>{html.escape(t)}</p>")
PIECE = st.one_of(
    st.sampled_from([f"<p>{p}</p>" for p in PROSE]), st.sampled_from(TRICKS), st.sampled_from(LINES), FREE
)
BODY = st.lists(PIECE, max_size=14).map("".join)


def page(body: str, lead: bool = True) -> bytes:
    head = "".join(f"<p>{p}</p>" for p in PROSE[:4]) if lead else ""
    return (
        f"<html><head><meta charset=utf-8><title>Warga Tanam Pohon - GenPI.co</title></head><body><h1>Warga Tanam Pohon</h1>"
        f"<div>19 Juni 2024 13:40</div><div itemprop=articleBody>{head}{body}</div></body></html>"
    ).encode("utf-8", "replace")


def made(body: str) -> Article:
    return extract(page(body), URL)


def bag(text: str) -> collections.Counter[str]:
    return collections.Counter(re.findall(r"\w+", text))


SILENT = {"script", "style", "template"}
INLINE = {"b", "i", "a", "span", "strong", "em", "sup"}


def visible(element: lxml_html.HtmlElement) -> str:
    """Every visible text of an element, read with a walk of the test's own."""
    parts = [element.text or ""] if element.tag not in SILENT else []
    for child in element:
        if isinstance(child.tag, str):
            blank = "" if child.tag in INLINE else "\n"
            parts += [blank, visible(child), blank]
        parts.append(child.tail or "")
    return "".join(parts)


def shown(body: str) -> str:
    """The text of the body element as a parser that knows nothing of this package sees it."""
    source = page(body).decode().replace("\x85", " ").replace("\r", " ")  # blanks
    source = re.sub(r"&#(?:27|x1B|xFFFE);", "", source)
    source = "".join(c for c in source if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    root = lxml_html.fromstring(
        source.encode(), parser=lxml_html.HTMLParser(encoding="utf-8", remove_comments=True)
    )
    text = "".join(visible(e) for e in root.xpath("//*[@itemprop='articleBody']"))
    invisible = "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufdd0-\ufdef\ufffe\uffff\ufff9-\ufffb]"
    return unicodedata.normalize("NFC", re.sub(invisible, "", text))


@given(BODY)
def test_1_nothing_vanishes(body: str) -> None:
    article = made(body)
    accounted = bag("\n".join([*(b.text for b in article.blocks), *(r.text for r in article.removed)]))
    assert accounted == bag(shown(body))


@given(BODY)
def test_2_pure(body: str) -> None:
    assert made(body).to_json() == made(body).to_json()


def test_2_pure_in_any_process() -> None:
    body = "".join(TRICKS + LINES)
    code = "import sys; from scraper import extract; sys.stdout.buffer.write(extract(sys.stdin.buffer.read(), sys.argv[1]).to_json().encode())"
    outputs = {
        subprocess.run([sys.executable, "-c", code, URL], input=page(body), capture_output=True, check=True,
                       env={"PYTHONHASHSEED": seed, "TZ": zone}).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Jayapura"), ("2", "America/Lima"))
    }  # fmt: skip
    assert outputs == {made(body).to_json().encode()}


@given(BODY)
def test_3_idempotent(body: str) -> None:
    article = made(body)
    again = extract(page("".join(f"<p>{html.escape(b.text)}</p>" for b in article.blocks), lead=False), URL)
    assert [b.text for b in again.blocks] == [b.text for b in article.blocks]
    assert again.removed == []


@given(st.lists(st.sampled_from(PROSE), min_size=1, max_size=8, unique=True))
def test_4_innocent_prose_survives(sentences: list[str]) -> None:
    article = made("".join(f"<p>{s}</p>" for s in sentences))
    assert [b.text for b in article.blocks[4:]] == sentences
    assert article.removed == []


@given(BODY)
def test_5_and_6_the_record_is_valid_and_its_text_clean(body: str) -> None:
    article = made(body)
    validate(article)
    assert article.article_body == "\n\n".join(b.text for b in article.blocks)
    assert unicodedata.is_normalized("NFC", article.article_body)
    for char in article.article_body.replace("\n\n", ""):
        assert (
            unicodedata.category(char) not in ("Cc", "Cs")
            and char not in "\u200b\u200e\u200f\u202a\u202e\u2066\ufeff"
        )


@given(st.binary(max_size=300))
def test_any_bytes_give_a_record_or_a_typed_error(data: bytes) -> None:
    for source in (data, b"<html><body><p>" + data, page("")[:-30] + data):
        try:
            validate(extract(source, URL))
        except SaringError as error:
            assert error.reason and URL in str(error)
