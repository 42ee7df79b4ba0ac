"""By-lines. The people are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.names import is_byline, parse_byline
from scraper.text.persons import person, split_names

BYLINES = [
    ("Redaktur: Rina Wulandari", (), ("Rina Wulandari",)),
    ("Redaktur & Reporter : Joko", ("Joko",), ("Joko",)),
    ("Redaktur : Rina Reporter : Joko", ("Joko",), ("Rina",)),
    ("Penulis: Rina Wulandari | Editor: Joko Prasetya", ("Rina Wulandari",), ("Joko Prasetya",)),
    ("Penulis: X | Editor: HE", ("X",), ("HE",)),
    ("Reporter: Rina, Joko & Sari dan Tono", ("Rina", "Joko", "Sari", "Tono"), ()),
    ("Reporter/Editor: Rina", ("Rina",), ("Rina",)),
    ("Pewarta: Rina / Editor: Joko / Copyright © ANTARA 2014", ("Rina",), ("Joko",)),
    ("Pewarta: Rina W Editor: Joko P Copyright © ANTARA 2014", ("Rina W",), ("Joko P",)),
    ("Rep: Rina / Red: Joko Prasetya P", ("Rina",), ("Joko Prasetya P",)),
    ("Kontributor : Rina", ("Rina",), ()),
    ("Penulis: Kontributor Solo, Rina Wulandari", ("Rina Wulandari",), ()),
    ("Laporan Wartawan TribunSolo.com, Rina Wulandari", ("Rina Wulandari",), ()),
    ("Laporan Reporter POS-KUPANG.COM, RINA WULANDARI", ("RINA WULANDARI",), ()),
    ("(Laporan Kontributor Tribun Contoh, Rina dan Joko)", ("Rina", "Joko"), ()),
    ("Editor : Haryana", (), ("Haryana",)),
    ("Rina Wulandari, Jurnalis", ("Rina Wulandari",), ()),
    ("Tim detikContoh, Jurnalis", ("Tim detikContoh",), ()),
    ("Oleh: Rina", ("Rina",), ()),
    ("Oleh Muhammad Jafar Rafi'i", ("Muhammad Jafar Rafi'i",), ()),
    ("By Rina Wulandari", ("Rina Wulandari",), ()),
    ("Jurnalis :Rina", ("Rina",), ()),
    ("Penulis : rinawu", ("rinawu",), ()),
    ("Reporter : Debby Wulandari", ("Debby Wulandari",), ()),
    ("(Penulis: Rina Wulandari)", ("Rina Wulandari",), ()),
    ("Reporter : Rina Wulandari | Jumat, 19 Juni 2015 03:40", ("Rina Wulandari",), ()),
    ("Oleh: Rina Wulandari, Jumat 19 Juni 2015", ("Rina Wulandari",), ()),
    ("Penulis: Rina Wulandari - detikNews", ("Rina Wulandari",), ()),
    ("Penulis : Rina Wulandari  Sumber : Contoh.com", ("Rina Wulandari",), ()),
    ("Penulis: Rina, Video Editor: Joko", ("Rina",), ()),
    ("Editor: Dr. Rina, M.Si. dan Joko, S.Sos", (), ("Dr. Rina, M.Si.", "Joko, S.Sos")),
    ("Redaktur & Reporter : Tim Redaksi", (), ()),
    ("Reporter : Contoh.co.id", (), ()),
    ("Penulis : Redaksi contohtime", (), ()),
    ("Pewarta:", (), ()),
    ("Editor: Rina & Rina", (), ("Rina",)),
    ("Kontributor Solo Raya: Rina Wulandari", ("Rina Wulandari",), ()),
    ("Laporan : Rina Wulandari I Editor : Joko Prasetya", ("Rina Wulandari",), ("Joko Prasetya",)),
    ("Penulis: Rina I", ("Rina I",), ()),
    ("Tim Redaksi | Editor : Joko Prasetya", (), ("Joko Prasetya",)),
    ("Contoh.com / Penulis: Rina", ("Rina",), ()),
    ("Oleh: Rina Wulandari*", ("Rina Wulandari",), ()),
    ("Oleh: Dr. Rina, M.Si. (Dosen Universitas Contoh)", ("Dr. Rina, M.Si.",), ()),
    ("Posted on 14 Mei 2024 by Rina Wulandari", ("Rina Wulandari",), ()),
    ("Posted by: Rina Wulandari on", ("Rina Wulandari",), ()),
    ("Posted by Rina Wulandari in Kuliner on 14 Mei 2024", ("Rina Wulandari",), ()),
    ("Published on 14 Mei 2024 by Rina Wulandari", ("Rina Wulandari",), ()),
    ("Submitted by Rina Wulandari on Selasa, 14/05/2024 - 10:25", ("Rina Wulandari",), ()),
    ("Ditulis oleh Rina Wulandari pada 14 Mei 2024", ("Rina Wulandari",), ()),
    ("*Penulis adalah dosen di kampus kecil", (), ()),
    ("(Penulis merupakan petani kopi)", (), ()),
]


@pytest.mark.parametrize(("line", "authors", "editors"), BYLINES)
def test_bylines(line: str, authors: tuple[str, ...], editors: tuple[str, ...]) -> None:
    assert is_byline(line)
    assert parse_byline(line) == (authors, editors)


@pytest.mark.parametrize(
    "line",
    [
        "Redaktur senior itu mengatakan bahwa naskahnya sudah selesai.",
        "Editor film itu, Joko, berkata",
        "Editor majalah Contoh, Wartawan",
        "Penulis: buku itu laris terjual di pasar, kata dia kepada wartawan kemarin.",
        "Penulis: Joko menulis buku ini. Buku itu laris.",
        "Oleh karena itu, setiap pemain harus tampil habis-habisan.",
        "Oleh Karena Itu",
        "Oleh-oleh Khas Bandung",
        "oleh Contoh.com",
        "By the way, kita pulang",
        "Laporan wartawan di lapangan, Joko, menyebutkan jalan masih macet",
        "Pilihan Editor: Apa Dampak Perang",
        "Disadur dari: Contoh.com (Penulis: Rina - Editor: Joko)",
        "(Sumber: CONTOH.com/Rina | Editor: Joko)",
        "Copyright © 2024 by GenPI.co",
        "Posted on Instagram by Rina Wulandari",
        "Posted by Rina Wulandari on Instagram",
        "Diposting oleh akun itu pada Senin malam",
        "Published by Rumah Buku",
        "Diterbitkan oleh Rumah Buku",
        "Penulis adalah pekerjaan yang sepi",
        "* Penulis buku itu adalah dosen",
        "(Penulis adalah dosen) Ia datang terlambat.",
        "Bandung | Editor: Joko Prasetya",
        "Kontributor utama pameran itu: para perajin",
        "Fotografer: Rina Wulandari",
        "Video Editor: Rina",
        "Rina Wulandari",
        "",
    ],
)
def test_no_bylines(line: str) -> None:
    assert not is_byline(line)
    assert parse_byline(line) == ((), ())


def test_an_interview_is_no_byline() -> None:
    assert not is_byline("Wartawan: Kenapa Pak")
    assert not is_byline("Reporter: Berapa lama perjalanan itu?")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Rina\n Wulandari ,", "Rina Wulandari"),
        ("RINA WULANDARI", "RINA WULANDARI"),
        ("Rina Wulandari (Kontributor)", "Rina Wulandari"),
        ("Rina Wulandari rina@contoh.com", "Rina Wulandari"),
        ("Rina Wulandari (rina.w@contoh.co.id)", "Rina Wulandari"),
        ("Rina Wulandari - detikNews", "Rina Wulandari"),
        ("Rina Wulandari - ", "Rina Wulandari"),
        ("Rina Wulandari | Okezone", "Rina Wulandari"),
        ("Rina Wulandari, Jurnalis", "Rina Wulandari"),
        ("Rina Wulandari, Contoh.com", "Rina Wulandari"),
        ("Rina @rinaw", "Rina"),
        ("By Rina Wulandari", "Rina Wulandari"),
        ("Editor : Rina Wulandari ", "Rina Wulandari"),
        ("Debby Wulandari", "Debby Wulandari"),
        ("Rina Wulandari.", "Rina Wulandari"),
        ("Joko S.", "Joko S."),
        ("A.Joko", "A.Joko"),
        ("Dr. Rina, M.Si.", "Dr. Rina, M.Si."),
        ("DHF", "DHF"),
        ("Tim detikBali", "Tim detikBali"),
        ("Tim detikcom", "Tim detikcom"),
        ("Tim Contoh.com", "Tim Contoh.com"),
        ("Adminah Sari", "Adminah Sari"),
        ("Kompas Cyber Media", None),
        ("mediaindonesia.com developer", None),
        ("Editor KapanLagi.com", None),
        ("Admin", None),
        ("Admin Contoh", None),
        ("Redaksi", None),
        ("Tim Redaksi", None),
        ("Tim IT", None),
        ("Kontributor Solo", None),
        ("detikNews", None),
        ("Tempo.Co", None),
        ("contoh.id", None),
        ("prwir", None),
        ("C31", None),
        ("A-077", None),
        ("2072", None),
        ("(brl/guf)", None),
        ("https://www.facebook.com/contoh", None),
        ("02 Jun 2020, 18:05 WIB", None),
        ("Senin", None),
        ("Oleh ", None),
        ("--", None),
        ("", None),
    ],
)
def test_person(printed: str, expected: str | None) -> None:
    assert person(printed) == expected


@pytest.mark.parametrize(
    ("printed", "publisher"),
    [
        ("GenPI", "GenPI.co"),
        ("genpi.co", "GenPI.co"),
        ("Media Indonesia", "mediaindonesia.com"),
        ("OKEZONE", "okezone.com"),
    ],
)
def test_the_publisher_is_nobody(printed: str, publisher: str) -> None:
    assert person(printed, publisher=publisher) is None
    assert parse_byline(f"Penulis: {printed}", publisher=publisher) == ((), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rina dan Joko & Sari/Tono; Wati", ["Rina", "Joko", "Sari", "Tono", "Wati"]),
        ("Rina, Joko, dan Sari", ["Rina", "Joko", "Sari"]),
        ("Rina and Joko", ["Rina", "Joko"]),
        ("Joko, S.Sos, Rina", ["Joko, S.Sos", "Rina"]),
        ("Joko, S.Sos (Dosen Contoh), Rina", ["Joko, S.Sos (Dosen Contoh)", "Rina"]),
        ("Dr. Rina, M.Si., H. Joko, Lc", ["Dr. Rina, M.Si.", "H. Joko, Lc"]),
        ("Drs. Joko, S.Pd.I., M.Pd.", ["Drs. Joko, S.Pd.I., M.Pd."]),
        ("dr. Rina, Sp.PD, Joko, S.H., M.H.", ["dr. Rina, Sp.PD", "Joko, S.H., M.H."]),
        ("Rina, A. Joko", ["Rina", "A. Joko"]),
        ("Rina, M. Rafi", ["Rina", "M. Rafi"]),
        ("Rina, M.Rafi", ["Rina", "M.Rafi"]),
        ("Dandan Wahyudan", ["Dandan Wahyudan"]),
        ("(brl/guf)", ["(brl/guf)"]),
        ("https://www.facebook.com/contoh", ["https://www.facebook.com/contoh"]),
        ("S.Sos", ["S.Sos"]),
        (" , ", []),
        ("", []),
    ],
)
def test_split_names(text: str, expected: list[str]) -> None:
    assert split_names(text) == expected


_PIECES = st.sampled_from(
    ["Penulis", "Editor", ":", " ", "Rina", ",", "dan", "(", ")", "|", "@", ".", "M.Si.", "Oleh ", "-"]
)


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=14).map("".join)))
def test_never_raises_and_stays_tidy(text: str) -> None:
    is_byline(text)
    found = parse_byline(text)
    for name in found.authors + found.editors:
        assert name == " ".join(name.split()) != ""
    assert all(split_names(text))
    once = person(text)
    assert once is None or once.strip() == once
