"""The cleaner on small pages: what goes, under which rule, and what must stay."""

import pytest
from lxml import html

from scraper.boilerplate.cleaner import Cleaned, Context, clean
from scraper.boilerplate.lexicon import PHRASES
from scraper.boilerplate.lines import LineReader
from scraper.page.page import text_of
from scraper.text.spaces import words

LEAD = (
    "<p>Warga Desa Sukamaju menanam seribu bibit pohon di lereng bukit pada Minggu pagi bersama relawan.</p>"
)
NEXT = "<p>Kepala desa mengatakan kegiatan itu diulang setiap musim hujan agar lereng tidak longsor lagi.</p>"
LAST = "<p>“Bibitnya disiapkan sejak Maret oleh kelompok tani di hulu sungai,” ujarnya di sela kegiatan.</p>"


def cleaned(body: str, context: Context = Context()) -> Cleaned:  # noqa: B008 (a frozen value)
    reader = LineReader({}, lambda href: href if href and href.startswith("http") else None)
    reader.read(html.fragment_fromstring(body, create_parent="div"))
    return clean(reader.lines, context)


def around(middle: str) -> Cleaned:
    return cleaned(f"{LEAD}{middle}{NEXT}{LAST}")


def words_in(body: str) -> list[str]:
    return sorted(words(" ".join(html.fragment_fromstring(body, create_parent="div").itertext())))


REMOVED = [
    pytest.param("<p>BACA JUGA: <a href='http://x/1'>Sungai Meluap Lagi</a></p>", "read_also", id="label and title"),
    pytest.param("<p>Baca juga:Sungai Meluap Lagi di Hulu</p>", "read_also", id="no blank after the colon"),
    pytest.param("<div class='baca-juga'><h4>Baca Juga:</h4><ul><li><a href='http://x/1'>A B C</a></li></ul></div>",
                 "class_read_also", id="a box by its class"),
    pytest.param("<p>Baca Juga</p><ul><li><a href='http://x/1'>Sungai Meluap</a></li></ul>", "read_also_title", id="label above"),
    pytest.param("<p>Pilihan Editor: <a href='http://x/1'>Sungai Meluap</a></p>", "read_also", id="editor's choice"),
    pytest.param("<p>Simak juga Video 'Detik-detik Sungai Meluap':</p>", "read_also", id="video prompt with a title"),
    pytest.param("<p>ADVERTISEMENT</p>", "advertisement", id="ad label"),
    pytest.param("<p>SCROLL TO CONTINUE WITH CONTENT</p>", "scroll_on", id="scroll"),
    pytest.param("<p>[Gambas:Video 20detik]</p>", "gambas", id="embed"),
    pytest.param("<p>Silakan baca konten menarik lainnya dari Kabar.co di Google News</p>", "platform_promotion", id="promo"),
    pytest.param("<p>Yuk, Simak Juga Video ini!</p>", "video_prompt", id="video prompt"),
    pytest.param("<p>2 dari 3 halaman</p>", "n_of_m", id="counter"),
    pytest.param("<p>Halaman Selanjutnya</p>", "page_links", id="next page"),
    pytest.param("<p>>>> Baca Juga: <a href='http://x/1'>Sungai Meluap Lagi</a></p>", "read_also", id="signs before the label"),
    pytest.param("<p>Jangan Lewatkan! <a href='http://x/1'>Sungai Meluap Lagi</a></p>", "read_also", id="do not miss"),
    pytest.param("<p>Label: <a href='/search/label/Bibit'>Bibit</a></p>", "tag_line", id="Blogger's labels"),
    pytest.param("<p>Lanjut ke halaman berikutnya</p>", "page_links", id="on to the next page"),
    pytest.param("<p>Halaman selanjutnya: Bibit dari hulu</p>", "page_links", id="the next page and its title"),
    pytest.param("<p><b>1</b> <a href='?p=2'>2</a> <a href='?p=2'>Berikutnya</a></p>", "page_links", id="numbers of pages"),
    pytest.param("<p>Dibaca: 1.312 kali</p>", "view_counter", id="counter of readers"),
    pytest.param("<p>Reading Time: 3 minutes</p>", "reading_time", id="reading time"),
    pytest.param("<p>Please follow and like us:</p>", "follow_us", id="follow us"),
    pytest.param("<p>Like this: Like Loading...</p>", "reaction", id="a button that loads"),
    pytest.param("<div><span>Ukuran huruf</span> <a>A-</a> <a>A+</a></div>", "text_size", id="text size"),
    pytest.param("<p>Untuk berita lainnya kunjungi <a href='http://x/'>kabarbukit.id</a></p>", "more_of_outlet", id="more news"),
    pytest.param("<div class='saboxplugin-wrap'>Rara Ayu<p>Penulis yang suka hujan.</p></div>", "class_author_box",
                 id="a plugin's box about the writer"),
    pytest.param("<div class='kg-card kg-cta-card'><p>Bukit Kita hidup dari pembaca.</p></div>", "class_promotion",
                 id="a card that asks for support"),
    pytest.param("<p>Redaktur: Rara Ayu</p>", "byline", id="by-line"),
    pytest.param("<p>Foto: Dinas Perhubungan Kota Malang</p>", "caption", id="caption"),
    pytest.param("<figure><img src=x><figcaption>Bibit pohon di lereng.</figcaption></figure>", "tag_figure", id="figure"),
    pytest.param("<div class='ads-slot'>Beli satu gratis satu</div>", "class_ad", id="ad by class"),
    pytest.param("<ins class='adsbygoogle'>Promo akhir pekan</ins>", "tag_ad", id="ad by tag"),
    pytest.param("<noscript>Aktifkan JavaScript</noscript>", "tag_noscript", id="noscript"),
    pytest.param("<p style='display:none'>rahasia di balik layar</p>", "hidden", id="hidden"),
    pytest.param("<p>19 Juni 2024 13:40</p>", "date_line", id="date line"),
    pytest.param("<p>Sumber: Berbagai sumber</p>", "source_credit", id="source"),
    pytest.param("<p>#KabarBaik</p>", "hashtag", id="hashtag"),
    pytest.param("<p>Copyright © 2024 by Kabar.co</p>", "copyright", id="copyright"),
]  # fmt: skip


@pytest.mark.parametrize(("middle", "rule"), REMOVED)
def test_removed_under_its_rule_and_nothing_lost(middle: str, rule: str) -> None:
    made = around(middle)
    assert [b.text for b in made.blocks] == [text_of(html.fromstring(p)) for p in (LEAD, NEXT, LAST)]
    assert rule in {r.rule for r in made.removed}
    kept = sorted(w for part in (*made.blocks, *made.removed) for w in words(part.text))
    assert kept == words_in(LEAD + middle + NEXT + LAST)


INNOCENT = [
    "Ia meminta orang tua baca juga label kemasan sebelum membeli susu untuk anak.",
    "Baca juga kitab itu dengan hati yang lapang, pesan sang kiai kepada para santri.",
    "Menurut dia, copyright lagu daerah itu dipegang oleh ahli waris di Palembang.",
    "Ikuti aturan main yang sudah disepakati warga, kata ketua RT kepada peserta lomba.",
    "Simak dan temukan inspirasi dari kisah para petani garam di pesisir Madura.",
    "Simak kedua liputan itu di perpustakaan kota, ujar sang kurator dalam pembukaan pameran.",
    "Silakan bertanya langsung kepada petugas, ujar Rara kepada calon penumpang kapal.",
    "Dilansir Harian Rakyat Kecil, harga cabai turun dua kali lipat di pasar induk.",
    "Redaktur senior itu mengenang masa ketika koran masih dicetak dengan timah panas.",
    "Editor film itu, Bimo, mengatakan potongan gambar terakhir dibuat dalam semalam.",
    "Penulis buku itu berterima kasih kepada pembaca setianya di seluruh pelosok negeri.",
    "Foto itu diambil dari atap gedung sebelum hujan turun di kawasan kota lama.",
    "Sumber itu mengatakan rapat berlangsung tertutup sampai lewat tengah malam.",
    "Iklan layanan masyarakat tersebut akan ditayangkan mulai pekan depan di televisi.",
    "Halaman sekolah itu dipenuhi genangan setinggi lutut orang dewasa sejak subuh.",
    "Halaman selanjutnya dari buku harian itu robek dan tidak pernah ditemukan kembali.",
    "Kabar selengkapnya akan disampaikan dalam jumpa pers pada Senin siang di balai kota.",
    "Video itu ditonton dua juta kali sebelum akhirnya dihapus oleh pengunggahnya.",
    "Ia menonton video itu bersama anaknya, lalu melapor ke kantor polisi terdekat.",
    "Warga mencari namanya di Google News setelah kabar itu ramai dibicarakan orang.",
    "Gabung dengan kelompok tani membuat penghasilannya naik, kata Bimo sambil tersenyum.",
    "Klik tombol merah itu, kata petugas, lalu tunggu hingga lampu indikator menyala.",
    "Bagikan kepada tetangga yang membutuhkan, pesan sang ibu sebelum menutup pintu.",
    "Susunan pemain: Rara, Bimo, Seto; Ayu, Dewi; pelatih Jaka Umbara.",
    "Diberitakan sebelumnya, jembatan gantung itu putus diterjang banjir bandang.",
    "Pembaca, Anda bisa membaca artikel tersebut di edisi cetak pekan lalu.",
    "Geser lemari itu pelan-pelan agar lantai kayunya tidak tergores, katanya memberi contoh.",
    "Ia wafat pada 19 Juni 2024 pukul 13.40 WIB di rumah sakit daerah.",
    "Kemenangan itu (2-1) disambut gembira suporter tuan rumah (DPR).",
    "Jakarta dan Bandung kini terhubung kereta cepat yang ramai penumpang.",
    "Yuk, langsung saja dicek daftar lengkapnya, kawan!",
    "Dokumentasi yang rapi menjadi kunci keberhasilan penelitian itu, katanya menegaskan.",
    "Terkait hal itu, polisi meminta keterangan lima saksi di lokasi kejadian.",
    "Populer di kalangan anak muda, kedai kopi itu buka sampai dini hari.",
    "Share kepemilikan perusahaan daerah itu naik menjadi 40 persen tahun ini.",
    "Tag harga yang tertera di rak berbeda dengan yang dibayar di kasir.",
    "Via telepon, ia mengaku belum menerima surat panggilan dari penyidik.",
    "Adv dalam kamus itu berarti kata keterangan, jelas guru bahasa tersebut.",
    "Berita terkait banjir itu membuat warga perantauan pulang lebih awal dari biasanya.",
    "Lihat saja nanti hasilnya, ujar pelatih itu usai latihan di lapangan becek.",
    "Tonton pertandingan itu di layar lebar alun-alun, ajak wali kota kepada warganya.",
    "Jangan lewatkan: perahu terakhir berangkat sebelum air surut di muara.",
    "Baca lagi: begitu pesan guru itu setiap kali muridnya keliru mengeja.",
    "Halaman selanjutnya: kosong, seperti yang sudah ia duga sejak semula.",
    "Dilarang keras memetik bunga di taman ini tanpa izin, demikian bunyi papan itu.",
    "Dilarang mengambil foto di situs ini tanpa izin, tulis pengelola candi pada gapura.",
    "Untuk berita lainnya, kunjungi papan pengumuman di balai desa, kata sekretaris desa.",
    "Ukuran huruf pada rambu itu terlalu kecil untuk dibaca dari seberang jalan.",
    "Dibaca 312 kali pun, surat itu tetap membuatnya menangis sampai larut malam.",
    "Kamu mungkin suka aromanya, tetapi jangan menyentuh daunnya, kata penjaga kebun.",
    "1 2 3 begitu ia menghitung sebelum meniup peluit di pinggir lapangan.",
    "Ia pernah tinggal di kaki gunung itu. (1968)",
    "Air setinggi pinggang menggenangi rumahnya di hilir. (Sungai Lama/Sungai Baru)",
    "Kata kunci: sabar, begitu ia menjawab semua pertanyaan tentang kebunnya.",
    "Via Antara, rilis itu sampai ke meja redaksi sebelum tengah hari kemarin.",
]


@pytest.mark.parametrize("sentence", INNOCENT)
def test_innocent_prose_survives(sentence: str) -> None:
    made = around(f"<p>{sentence}</p>")
    assert [b.text for b in made.blocks][1] == sentence
    assert made.removed == []


@pytest.mark.parametrize("sentence", INNOCENT)
def test_innocent_prose_survives_as_the_last_paragraph(sentence: str) -> None:
    made = cleaned(f"{LEAD}{NEXT}<p>{sentence}</p>")
    assert [b.text for b in made.blocks][-1] == sentence


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda p: p.name)
def test_every_phrase_removes_its_own_example(phrase: object) -> None:
    made = around(f"<p>{phrase.example}</p>")  # type: ignore[attr-defined]
    assert [(r.rule, r.kind) for r in made.removed] == [(phrase.name, phrase.kind)]  # type: ignore[attr-defined]


GLUED = [
    pytest.param("<p>Air naik cepat. <strong>Baca juga: <a href='http://x/1'>Sungai Meluap</a></strong></p>", "Air naik cepat.",
                 "Sungai Meluap", id="link at the end of a paragraph"),
    pytest.param("<p>Air naik cepat.Baca Juga: Sungai Meluap Lagi</p>", "Air naik cepat.", "Sungai Meluap Lagi", id="no blank"),
    pytest.param("<p>Air naik (Baca: Sungai Meluap Lagi) dengan cepat.</p>", "Air naik dengan cepat.", "Sungai Meluap Lagi",
                 id="in brackets"),
    pytest.param("<p>Baca juga: <a href='http://x/1'>Sungai Meluap</a> Air naik cepat sekali pagi itu.</p>",
                 "Air naik cepat sekali pagi itu.", "Sungai Meluap", id="before the prose"),
]  # fmt: skip


@pytest.mark.parametrize(("middle", "kept", "title"), GLUED)
def test_glued_read_also_is_cut_out_and_kept_as_a_link(middle: str, kept: str, title: str) -> None:
    made = around(middle)
    assert made.blocks[1].text == kept
    assert [(link.kind, link.title) for link in made.links] == [("read_also", title)]


def test_a_label_whose_titles_are_gone_takes_no_prose() -> None:
    made = around("<p>Baca Juga</p>")
    assert len(made.blocks) == 3
    assert [r.rule for r in made.removed] == ["read_also_label"]


def test_after_block_is_the_index_of_the_block_before() -> None:
    made = cleaned(
        f"<p>Baca juga: <a href='http://x/0'>Paling Awal</a></p>{LEAD}<p>Baca juga: <a href='http://x/1'>Satu Dua</a></p>{NEXT}"
        f"{LAST}<p>Baca juga: <a href='http://x/2'>Tiga Empat</a></p>"
    )
    assert [(link.title, link.url, link.after_block) for link in made.links] == [
        ("Paling Awal", "http://x/0", None), ("Satu Dua", "http://x/1", 0), ("Tiga Empat", "http://x/2", 2),
    ]  # fmt: skip


DATELINES = [
    ("<p><strong>GenPI.co</strong> - Warga menanam</p>", "GenPI.co", "Warga menanam"),
    ("<p>GenPI.co Jatim - Warga menanam</p>", "GenPI.co Jatim", "Warga menanam"),
    ("<p>jpnn.com, <a>JAKARTA</a> - Warga menanam</p>", "jpnn.com, JAKARTA", "Warga menanam"),
    ("<p>jpnn.com - BANDUNG - Warga menanam</p>", "jpnn.com - BANDUNG", "Warga menanam"),
    ("<p>JAKARTA, KOMPAS.com - Warga menanam</p>", "JAKARTA, KOMPAS.com", "Warga menanam"),
    ("<p>KOMPAS.com -Menteri menanam</p>", "KOMPAS.com", "Menteri menanam"),
    ("<p>Jakarta (ANTARA) - Warga menanam</p>", "Jakarta (ANTARA)", "Warga menanam"),
    ("<p>Banyuwangi (beritajatim.com) – Warga menanam</p>", "Banyuwangi (beritajatim.com)", "Warga menanam"),
    ("<p><b>Liputan6.com, Jakarta</b> Warga menanam</p>", "Liputan6.com, Jakarta", "Warga menanam"),
    ("<p>Harianjogja.com, BANTUL—Warga menanam</p>", "Harianjogja.com, BANTUL", "Warga menanam"),
    ("<p>REPUBLIKA.CO.ID, JAKARTA -- Warga menanam</p>", "REPUBLIKA.CO.ID, JAKARTA", "Warga menanam"),
    ("<p>JAKARTA- Warga menanam</p>", "JAKARTA", "Warga menanam"),
    ("<p>Jakarta, Beritasatu.com – Warga menanam</p>", "Jakarta, Beritasatu.com", "Warga menanam"),
    ("<p>TIMES MALANG, JAKARTA – Warga menanam</p>", "TIMES MALANG, JAKARTA", "Warga menanam"),
    ("<strong>Jakarta</strong> - <p>Warga menanam</p>", "Jakarta", "Warga menanam"),
    ("<p>Merdeka.com - Pandemi Covid-19 sudah reda</p>", "Merdeka.com", "Pandemi Covid-19 sudah reda"),
    (
        "<p><strong>SUKAMAJU</strong> | Warga desa menanam seribu pohon di lereng bukit pada Minggu pagi itu</p>",
        "SUKAMAJU",
        "Warga desa menanam seribu pohon di lereng bukit pada Minggu pagi itu",
    ),
    ("<p>KABARBUKIT.ID || SUKAMAJU – Warga menanam</p>", "KABARBUKIT.ID || SUKAMAJU", "Warga menanam"),
    ("<p>Bogor, 14 Mei 2024 – Warga menanam</p>", "Bogor, 14 Mei 2024", "Warga menanam"),
    ("<p>SUKAMAJU (14/5) – Warga menanam</p>", "SUKAMAJU (14/5)", "Warga menanam"),
    ("<p>Sukamaju, (14/5/2024) – Warga menanam</p>", "Sukamaju, (14/5/2024)", "Warga menanam"),
    (
        "<p>SUKAMAJU: Warga di Desa Sukamaju menanam seribu pohon di lereng bukit pada Minggu pagi bersama relawan</p>",
        "SUKAMAJU",
        "Warga di Desa Sukamaju menanam seribu pohon di lereng bukit pada Minggu pagi bersama relawan",
    ),
    (
        "<p>CATATAN: Warga menanam seribu pohon di lereng bukit Desa Sukamaju pada Minggu pagi bersama relawan</p>",
        None,
        "CATATAN: Warga menanam seribu pohon di lereng bukit Desa Sukamaju pada Minggu pagi bersama relawan",
    ),
    ("<p>SENIN, 14 Mei 2024 – Warga menanam</p>", None, "SENIN, 14 Mei 2024 – Warga menanam"),
    ("<p>BIBIT | POHON | LERENG</p>", None, "BIBIT | POHON | LERENG"),
    ("<p>ORGANISASI kesehatan menanam pohon</p>", None, "ORGANISASI kesehatan menanam pohon"),
    ("<p>Presiden - yang baru tiba - menanam pohon</p>", None, "Presiden - yang baru tiba - menanam pohon"),
]


@pytest.mark.parametrize(("lead", "dateline", "kept"), DATELINES)
def test_datelines(lead: str, dateline: str | None, kept: str) -> None:
    made = cleaned(f"{lead}{NEXT}{LAST}")
    assert (made.dateline, made.blocks[0].text) == (dateline, kept)


# A town (or what looks like one) and a dash that open no article, below a lead that has none; all of it stays.
NO_DATELINES = [
    f"{LEAD}<p>Persela Muda - Putra Bukit, pukul 15.30</p>{NEXT}",
    f"{LEAD}{NEXT}<p>Medan - Warga menanam pohon di tepi jalan.</p>",
    f"{LEAD}<h3>Padang</h3><p>Padang - Warga menanam pohon di tepi jalan.</p>",
    f"{LEAD}<p>Jakarta - Bandung ditempuh bus itu dalam empat jam.</p>{NEXT}",
    "<p>Senin – Jumat pukul 08.00 sampai 15.00 loket dibuka untuk warga.</p>",
    "<p>Inggris - Prancis 2-1</p>",
]  # fmt: skip


@pytest.mark.parametrize("body", NO_DATELINES)
def test_a_town_and_a_dash_that_are_no_dateline(body: str) -> None:
    made = cleaned(f"{body}{LAST}")
    assert made.removed == [] and made.dateline is None


@pytest.mark.parametrize("above", [
    LEAD, "<ul><li>Seribu bibit ditanam warga pada Minggu pagi.</li><li>Lereng itu longsor dua tahun yang lalu.</li></ul>",
])  # fmt: skip
def test_what_stands_above_a_dateline_is_a_standfirst(above: str) -> None:
    made = cleaned(f"{above}<p>Malang - Warga menanam</p>{LAST}")
    assert (made.dateline, made.blocks[0].text) == ("Malang", "Warga menanam")


OWN_DATELINES = [
    ("SUKAMAJU, KabarBukit — Warga menanam", "SUKAMAJU, KabarBukit", "Warga menanam"),
    ("KABAR BUKIT | Warga menanam", "KABAR BUKIT", "Warga menanam"),
    ("Kabarbukit.id, Sukamaju - Warga menanam", "Kabarbukit.id, Sukamaju", "Warga menanam"),
    (
        "Kabar bukit – kabar itu pula yang ditunggu warga",
        None,
        "Kabar bukit – kabar itu pula yang ditunggu warga",
    ),
    ("Menurut warga, Kabar Bukit – Warga menanam", None, "Menurut warga, Kabar Bukit – Warga menanam"),
]


@pytest.mark.parametrize(("lead", "dateline", "kept"), OWN_DATELINES)
def test_the_site_s_own_name_in_the_dateline(lead: str, dateline: str | None, kept: str) -> None:
    made = cleaned(f"<p>{lead}</p>{NEXT}{LAST}", Context(publisher="Kabar Bukit"))
    assert (made.dateline, made.blocks[0].text) == (dateline, kept)


@pytest.mark.parametrize("name", ["•", "X", "Kabar " * 5000])
def test_a_site_s_name_that_is_none(name: str) -> None:
    assert (
        cleaned(f"<p>– Warga menanam X - 7 pohon.</p>{NEXT}{LAST}", Context(publisher=name)).dateline is None
    )


def test_a_town_with_a_day_below_prose_is_no_dateline() -> None:
    made = cleaned(f"{LEAD}{NEXT}<p>Semarang (14/5) - Warga menanam lagi di kota lain.</p>{LAST}")
    assert (made.dateline, len(made.blocks)) == (None, 4)


ARTICLE = "https://kabarbukit.id/desa/sungai-meluap"
BOLD_LABELS = [
    (f"<p><strong>Bacaan Lainnya</strong> <a href='{ARTICLE}'>Sungai Meluap Lagi di Hulu</a></p>", True),
    (f"<p><b>Juga dibaca: <a href='{ARTICLE}'>Sungai Meluap Lagi di Hulu</a></b></p>", True),
    (f"<p>Juga dibaca: <a href='{ARTICLE}'>Sungai Meluap Lagi di Hulu</a></p>", False),
    ("<p><b>Laman resmi:</b> <a href='https://desa.example/x'>Sungai Meluap Lagi di Hulu</a></p>", False),
    (f"<p><b>Unduh:</b> <a href='{ARTICLE}.pdf'>Peta Rawan Banjir Desa Sukamaju</a></p>", False),
    (f"<p><b>Ketua panitia</b> <a href='{ARTICLE}'>menyesalkan luapan sungai itu sejak pekan lalu</a></p>", False),
    (f"<p><b>Desa:</b> <a href='{ARTICLE}'>Sungai Meluap Lagi di Hulu</a></p>"
     f"<p><b>Kota:</b> <a href='{ARTICLE}-2'>Pasar Kembang Bocor Lagi Semalam</a></p>", False),
    (f"<p>Berikut kabar sepekan:</p><p><b>Desa:</b> <a href='{ARTICLE}'>Sungai Meluap Lagi di Hulu</a></p>", False),
]  # fmt: skip


@pytest.mark.parametrize(("middle", "goes"), BOLD_LABELS)
def test_a_label_in_bold_with_another_headline_of_the_site(middle: str, goes: bool) -> None:
    made = cleaned(f"{LEAD}{middle}{NEXT}{LAST}", Context(site="kabarbukit.id"))
    assert [r.rule for r in made.removed] == (["read_also_bold"] if goes else [])
    assert [link.title for link in made.links] == (["Sungai Meluap Lagi di Hulu"] if goes else [])


def test_the_lead_once_more_cut_off() -> None:
    lead = text_of(html.fromstring(LEAD))
    made = cleaned(f"{LEAD}{NEXT}{LAST}<h4>{lead[:90]} Simak selengkapnya.</h4>")
    assert [(r.rule, len(made.blocks)) for r in made.removed] == [("teaser", 3)]
    kept = cleaned(
        f"{LEAD}{NEXT}{LAST}<p>Panitia membagikan bibit mulai pukul tujuh pagi sampai habis di balai desa. Simak selengkapnya.</p>"
    )
    assert len(kept.blocks) == 4


def test_tags_in_words_at_the_end() -> None:
    line = "<p>Kata Kunci: bibit, lereng bukit</p>"
    assert [r.rule for r in cleaned(LEAD + NEXT + LAST + line).removed] == ["tag_line"]
    assert cleaned(LEAD + line + NEXT + LAST + line.replace("bibit", "hujan")).removed == []
    assert cleaned(LEAD + line + NEXT + LAST).removed == []


END_MARKS = [
    ("kata dia. (LK01)", "(LK01)", "kata dia."), ("kata dia. (KB-03)", "(KB-03)", "kata dia."),
    ("kata dia. (rin/*)", "(rin/*)", "kata dia."), ("kata dia. (mg-2/rin)", "(mg-2/rin)", "kata dia."),
    ("kata dia. (c-123)", "(c-123)", "kata dia."), ("kata dia. (Putu Ari/kabar)", "(Putu Ari/kabar)", "kata dia."),
    ("kata dia. ■", "■", "kata dia."), ("kata dia. //rin", "//rin", "kata dia."), ("kata dia. **rin", "**rin", "kata dia."),
    ("kata dia. -rin-", "-rin-", "kata dia."), ("naik heli (MK84)", None, "naik heli (MK84)"),
    ("kata dia. (Rara Ayu/Bimo)", None, "kata dia. (Rara Ayu/Bimo)"), ("belum termasuk ongkos. **", None, "belum termasuk ongkos. **"),
    ("kata dia -rin-", None, "kata dia -rin-"),
    ("kata dia. (*)", "(*)", "kata dia."), ("kata dia (*)", "(*)", "kata dia"), ("kata dia.(boy/jpnn)", "(boy/jpnn)", "kata dia."),
    ("kata dia. [rhm]", "[rhm]", "kata dia."), ("kata dia. (H-4)", "(H-4)", "kata dia."), ("kata dia. (Ant)", "(Ant)", "kata dia."),
    ("kata dia.” (ben)", "(ben)", "kata dia.”"), ("kata dia. (antara/jpnn)", "(antara/jpnn)", "kata dia."),
    ("kata dia dari DPR (fraksi).", None, "kata dia dari DPR (fraksi)."), ("di Jakarta (18/7).", None, "di Jakarta (18/7)."),
    ("kata dia. (DPR)", None, "kata dia. (DPR)"), ("skor akhir (2-1)", None, "skor akhir (2-1)"),
]  # fmt: skip


@pytest.mark.parametrize(("last", "mark", "kept"), END_MARKS)
def test_end_marks(last: str, mark: str | None, kept: str) -> None:
    made = cleaned(f"{LEAD}{NEXT}<p>{last}</p>")
    assert (made.end_mark, made.blocks[-1].text) == (mark, kept)


def test_kinds_of_blocks() -> None:
    made = cleaned(
        f"{LEAD}<h3>Bibit</h3>{NEXT}<ul><li>jati</li><li>sengon</li></ul><blockquote>Tanam lagi, katanya.</blockquote>"
        "<table><tr><th>Bibit</th><th>Jumlah</th></tr><tr><td>jati</td><td>40</td></tr></table>" + LAST
    )
    assert [(b.kind, b.text) for b in made.blocks[1:-1]] == [
        ("heading", "Bibit"),
        ("paragraph", text_of(html.fromstring(NEXT))),
        ("list_item", "jati"),
        ("list_item", "sengon"),
        ("quote", "Tanam lagi, katanya."),
        ("table_row", "Bibit Jumlah"),
        ("table_row", "jati 40"),
    ]


def test_blanks_as_printed() -> None:
    made = cleaned(
        "<p>Warga&nbsp;desa \n menanam&nbsp; <b>seribu</b>&nbsp;bibit&#8203; pohon\u202e.</p>" + NEXT
    )
    assert made.blocks[0].text == "Warga\u00a0desa menanam seribu\u00a0bibit pohon."


def test_a_class_does_not_outweigh_prose() -> None:
    prose = "".join(
        f"<p>Paragraf ke-{i} berisi kalimat panjang tentang panen raya di desa itu sepanjang hari.</p>"
        for i in range(8)
    )
    made = cleaned(f"<div class='related share ads'>{prose}</div>")
    assert len(made.blocks) == 8


def test_folded_prose_is_the_article() -> None:
    made = cleaned(f"{LEAD}<div style='display:none'>{NEXT}{LAST}</div>")
    assert len(made.blocks) == 3


HEADLINE = "Warga Sukamaju Menanam Seribu Bibit"
KEPT = [  # looks like boilerplate and is the article
    pytest.param("<h2 id='h-iklan-di-badan-bus'>Iklan di Badan Bus</h2>", "Iklan di Badan Bus", id="a heading's id"),
    pytest.param("<figure class='wp-block-table'><table><tr><td>Jati</td><td>400 bibit</td></tr></table></figure>",
                 "Jati 400 bibit", id="a table"),
    pytest.param("<figure><blockquote>Lereng ini milik cucu kita.</blockquote><figcaption>Pak Kades</figcaption></figure>",
                 "Lereng ini milik cucu kita.", id="a quotation"),
    pytest.param("<p>Bibit itu dijual <ins>dua ribu</ins> rupiah.</p>", "Bibit itu dijual dua ribu rupiah.", id="a correction"),
    pytest.param("<h3>Sabtu, 18 Mei 2024</h3>", "Sabtu, 18 Mei 2024", id="a day of a programme"),
    pytest.param("<p>Hak cipta dilindungi undang-undang, tetapi pemetik jarang tahu, jelas ahli itu.</p>",
                 "Hak cipta dilindungi undang-undang, tetapi pemetik jarang tahu, jelas ahli itu.", id="a claim that is reported"),
    pytest.param('<p>"Baca juga: hati-hati di jalan," ujar kepala desa sambil menunjuk papan.</p>',
                 '"Baca juga: hati-hati di jalan," ujar kepala desa sambil menunjuk papan.', id="a label in a quotation"),
]  # fmt: skip


@pytest.mark.parametrize(("middle", "text"), KEPT)
def test_what_only_looks_like_boilerplate_stays(middle: str, text: str) -> None:
    assert around(middle).blocks[1].text == text


def test_the_data_of_a_book_name_no_writer_of_the_article() -> None:
    data = [
        "Judul: Lereng",
        "Penulis: Rara Ayu",
        "Editor: Bimo Seto",
        "Penerbit: Pustaka Bukit",
        "Tebal: 240 halaman",
    ]
    made = around("<p>" + "<br>".join(data) + "</p>")
    assert [b.text for b in made.blocks][1:-2] == data and made.bylines == []


def test_the_page_s_head_in_the_body_s_element() -> None:
    head = f"<div>Beranda / Daerah</div><h1>{HEADLINE}</h1><div>Rara Ayu · 14 Mei 2024 10:25</div><div>4 menit baca</div>"
    made = cleaned(f"{head}{LEAD}{NEXT}", Context(headline=HEADLINE))
    assert [b.text for b in made.blocks] == [text_of(html.fromstring(p)) for p in (LEAD, NEXT)]
    assert {r.rule for r in made.removed} == {"page_head", "headline_again", "byline_date"}


def test_a_sub_title_below_the_heading_stays() -> None:
    made = cleaned(
        f"<h1>{HEADLINE}</h1><p>Lereng bukit dihijaukan lagi</p>{LEAD}", Context(headline=HEADLINE)
    )
    assert made.blocks[0].text == "Lereng bukit dihijaukan lagi"
