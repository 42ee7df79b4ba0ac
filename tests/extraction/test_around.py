"""What unknown sites print around the body: the article's tags, its writers and editors. Sites and people are invented."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.article import Article

URL = "https://warta-contoh.id/daerah/pasar-ikan-pindah"
TITLE = "Pasar Ikan Pindah ke Sisi Timur Pelabuhan"
STORY = [
    "Pedagang ikan di pelabuhan lama mulai menempati los baru di sisi timur sejak Senin pagi setelah menunggu dua tahun.",
    "Mereka membawa timbangan, meja, dan kotak es dengan gerobak yang disediakan pengelola secara cuma-cuma sejak subuh.",
    "“Tempatnya lebih lapang, tinggal menunggu pembelinya datang,” kata Warsinah, yang berjualan sejak tahun delapan puluhan.",
    "Pengelola berjanji memasang papan petunjuk agar pembeli tidak tersesat di antara gudang dan bengkel kapal di sana.",
]
DATE = '<time datetime="2024-06-24T10:00:00+07:00">24 Juni 2024 10:00</time>'
BODY = "".join(f"<p>{text}</p>" for text in STORY)
SITE = "Warta Contoh"


def read(*, meta: str = DATE, body: str = BODY, after: str = "", side: str = "", menu: str = "") -> Article:
    html = (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f'<meta property="og:site_name" content="{SITE}"></head><body><nav><a href="/">Beranda</a>{menu}</nav><main><article>'
        f'<h1>{TITLE}</h1><div class="post-meta">{meta}</div><div class="entry-content">{body}</div>{after}</article></main>'
        f"{side}<footer><p>© 2024 {SITE}</p></footer></body></html>"
    )
    return extract(html.encode(), URL)


# -- tags -----------------------------------------------------------------------------------------------------------

# None of them stands in the story: where they stand says whose they are.
WANTED = ["Nelayan Kecil", "Revitalisasi"]
_A = '<a href="/tag/a">Nelayan Kecil</a> <a href="/tag/b">Revitalisasi</a>'
_REL = '<a rel="tag" href="/t/1">Nelayan Kecil</a>, <a rel="tag" href="/t/2">Revitalisasi</a>'
_TERM = '<li><a href="/taxonomy/term/1">Nelayan Kecil</a></li><li><a href="/taxonomy/term/2">Revitalisasi</a></li>'
TAGS = {
    "a named box": f'<div class="post-tags">{_A}</div>',
    "a named box behind share buttons": f'<div class="share">Bagikan ke teman</div><div class="tag-list">{_A}</div>',
    "the article's own footer": f'<footer class="entry-meta">Tags: {_REL}</footer>',
    "a label and links": f"<div><b>Tag:</b> {_A}</div>",
    "a heading and links of any address": f"<div><h3>Tags</h3><ul>{_TERM}</ul></div>",
    "Drupal's field": f'<div class="field--name-field-tags"><ul>{_TERM}</ul></div>',
    "words": "<p>Kata kunci: Nelayan Kecil, Revitalisasi</p>",
    "words in an element of their own": "<p><b>Keywords:</b> <span>Nelayan Kecil, Revitalisasi</span></p>",
    "links to searches": '<p>Label: <a href="/cari?q=1">Nelayan Kecil</a> <a href="/cari?q=2">Revitalisasi</a></p>',
}


@pytest.mark.parametrize("after", TAGS.values(), ids=TAGS)
def test_tags_beside_the_body(after: str) -> None:
    record = read(after=after)
    assert record.keywords == WANTED
    assert [block.text for block in record.blocks] == STORY


_OTHER = '<a href="/x">Kapal Baru Tiba di Dermaga</a> '
NO_TAGS = {
    "hot topics of the site": {"after": f'<div class="tag-wrap"><h4>Topik Hangat</h4><div class="tags">{_A}</div></div>'},
    "the site's footer": {"side": f'<footer class="bottom"><div class="tags">{_A}</div></footer>'},
    "a side bar": {"side": f'<aside><h3>Tags</h3><div class="tagcloud">{_A}</div></aside>'},
    "a menu": {"menu": f'<div class="tags">{_A}</div>'},
    "far below": {"after": f'<div>{_OTHER * 30}</div><div class="tags">{_A}</div>'},
    "a sentence": {"body": f"{BODY}<p>Tags: begitu nama warung kopi di seberang los itu, ramai sejak pagi.</p>"},
    "a sentence with commas": {"body": f"{BODY}<p>Kata kunci: sabar, tekun, dan rajin menabung.</p>"},
    "one word": {"after": "<p>Kata kunci: sabar</p>"},
    "an event": {"after": "<p>Topik: Perikanan, Kelautan</p>"},
    "sections of Drupal": {"after": f"<ul>{_TERM}</ul>"},
}  # fmt: skip


@pytest.mark.parametrize("parts", NO_TAGS.values(), ids=NO_TAGS)
def test_tags_of_others(parts: dict[str, str]) -> None:
    assert read(**parts).keywords == []


def test_the_tags_that_speak_of_the_article_come_first() -> None:
    about = '<div class="tags"><a href="/tag/x">Pasar Ikan</a><a href="/tag/y">Pelabuhan</a></div>'
    assert read(menu=about, after=f'<div class="post-tags">{_A}</div>').keywords == [
        "Pasar Ikan",
        "Pelabuhan",
    ]


# -- people ---------------------------------------------------------------------------------------------------------

PEOPLE = {
    "role, name": (f"<span>Penulis</span><span>Rina Wulandari</span><span>Editor</span><span>Joko Prasetya</span> {DATE}",
                   ["Rina Wulandari"], ["Joko Prasetya"]),
    "name, role": (f"<span>Rina Wulandari</span> <small>Penulis</small> <span>Joko Prasetya</span> <small>Editor</small> {DATE}",
                   ["Rina Wulandari"], ["Joko Prasetya"]),
    "cards": ('<div><a href="/p/1">Rina Wulandari</a><i>Reporter</i></div><div><a href="/p/2">Joko Mei Prasetya</a><i>Editor</i></div>',
              ["Rina Wulandari"], ["Joko Mei Prasetya"]),
    "one name in an element that says so": (f'<b class="credit-name">Joko</b><b>Redaktur</b> {DATE}', [], ["Joko"]),
    "a photographer is neither": (f"<b>Rina Wulandari</b><i>Penulis</i><b>Sari Lestari</b><i>Fotografer</i> {DATE}",
                                  ["Rina Wulandari"], []),
    "posted by, on": (f"Posted by: Rina Wulandari on {DATE}", ["Rina Wulandari"], []),
    "posted on, by": ("Posted on 24 Juni 2024 by Rina Wulandari", ["Rina Wulandari"], []),
    "beside the date": (f"<span>Rina Wulandari</span> · {DATE}", ["Rina Wulandari"], []),
    "behind the date": ("24-06-2024 10:00 | Rina Wulandari", ["Rina Wulandari"], []),
    "with the site": (f"Rina Wulandari - {SITE} {DATE}", ["Rina Wulandari"], []),
    "an icon": (f'<i class="fa fa-user"></i> Rina Wulandari <i class="fa fa-clock"></i> {DATE}', ["Rina Wulandari"], []),
    "a list": (f"<ul><li>Rina Wulandari</li><li>{DATE}</li><li>3 Komentar</li></ul>", ["Rina Wulandari"], []),
    "the site is nobody": (f"Oleh Rina Wulandari, {SITE} - 24 Juni 2024", ["Rina Wulandari"], []),
    "a desk ahead": (f"Tim Redaksi | Editor : Joko Prasetya | {DATE}", [], ["Joko Prasetya"]),
    "a writer of markup beside the editor": (
        f'<b class="writer-name">Rina Wulandari</b> {DATE}<div>Editor: <a rel="author">Joko Prasetya</a></div>',
        ["Rina Wulandari"], ["Joko Prasetya"]),
    "an address is no name": (f'<meta itemprop="author" content="https://contoh.id/x"><b class="author">Rina Wulandari</b> {DATE}',
                              ["Rina Wulandari"], []),
}  # fmt: skip


@pytest.mark.parametrize(("meta", "authors", "editors"), PEOPLE.values(), ids=PEOPLE)
def test_people(meta: str, authors: list[str], editors: list[str]) -> None:
    record = read(meta=meta)
    assert (record.authors, record.editors) == (authors, editors)


NOBODY = {
    "a rubric": {"meta": f"Gaya Hidup | {DATE}"},
    "a rubric of the menu": {"meta": f"Sudut Pandang | {DATE}", "menu": '<a href="/sudut-pandang">Sudut Pandang</a>'},
    "a linked topic": {"meta": f'<a href="/topik/x">Bandar Lama</a> {DATE}'},
    "a place": {"meta": f"Jawa Tengah | {DATE}"},
    "two names": {"meta": f"Rina Wulandari · Joko Prasetya · {DATE}"},
    "the site": {"meta": f"{SITE} | {DATE}"},
    "one word": {"meta": f"Opini | {DATE}"},
    "a role and a rubric": {"meta": f"<span>Editor</span><span>Pilihan Pembaca</span> {DATE}"},
    "a role and one word": {"meta": f"<span>Opini</span><span>Penulis</span> {DATE}"},
    "a book": {"body": f"{BODY}<table><tr><td>Penulis</td><td>Citra Lestari</td></tr><tr><td>Penerbit</td><td>Rak</td></tr></table>"},
    "a comment": {"after": '<div class="comments"><b>Citra Lestari</b><i>Penulis</i></div>'},
}  # fmt: skip


@pytest.mark.parametrize("parts", NOBODY.values(), ids=NOBODY)
def test_nobody(parts: dict[str, str]) -> None:
    record = read(**parts)
    assert (record.authors, record.editors) == ([], [])
