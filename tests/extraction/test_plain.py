"""Text that was already taken off a page: the seed, invented texts, and the laws as properties."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper.boilerplate.reflow import paragraphs, split_titles
from scraper.errors import NotAnArticle, PageRefused
from scraper.extraction.plain import extract_text
from scraper.text.spaces import words

FAST = settings(derandomize=True, deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))

BEFORE = [
    "Panitia lomba perahu hias di Desa Muara Contoh menyiapkan tiga puluh perahu kayu, walau hujan turun tiap sore.",
    "Kepala desa mengatakan, warga bergotong royong mengecat perahu itu selama dua pekan di halaman balai desa.",
]
AFTER = [
    "Perahu terbaik akan dipajang di dermaga lama sampai akhir bulan, lalu dikembalikan kepada pemiliknya.",
    "Warga berharap perayaan itu berlangsung lebih lama pada tahun depan.",
]
# Prose that merely holds the words of boilerplate: each stands as a paragraph in the middle of an article.
INNOCENT = [
    "Warga diminta baca juga petunjuk di balik kemasan sebelum memakai obat nyamuk itu.",
    "Baca juga petunjuk di balik kemasan sebelum memakai obat nyamuk itu, pesan petugas puskesmas.",
    '"Baca juga lampiran surat itu," kata notaris kepada ahli waris yang datang terlambat.',
    "Ia gemar membaca berita terkait cuaca sebelum melaut bersama dua anaknya.",
    "Berita terkait penutupan jembatan membuat pedagang buah gelisah sejak pagi.",
    "Hak cipta lagu itu didaftarkan keluarga pencipta pada 2019 di kantor wilayah.",
    "Copyright atas naskah drama itu dipegang yayasan yang mengelola gedung kesenian.",
    "Perjanjian itu memuat tiga hal, yakni (a) harga sewa, (b) jangka waktu, dan (c) tata cara pengembalian.",
    "Ikuti jejak kakeknya, pemuda itu membuka bengkel perahu di tepi muara.",
    "Ikuti arahan petugas di lapangan, ujar kepala posko kepada para pendaki.",
    "Peserta mengikuti lomba memasak sambil menyiarkannya langsung di Instagram sekolah.",
    "Mari belajar dari kasus penipuan lewat WhatsApp yang menimpa belasan pensiunan guru itu.",
    "Simak saja nasib kapal tua itu, yang kini menjadi rumah makan terapung.",
    "Simak penjelasan berikut sebelum menanam cabai di musim hujan.",
    "Silakan datang ke balai desa untuk mengambil kartu, tulis panitia dalam selebaran.",
    "Silakan unduh formulir di aplikasi milik dinas, lalu serahkan kepada petugas loket, kata lurah.",
    "Dilansir Harian Contoh, jembatan itu dibangun dengan dana gotong royong.",
    "Dikutip dari catatan harian sang nakhoda, badai datang tanpa tanda apa pun.",
    "Redaktur majalah sekolah itu masih duduk di kelas dua dan gemar menggambar peta.",
    "Menurut redaktur lama mereka, tulisan tangan lebih sulit dipalsukan daripada tanda tangan.",
    "Di bawah bingkai tertulis keterangan foto: kakek dan nenek pada hari panen pertama.",
    "Foto itu dipotret tetangga mereka sebelum rumah panggung dibongkar.",
    "Sumber air di kaki bukit mengering sejak kebun teh diganti tanaman semusim.",
    "Ia menyebut tiga sumber: arsip desa, cerita lisan, dan peta tua milik gereja.",
    "Advertisement yang dipasang perusahaan itu ditegur karena memakai gambar anak kecil.",
    "Perusahaan menarik iklan itu dari televisi setelah dikritik para ibu.",
    "Halaman belakang rumahnya kini penuh anggrek dan pohon jeruk purut.",
    "Halaman 12 kitab itu memuat gambar perahu bercadik berwarna merah.",
    "Selengkapnya akan diumumkan panitia pekan depan setelah rapat dengan warga.",
    "Laporan selengkapnya diserahkan tim kepada bupati pada Jumat sore.",
    "Video itu direkam penjaga malam dengan ponsel tua yang layarnya retak.",
    "Polisi memeriksa rekaman video berdurasi dua menit dari kamera parkir.",
    "Google News menjadi tempat para murid mencari bahan lomba mading.",
    "Ia mencari kabar banjir di Google News, lalu menelepon saudaranya di hulu.",
    "Jangan sampai ketinggalan kereta, ibu itu berangkat sebelum subuh dari kampungnya.",
    "Bagikan beras itu kepada tetangga yang belum kebagian, pesan ketua rukun warga.",
    "Dapatkan tiket konser amal itu di loket.com mulai Jumat pukul sepuluh pagi.",
    "Klik suara kamera terdengar berkali-kali ketika pengantin keluar dari masjid.",
    "Terpopuler di pasar itu adalah kue lumpur buatan Bu Sari yang selalu habis sebelum siang.",
    "Oleh karena itu, panitia menunda lomba perahu sampai air sungai surut.",
    "Penulis buku resep itu tinggal di rumah kayu dekat stasiun lama.",
    "Editor film itu memotong adegan pasar malam karena gambarnya terlalu gelap.",
    "Dua dari lima halaman surat wasiat itu hilang ketika rumahnya kebanjiran.",
    "Nama pulau itu disebut dalam dua dari tiga naskah lama yang dibaca para peneliti.",
    "Komentar warga soal tarif parkir memenuhi papan pengumuman di depan pasar.",
    "Tutup botol plastik dikumpulkan murid untuk dijadikan hiasan dinding kelas.",
    "Disclaimer semacam itu, menurut hakim, tidak menghapus tanggung jawab penjual.",
    "Artikel ini ditulis ulang oleh murid untuk majalah dinding, kata gurunya bangga.",
    "Berikutnya, panitia akan menimbang hasil panen di depan para saksi.",
    "Lihat juga cara petani garam membaca arah angin hanya dari gerak awan.",
    "Surabaya - Jakarta kini dapat ditempuh lebih cepat dengan kereta malam itu.",
    "Ongkosnya (*) belum termasuk sewa tenda dan makan siang bagi peserta.",
    "Ketua koperasi menandatangani akta di hadapan notaris (bukan camat).",
    "Pameran itu dibuka pada Rabu, 5 Juni 2024, dan dikunjungi ratusan murid.",
    "Tag harga pada baju bekas itu masih memakai rupiah lama.",
    "Rekomendasi untuk Anda yang baru belajar melukis: mulailah dengan satu warna saja.",
    "Saksikan, ujar sang dalang, bagaimana wayang tua itu bergerak tanpa suara.",
    "Tonton video latihan itu bersama orang tua, pesan guru tari kepada para murid.",
    "Unduh peta jalur evakuasi di aplikasi BPBD sebelum mendaki, kata petugas pos.",
]
# (line, kind of its removal): each stands alone in the middle of the same article.
BOILERPLATE = [
    ("ADVERTISEMENT", "ad"),
    ("SCROLL TO CONTINUE WITH CONTENT", "ad"),
    ("[Gambas:Video Contoh]", "embed"),
    ("View this post on Instagram", "embed"),
    ("Baca juga: Perahu Hias Muara Contoh Raih Juara Pertama", "related"),
    ("BACA JUGA:  Perahu Hias Muara Contoh Raih Juara Pertama", "related"),
    ("Baca juga:Perahu Hias Muara Contoh Raih Juara Pertama", "related"),
    ("Baca Juga Perahu Hias Muara Contoh Raih Juara Pertama", "related"),
    ("Baca JugaPerahu Hias Muara Contoh Raih Juara Pertama", "related"),
    ("Baca Juga", "related"),
    ("Pilihan editor: Perahu Hias Muara Contoh Raih Juara Pertama", "related"),
    ("Simak juga Video 'Perahu Hias Menyusuri Muara':", "related"),
    ("Ikuti WhatsApp Channel Kabar Contoh", "promotion"),
    ("(Ayo ikuti saluran WhatsApp KabarContoh.com supaya tidak ketinggalan. Klik di sini!)", "promotion"),
    ("Simak berita menarik lainnya di kabarcontoh.com.", "promotion"),
    ("Artikel ini telah tayang di KabarContoh.com dengan judul Perahu Hias", "promotion"),
    ("2 dari 3 halaman", "pagination"),
    ("Halaman Selanjutnya", "pagination"),
    ("Foto: Dok. Panitia Lomba", "caption"),
    ("Perahu hias di muara (credit: instagram/contoh)", "caption"),
    ("Editor: Sari Contoh", "byline"),
    ("Copyright © 2023 Kabar Contoh", "copyright"),
]


def article(*middle: str, sep: str = "\n") -> str:
    return sep.join([*BEFORE, *middle, *AFTER])


def texts(record: object) -> list[str]:
    return [block.text for block in record.blocks]  # type: ignore[attr-defined]


# -- the seed and the labelled texts -----------------------------------------------------------------------------


@pytest.mark.needs_shared
def test_seed_becomes_its_record(shared: Path) -> None:
    text = (shared / "seed/genpi-article.txt").read_text(encoding="utf-8")
    wanted = json.loads((shared / "seed/genpi-article.json").read_text(encoding="utf-8"))
    record = extract_text(text)
    assert {name: record.to_dict()[name] for name in wanted} == wanted
    assert record.extraction == "text"
    assert (record.pages_expected, record.pages_got) == (1, 1)
    assert record.id == extract_text(text).id and record.id.startswith("genpi-")
    assert {r.rule: r.kind for r in record.removed}["headline_line"] == "other"
    assert {r.rule: r.kind for r in record.removed}["date_line"] == "other"
    held = Counter(w for part in (*record.blocks, *record.removed) for w in words(part.text))
    assert held == Counter(words(text))


@pytest.mark.needs_shared
def test_labelled_texts(shared: Path) -> None:
    rows = [json.loads(row) for row in (shared / "bench/texts/readable.jsonl").open(encoding="utf-8")]
    right = Counter[str]()
    for row in rows:
        record = extract_text(row["input"])
        right["body"] += words(record.article_body) == words(row["article_body"])
        for name in ("dateline", "end_mark", "cited_sources"):
            right[name] += getattr(record, name) == row[name]
    assert all(
        right[name] >= 0.95 * len(rows) for name in ("body", "dateline", "end_mark", "cited_sources")
    ), right


# -- tables --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sep", ["\n", "\n\n"], ids=["lines", "blank lines"])
@pytest.mark.parametrize("sentence", INNOCENT)
def test_innocent_prose_survives(sentence: str, sep: str) -> None:
    record = extract_text(article(sentence, sep=sep))
    assert texts(record) == [*BEFORE, sentence, *AFTER]
    assert record.removed == []


def test_all_innocent_prose_together() -> None:
    assert texts(extract_text(article(*INNOCENT))) == [*BEFORE, *INNOCENT, *AFTER]


@pytest.mark.parametrize(("line", "kind"), BOILERPLATE)
def test_boilerplate_goes(line: str, kind: str) -> None:
    record = extract_text(article(line))
    assert texts(record) == [*BEFORE, *AFTER]
    assert [(r.kind, r.block) for r in record.removed] == [(kind, 1)]


@pytest.mark.parametrize(
    ("head", "dateline"),
    [
        ("MUARAKOTA, KABARCONTOH.com – ", "MUARAKOTA, KABARCONTOH.com"),
        ("KabarContoh.com, Jakarta - ", "KabarContoh.com, Jakarta"),
        ("KabarContoh.com, Jakarta", "KabarContoh.com, Jakarta"),
        ("KabarContoh.com, Banda Aceh", "KabarContoh.com, Banda Aceh"),
        ("KabarContoh.com, Bandar Lampung ", "KabarContoh.com, Bandar Lampung"),
        ("KABARCONTOH.CO,Jakarta- ", "KABARCONTOH.CO,Jakarta"),
        ("Jakarta (CONTOH) - ", "Jakarta (CONTOH)"),
        ("Pati - ", "Pati"),
        ("SURABAYA— ", "SURABAYA"),
        ("Jakarta\n-\n", "Jakarta"),
        ("KABARCONTOH.com\n– ", "KABARCONTOH.com"),
        ("INFO NIAGA – ", None),
    ],
)
def test_datelines(head: str, dateline: str | None) -> None:
    record = extract_text(head + article())
    assert texts(record) == [*BEFORE, *AFTER]
    assert record.dateline == dateline


@pytest.mark.parametrize(
    "lead",
    [
        "Sari Contoh - Budi Contoh menjuarai lomba perahu ganda di muara pada Minggu sore yang cerah.",
        "PANITIA lomba perahu hias menutup pendaftaran lebih awal karena peserta sudah penuh.",
        "TNI - Polri menjaga jalannya lomba perahu hias di muara sampai malam hari.",
    ],
)
def test_no_dateline(lead: str) -> None:
    record = extract_text("\n".join([lead, *BEFORE, *AFTER]))
    assert texts(record)[0] == lead
    assert record.dateline is None


@pytest.mark.parametrize("mark", ["(*)", "(abc/def)", "[abc]", "(H-4)"])
@pytest.mark.parametrize("glue", [" ", "\n"])
def test_end_marks(mark: str, glue: str) -> None:
    record = extract_text(article() + glue + mark)
    assert texts(record) == [*BEFORE, *AFTER]
    assert record.end_mark == mark


def test_tags_below_the_end_mark() -> None:
    record = extract_text("\n".join([*BEFORE, "(abc/def)", "lomba perahu", "muara"]))
    assert texts(record) == BEFORE
    assert record.keywords == ["lomba perahu", "muara"]


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        (["Hal itu disampaikan ketua panitia kepada", "KabarContoh.com", ", Selasa (4/6/2024)."],
         "Hal itu disampaikan ketua panitia kepada KabarContoh.com, Selasa (4/6/2024)."),
        (["Sebagian besar peserta lomba menyebut", "gotong royong", "sebagai alasan utama."],
         "Sebagian besar peserta lomba menyebut gotong royong sebagai alasan utama."),
        (["Kenapa warga memilih", "perahu", "?"], "Kenapa warga memilih perahu?"),
        (["Ikan itu dikenal sebagai belanak (", "Mugil cephalus", ") dan hidup di muara."],
         "Ikan itu dikenal sebagai belanak (Mugil cephalus) dan hidup di muara."),
        (["Luas muara yang dikelola warga desa itu sekitar 3 km", "2", "di sisi timur kota."],
         "Luas muara yang dikelola warga desa itu sekitar 3 km 2 di sisi timur kota."),
    ],
)  # fmt: skip
def test_pieces_are_joined(pieces: list[str], joined: str) -> None:
    assert texts(extract_text(article(*pieces))) == [*BEFORE, joined, *AFTER]


@pytest.mark.parametrize(
    "kept",
    [
        ["1. Takut menghadapi ombak", "Sebagian peserta takut menghadapi ombak di mulut muara."],
        ["Kurangnya latihan", "Ketua panitia menilai peserta kurang berlatih."],
        ["Bahan yang disiapkan:", "cat kayu", "kain perca", "tali rafia", "lem"],
        ["Ia pulang.", "Ia makan.", "Ia tidur."],
    ],
)
def test_short_paragraphs_stay_apart(kept: list[str]) -> None:
    assert texts(extract_text(article(*kept))) == [*BEFORE, *kept, *AFTER]


def test_label_without_titles_keeps_the_next_paragraph() -> None:
    record = extract_text(article("Baca Juga"))
    assert texts(record) == [*BEFORE, *AFTER]
    assert record.related_links == []


def test_label_with_titles_below() -> None:
    titles = ["Perahu Hias Muara Contoh Raih Juara Pertama", "Mengapa Warga Desa Menolak Dermaga Baru?"]
    record = extract_text(
        article("Baca juga:", *titles, "Sisi lain lomba", "Lomba itu memberi penghasilan tambahan.")
    )
    assert texts(record) == [*BEFORE, "Sisi lain lomba", "Lomba itu memberi penghasilan tambahan.", *AFTER]
    assert [(link.title, link.after_block) for link in record.related_links] == [
        (title, 1) for title in titles
    ]


def test_glued_titles_come_apart() -> None:
    one, two = "Perahu Hias Muara Contoh Raih Juara Pertama?", "Warga Desa Contoh Menolak Dermaga TikTok Baru"
    assert split_titles(one + two) == [one, two]
    record = extract_text(article(f"Panitia menutup acara.Baca Juga{one}{two}"))
    assert texts(record)[2] == "Panitia menutup acara."
    assert [link.title for link in record.related_links] == [one, two]


def test_contents_are_printed_once() -> None:
    heads = ["1. Perahu dari kayu nangka", "2. Perahu dari bambu"]
    body = [heads[0], "Kayu nangka ringan dan mudah dibentuk.", heads[1], "Bambu murah dan cepat tumbuh."]
    assert texts(extract_text("\n".join(["Daftar Isi", *heads, *BEFORE, *body, *AFTER]))) == [
        *BEFORE,
        *body,
        *AFTER,
    ]


WHOLE = [*BEFORE, *AFTER]


@pytest.mark.parametrize(
    "lines",
    [
        ["".join(WHOLE), *WHOLE],
        ["".join(WHOLE) + "Ikuti Whatsapp Channel Contoh", *WHOLE],
        [*WHOLE, *WHOLE],
        [WHOLE[0], WHOLE[0], *WHOLE[1:]],
        ["".join(WHOLE), WHOLE[0], "".join(WHOLE[1:]), WHOLE[1], "".join(WHOLE[2:]), *WHOLE[2:]],
        ["".join(WHOLE), "".join(WHOLE[1:]), "".join(WHOLE[2:]), WHOLE[3]],
    ],
    ids=["glued", "glued with promotion", "block", "single", "nested", "shorter tails"],
)
def test_repeats_stay_once(lines: list[str]) -> None:
    assert texts(extract_text("\n".join(lines))) == WHOLE


def test_hard_wrapped_lines_are_joined() -> None:
    import textwrap

    wrapped = "\n\n".join("\n".join(textwrap.wrap(p, 72)) for p in WHOLE)
    assert paragraphs(wrapped) == WHOLE
    assert texts(extract_text(wrapped)) == WHOLE


def test_headline_date_and_people() -> None:
    head = [
        "Perahu Hias Ramaikan Panen di Muara Contoh",
        "Rabu, 5 Juni 2024 10:15 WITA",
        "Penulis: Sari Contoh",
    ]
    record = extract_text("\n".join([*head, *WHOLE]))
    assert texts(record) == WHOLE
    assert record.headline == head[0]
    assert (record.date_published, record.time_zone_from) == ("2024-06-05T10:15:00+08:00", "printed")
    assert record.authors == ["Sari Contoh"]


def test_blanks_and_controls() -> None:
    dirty = "\ufeff" + article(sep="\r\n").replace("perahu", "pera\u200bhu\x07")
    assert texts(extract_text(dirty)) == WHOLE
    assert texts(extract_text("<p>" + article(sep="</p><p>") + "</p><script>x</script>")) == WHOLE


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "empty"), (" \n\u200b", "empty"), ("***", "empty"), ("Baca juga: Satu", "no_body")],
)
def test_no_article(text: str, reason: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        extract_text(text)
    assert caught.value.reason == reason


# -- laws ----------------------------------------------------------------------------------------------------------

LINES = st.lists(
    st.one_of(
        st.sampled_from([*INNOCENT, *WHOLE]),
        st.sampled_from([line for line, _ in BOILERPLATE]),
        st.sampled_from(
            ["kepada", "KabarContoh.com", ", Selasa.", "(", ")", "perahu", "Daftar Isi", "Jakarta", "- ",
             "Jakarta - Ia pergi.", "1.", "5 Juni 2024 10:15",
             "Perahu Hias Ramaikan Panen Muara", "(*)", "(abc/def)", "muara", "BERITA TERKAIT", "“"]
        ),
        st.text(max_size=40),
    ),
    max_size=14,
)  # fmt: skip
SEPARATORS = st.sampled_from(["\n", "\n\n", "\r\n", " \n \n"])


def letters(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace())


@FAST
@given(LINES, SEPARATORS)
def test_idempotent_and_nothing_vanishes(lines: list[str], sep: str) -> None:
    text = sep.join([*lines, *WHOLE])
    record = extract_text(text)
    again = extract_text(record.article_body, outlet=record.outlet)
    assert again.article_body == record.article_body
    assert again.removed == []
    if "<" not in text and "&" not in text:
        held = letters("".join([part.text for part in (*record.blocks, *record.removed)]))
        assert held == letters("".join(paragraphs(text)))


@FAST
@given(st.one_of(st.text(), st.text(alphabet="abcA.(*)-–\n “”:<>/&;#0 \xa0\u200d"), LINES.map("\n".join)))
def test_never_another_exception(text: str) -> None:
    try:
        record = extract_text(text)
    except NotAnArticle as error:
        reason: str | None = error.reason
    else:
        reason = None
        assert record.article_body == "\n\n".join(texts(record))
        assert all(r.block is None or 0 <= r.block < len(record.blocks) for r in record.removed)
    assert reason in ("empty", "no_body", None)


def test_a_large_text_loses_nothing() -> None:
    text = "\n".join(f"Perahu ke-{i} berangkat. " + BEFORE[i % 2] for i in range(5000))
    assert len(extract_text(text).blocks) == 5000


def test_what_is_no_article_but_a_corpus_is_refused() -> None:
    with pytest.raises(PageRefused) as refused:
        extract_text("kata demi kata " * 100_000)
    assert refused.value.reason == "too_large"
