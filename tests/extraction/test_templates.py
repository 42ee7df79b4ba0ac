"""Templates of Indonesian sites that nobody described to us: the whole article comes out, and nothing else does."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from scraper import extract
from scraper.article import Article
from scraper.errors import NotAnArticle

HOST = "https://kabar-contoh.id"
URL = f"{HOST}/daerah/pasar-kembang-bocor"
TITLE = "Atap Pasar Kembang Bocor, Pemkot Janji Perbaiki"
A = "Puluhan pedagang di Pasar Kembang mengeluhkan atap kios yang bocor sejak musim hujan tiba dua pekan lalu."
B = "Mereka menutup dagangan dengan terpal agar beras, tepung, dan gula tidak basah terkena air sepanjang malam."
C = "“Kalau hujan deras, kami lebih sibuk mengepel daripada melayani pembeli,” kata Sulastri, pedagang sembako."
D = "Kepala dinas setempat mengatakan anggaran perbaikan sudah disiapkan dan pekerjaan dimulai bulan depan."
STORY = [A, B, C, D]
OTHER = "Gempa Guncang Pesisir Selatan, Tidak Berpotensi Tsunami"
FAR = [
    "Gempa bermagnitudo lima mengguncang pesisir selatan pada Senin dini hari dan dirasakan hingga beberapa kota.",
    "Pusat gempa berada di laut dan tidak berpotensi menimbulkan tsunami, demikian keterangan badan meteorologi.",
    "Sejumlah warga sempat berlarian ke luar rumah, tetapi tidak ada laporan kerusakan berat ataupun korban jiwa.",
]
ALSO = "Los Ikan Dipindah ke Sisi Timur"
LINK = f'<a href="{HOST}/daerah/los-ikan-dipindah">{ALSO}</a>'
INFO = "<span>Senin, 24 Juni 2024 10:00 WIB</span>"


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def document(main: str, *, head: str = "", title: str = TITLE) -> bytes:
    menu = '<nav><ul><li><a href="/">Beranda</a></li><li><a href="/daerah">Daerah</a></li></ul></nav>'
    foot = "<footer><p>© 2024 Kabar Contoh. All rights reserved.</p></footer>"
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title} - Kabar Contoh</title>{head}</head>'
        f"<body>{menu}{main}{foot}</body></html>"
    ).encode()


def page(body: str, *, info: str = INFO, after: str = "", head: str = "") -> bytes:
    main = (
        f'<main><article><h1>{TITLE}</h1>{info}<div class="post-content">{body}</div>{after}</article></main>'
    )
    return document(main, head=head)


def read(html: bytes, url: str = URL) -> Article:
    return extract(html, url)


def texts(record: Article) -> list[str]:
    return [block.text for block in record.blocks]


# -- whole pages: the body is STORY and nothing else --------------------------------------------------------------

_P = paragraphs(STORY)
_FAR = paragraphs(FAR * 3)
_CARDS = "".join(
    f'<article class="post"><h2 class="entry-title"><a href="/x/{i}/y">{OTHER} {i}</a></h2><p>{FAR[0]} [...]</p></article>'
    for i in range(3)
)
TEMPLATES = {
    "endless page, twin elements, the next article longer": document(
        f'<div class="feed"><div class="item"><h1>{TITLE}</h1><div>{_P}</div></div>'
        f'<div class="item"><h1>{OTHER}</h1><div>{_FAR}</div></div></div>'),
    "endless page, the next heading an h2 that links": document(
        f'<div><section><h1>{TITLE}</h1><div class="entry-content">{_P}</div></section><section><h2 class="entry-title">'
        f'<a href="/x">{OTHER}</a></h2><div class="entry-content">{_FAR}</div></section></div>'),
    "endless page, articleBody twice": document(
        f'<main><article><h1 itemprop="headline">{TITLE}</h1><div itemprop="articleBody">{_P}</div></article><article>'
        f'<h2 itemprop="headline">{OTHER}</h2><div itemprop="articleBody">{_FAR}</div></article></main>'),
    "cards below that look like the article": document(
        f'<main><article class="post"><h1 class="entry-title">{TITLE}</h1><div class="entry-content">{_P}</div></article>'
        f"<h3>Berita Terkait</h3>{_CARDS}</main>"),
    "Blogger: two words in itemprop, the column a widget": document(
        f'<div class="main section"><div class="widget Blog"><div class="post hentry"><h3 class="post-title entry-title">{TITLE}'
        f'</h3><div class="post-body entry-content" itemprop="description articleBody">{"<br><br>".join(STORY)}</div></div></div></div>'),
    "Elementor: every element a widget": document(
        f'<div class="elementor"><div class="elementor-widget"><h1>{TITLE}</h1></div><div class="elementor-widget '
        f'elementor-widget-theme-post-content"><div class="elementor-widget-container">{_P}</div></div></div>'),
    "a copy of the body for small screens": document(
        f'<main><h1>{TITLE}</h1><div class="isi d-none">{_P}</div><div class="isi d-md-none">{_P}</div></main>'),
    "a copy without any class": document(f"<main><h1>{TITLE}</h1><div><div>{_P}</div><div>{_P}</div></div></main>"),
    "about the site, below the column": document(
        f"<div><h1>{TITLE}</h1><div>{_P}</div></div><div><p>Kabar Contoh adalah portal berita daerah yang berdiri pada 2009 "
        "dan menyajikan informasi yang akurat bagi pembaca di seluruh pelosok tanah air.</p></div>"),
}  # fmt: skip


@pytest.mark.parametrize("html", TEMPLATES.values(), ids=TEMPLATES)
def test_only_the_article(html: bytes) -> None:
    record = read(html)
    assert texts(record) == STORY
    assert record.headline == TITLE


# -- one foreign thing between the paragraphs or behind them --------------------------------------------------------

FOREIGN = {
    "ad label between dashes": "<span>- Advertisement -</span>",
    "navigation run together": "<div><span>Berita Sebelumnya</span><span>Berita Selanjutnya</span></div>",
    "Jetpack's like button": '<div class="sd-like"><h3>Menyukai ini:</h3><span>Suka</span> <span>Memuat...</span></div>',
    "Jetpack's share box": '<div class="sharedaddy"><h3>Sebarkan ke teman:</h3><ul><li><a href="#">X</a></li></ul></div>',
    "letter size": "<div><span>A-</span><span>A</span><span>A+</span></div>",
    "read-aloud player": "<p>Dengarkan artikel ini</p><div>00:00 / 02:31</div>",
    "rating": "<div>Beri nilai artikel ini <b>★★★★★</b></div>",
    "who wrote it": '<div class="author-bio"><b>Ninik</b><p>Wartawan yang tinggal di kota kecil di pesisir utara.</p></div>',
    "WhatsApp group": "<p><em>Yuk gabung ke grup WA Kabar Contoh!</em></p>",
    "call for news": "<p>Punya informasi menarik? Kirim ke WhatsApp redaksi kami di nomor berikut.</p>",
    "more at the site": f'<p>Baca berita lainnya di <a href="{HOST}">kabar-contoh.id</a></p>',
    "translator": "<p>Translator: Rara Ayu<br>Copyright © KABAR 2024</p>",
}  # fmt: skip


@pytest.mark.parametrize("foreign", FOREIGN.values(), ids=FOREIGN)
def test_what_is_foreign_goes(foreign: str) -> None:
    for body in (paragraphs([A, B]) + foreign + paragraphs([C, D]), paragraphs(STORY) + foreign):
        record = read(page(body))
        assert texts(record) == STORY
        assert not record.related_links


READ_ALSO = {
    "a bold label of its own with the headline": f"<p><strong>Rekomendasi Redaksi</strong> {LINK}</p>",
    "signs before the label": f"<p>&gt;&gt;&gt; Baca Juga: {LINK}</p>",
    "pula": f"<p>Baca Pula: {LINK}</p>",
    "klik": f"<p>Klik juga: {LINK}</p>",
    "jangan lewatkan": f"<p>Jangan lewatkan: {LINK}</p>",
    "bacaan lainnya": f"<p>Bacaan lainnya: {LINK}</p>",
    "juga artikel ini": f"<p>Baca juga artikel ini: {LINK}</p>",
    "English": f"<p><b>Related News: {LINK}</b></p>",
    "two words of a theme": f'<div class="inline_related"><h3>Baca<strong>Juga</strong></h3><p>{LINK}</p></div>',
    "numbered": f"<p>Baca juga:<br>1. {LINK}</p>",
    "the label a link": f'<a href="#x"><p>Baca Juga</p></a><p>{LINK}</p>',
    "a quotation of a link": f"<blockquote>{LINK}</blockquote>",
    "a typed bullet": f"<p>- {LINK}</p>",
    "title below, without a link": f"<p>BACA JUGA:<br>{ALSO}</p>",
}


@pytest.mark.parametrize("box", READ_ALSO.values(), ids=READ_ALSO)
def test_read_also(box: str) -> None:
    record = read(page(paragraphs([A, B]) + box + paragraphs([C, D])))
    assert texts(record) == STORY
    assert [(link.kind, link.title, link.after_block) for link in record.related_links] == [
        ("read_also", ALSO, 1)
    ]


# -- fields ---------------------------------------------------------------------------------------------------------


class Field(NamedTuple):
    html: bytes
    name: str
    value: Any


_LD = (
    '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-01-01T00:00:00+07:00",'
    '"author":{"@type":"Organization","name":"Kabar Contoh Media"}}</script>'
)
_AT = "2024-06-24T10:00:00+07:00"
FIELDS = {
    "date behind a name": Field(page(_P, info="<p>Oleh: Rahma Sari • 24 Juni 2024 10:00</p>"), "date_published", _AT),
    "hour beside the day": Field(page(_P, info="<ul><li>24 Jun 2024</li><li>10:00 WIB</li></ul>"), "date_published", _AT),
    "date before a name": Field(page(_P, info="<p>Posted on 24/06/2024 by admin</p>"), "date_published", "2024-06-24"),
    "date behind a town": Field(page(_P, info="<p>Jakarta, 24 Juni 2024, 10:00 WIB</p>"), "date_published", _AT),
    "one wrong declaration": Field(page(_P, head=_LD), "date_published", _AT),
    "author by a compound class": Field(page(_P, info='<b class="read__info__author">Lina Marlina</b>'), "authors", ["Lina Marlina"]),
    "a heading is no author": Field(page(_P, info='<b class="author-title">Tentang Penulis</b>'), "authors", []),
    "an editor is no writer": Field(page(f"{_P}<p>Disunting oleh: Maya Sopha</p>"), "authors", []),
    "end mark of a star": Field(page(paragraphs([A, B, C, f"{D} (*/ms)"])), "end_mark", "(*/ms)"),
    "end mark in words": Field(page(f"{_P}<p>(ADV)</p>"), "end_mark", "(ADV)"),
    "dateline closed by a bar": Field(page(paragraphs([f"Solo, Contoh.co.id | {A}", B, C, D])), "dateline", "Solo, Contoh.co.id"),
    "two countries": Field(page(paragraphs(["Indonesia - Malaysia sepakat menambah penerbangan langsung.", *STORY])), "dateline", None),
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_field(field: Field) -> None:
    assert getattr(read(field.html), field.name) == field.value


def test_the_writer_of_a_film_is_not_the_article_s() -> None:
    data = [
        "Judul: Senja di Pelabuhan",
        "Sutradara: Rahmat Hidayat",
        "Penulis: Siti Zubaidah",
        "Durasi: 112 menit",
    ]
    record = read(
        page(f"{paragraphs([A, B])}<p>{'<br>'.join(data)}</p>{paragraphs([C, D])}<p>Editor: Wawan</p>")
    )
    assert texts(record) == [A, B, *data, C, D]
    assert (record.authors, record.editors) == ([], ["Wawan"])


def test_lines_of_a_song_may_repeat() -> None:
    song = [
        "Aku rindu kampung halaman",
        "Oh, pulanglah, pulanglah sayang",
        "Di teras ibu menunggu",
        "Oh, pulanglah, pulanglah sayang",
    ]
    assert texts(read(page(f"<p>{A}</p><p>{'<br>'.join(song)}</p><p>{B}</p>"))) == [A, *song, B]


# -- no articles, and articles that look like none --------------------------------------------------------------------

_POPULAR = "<h3>Berita Populer</h3><ul>" + "".join(
    f'<li><a href="/baca/{i}/judul">Judul berita populer nomor {i} yang panjang</a><p>Cuplikan berita nomor {i} yang cukup panjang '
    "untuk mengecoh pembaca mesin.</p></li>" for i in range(8)
) + "</ul>"  # fmt: skip
OTHERS = {
    "404 in the title": ("404 Not Found", "Ups!", "soft_404"),
    "not found, in Indonesian": ("Laman tidak ditemukan", "Laman yang Anda tuju tidak tersedia", "soft_404"),
    "only the heading says so": ("Kabar", "Maaf, berita yang Anda cari tidak tersedia", "soft_404"),
    "removed": ("Kabar", "Artikel sudah dihapus", "soft_404"),
    "English": ("Kabar", "Oops! That page can’t be found.", "soft_404"),
    "maintenance": ("Situs Sedang Dalam Perbaikan", "Segera kembali", "server_error"),
    "server": ("500 Internal Server Error", "Galat", "server_error"),
    "log-in": ("Masuk", "Masuk ke Akun Anda", "login"),
    "blocked": ("Akses Dibatasi", "Akses dibatasi", "challenge"),
    "empty body": (TITLE, TITLE, "list"),
}


@pytest.mark.parametrize(("title", "heading", "reason"), OTHERS.values(), ids=OTHERS)
def test_no_article_with_a_list_under_it(title: str, heading: str, reason: str) -> None:
    main = f"<main><h1>{heading}</h1><p>Silakan kembali ke beranda untuk menemukan berita lain.</p>{_POPULAR}</main>"
    with pytest.raises(NotAnArticle) as refused:
        read(document(main, title=title))
    assert refused.value.reason == reason


@pytest.mark.parametrize("title", [
    "Daftar Harga Emas Hari Ini Turun", "Daftar ke KPU, 404 Warga Tidak Punya KTP", "Masuk Musim Kemarau, Warga Beli Air",
    "Berita Hoaks Tidak Membuat Warga Panik", "Pengaturan Privasi Gim Daring Diperketat", "Verifikasi Keamanan Pangan Rampung",
])  # fmt: skip
def test_a_brief_is_no_wall(title: str) -> None:
    record = read(
        document(
            f"<main><h1>{title}</h1>{INFO}<div class='post-content'>{paragraphs(STORY[:3])}</div></main>",
            title=title,
        )
    )
    assert texts(record) == STORY[:3]


@pytest.mark.parametrize(
    "path",
    ["/news/pasar-bocor", "/kanal/daerah/atap-pasar-kembang-bocor", "/index.php/daerah/atap-pasar-bocor"],
)
def test_the_address_of_an_article(path: str) -> None:
    assert texts(read(page(paragraphs([*STORY, *FAR, *FAR, *FAR])), HOST + path))[:4] == STORY


_MARK = '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'  # Cloudflare's, on ordinary pages
_ABOUT = f"<main><h1>Tentang Kami</h1><div class='teks'>{paragraphs([*FAR, *FAR, *FAR])}</div></main>"


@pytest.mark.parametrize(
    ("main", "url", "reason"),
    [
        (f"<main><h1>Kabar Contoh</h1>{_POPULAR * 6}{_MARK}</main>", f"{HOST}/?utm_source=iklan", "list"),
        (f"<main><h1>Sebentar</h1><p>Kami memeriksa peramban Anda.</p>{_MARK}</main>", URL, "challenge"),
        (_ABOUT, "https://www.genpi.co/tentang-kami", "list"),
        (_ABOUT, "https://www.jpnn.com/photo/foto-foto-pasar-kembang", "gallery"),
    ],
    ids=["home page with a challenge's mark", "challenge", "an outlet's page about itself", "an outlet's gallery"],
)  # fmt: skip
def test_what_is_no_article_by_its_address_and_markup(main: str, url: str, reason: str) -> None:
    with pytest.raises(NotAnArticle) as refused:
        read(document(main), url)
    assert refused.value.reason == reason


def test_a_brief_beside_a_challenge_s_mark() -> None:
    html = document(f"<main><h1>{TITLE}</h1>{INFO}<div class='post-content'>{paragraphs(STORY[:2])}</div>"
                    f"<form class='g-recaptcha'></form></main><aside>{_POPULAR * 6}</aside>")  # fmt: skip
    assert texts(read(html)) == STORY[:2]


@pytest.mark.parametrize(
    "layout", ["has-sidebar", "no-sidebar", "right-sidebar", "content-sidebar-wrap", "with-widget"]
)
def test_a_layout_s_class_above_the_article(layout: str) -> None:
    main = f"<div class='{layout}'><h1>{TITLE}</h1>{INFO}<div class='isi'>{paragraphs([*STORY, *FAR])}</div></div>"
    assert texts(read(document(main))) == [*STORY, *FAR]


@pytest.mark.parametrize(
    "head", ['<meta property="og:site_name" content="Kabar Contoh - Tepat dan Cepat">', ""]
)
def test_an_unknown_site_s_own_name_is_a_dateline(head: str) -> None:
    name = "KabarContoh" if head else "Kabar-Contoh"
    record = read(page(_P.replace("<p>", f"<p><b>KEMBANG, {name}</b> — ", 1), head=head))
    assert (texts(record), record.dateline) == (STORY, f"KEMBANG, {name}")
