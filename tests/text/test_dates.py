"""Dates as Indonesian outlets print and declare them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.dates import WIB, WIT, WITA, Moment, is_update, looks_like_moment, parse_moment

_TABLE = Path(__file__).parent / "data" / "dates.tsv"


def _rows() -> list[tuple[str, str, str]]:
    lines = _TABLE.read_text("utf-8").split("\n")[1:]
    return [(raw, expected, hint) for raw, expected, hint in (line.split("\t") for line in lines if line)]


def _keywords(raw: str, hint: str) -> dict[str, Any]:
    name, _, value = hint.partition("=")
    if name == "year":
        return {"year": int(value)}
    if name == "today":
        return {"today": date.fromisoformat(value)}
    return {"placeholders": {raw}} if name == "placeholder" else {}


def _iso(moment: Moment | None) -> str:
    return moment.iso if moment else "-"


def test_the_table_is_whole() -> None:
    assert len(_rows()) == 154


@pytest.mark.parametrize(("raw", "expected", "hint"), _rows())
def test_observed_strings(raw: str, expected: str, hint: str) -> None:
    assert _iso(parse_moment(raw, **_keywords(raw, hint))) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Wed, 19 Jun 2024 13:40:00 +0700", "2024-06-19T13:40:00+07:00"),
        ("Wed, 19 Jun 2024 06:40:00 GMT", "2024-06-19T06:40:00+00:00"),
        ("Wed, June 18, 2025 / 07:30 am", "2025-06-18T07:30:00+07:00"),
        ("June 18, 2025 12:05 PM", "2025-06-18T12:05:00+07:00"),
        ("18 Juni 2025 12:05 a.m.", "2025-06-18T00:05:00+07:00"),
        ("18 Juni 2025 13:05 pm", "-"),
        ("2025-06-18T07:30:00.123Z", "2025-06-18T07:30:00+00:00"),
        ("2025-06-18 07:30:00+07", "2025-06-18T07:30:00+07:00"),
        ("2025-06-18T07:30-0500", "2025-06-18T07:30:00-05:00"),
        ("Rabu, 18 Juni 2025 | 10:30 (GMT+7)", "2025-06-18T10:30:00+07:00"),
        ("Rabu, 18 Juni 2025 10:30 UTC+09:30", "2025-06-18T10:30:00+09:30"),
        ("Kamis, 1 Oktober 2020 09 : 29 WIB", "2020-10-01T09:29:00+07:00"),
        ("25 / 06 / 2020 22:23", "2020-06-25T22:23:00+07:00"),
        ("10:30 WITA, Rabu 18 Juni 2025", "2025-06-18T10:30:00+08:00"),
        ("18.06.2025 10.30", "2025-06-18T10:30:00+07:00"),
        ("18-06-2025 | 10:30", "2025-06-18T10:30:00+07:00"),
        ("Rilis: 18 Juni 2025, pukul 20.04 WIT", "2025-06-18T20:04:00+09:00"),
        (
            "Reporter: Rina Wulandari | Editor: Joko Prasetya | Rabu, 18 Jun 2025 07:30 WIB",
            "2025-06-18T07:30:00+07:00",
        ),
        ("18 Juni 2025 | 10.000 kali dilihat", "2025-06-18"),
        ("18 Juni 2025 10-12", "2025-06-18"),
        ("Rabu (10-12 Juni 2025)", "2025-06-10"),
        ("11/19/2016", "-"),
        ("31 Feb 2025", "-"),
        ("29/02/2023 10:00", "-"),
        ("18 Juni 2025 25:99", "-"),
        ("0000-00-00T99:99", "-"),
        ("Thu, 01 Jan 1970 07:00:00 +0700", "-"),
        ("20 Muharram 1446 H", "-"),
        ("٣ Juni 2025", "-"),
        ("10.30.45", "-"),
        ("213419026", "-"),
        ("20269924100745", "-"),
        ("", "-"),
    ],
)
def test_other_shapes(raw: str, expected: str) -> None:
    assert _iso(parse_moment(raw)) == expected


@pytest.mark.parametrize(
    "prose",
    [
        "Peristiwa itu terjadi pada 17 Agustus 2021 ketika warga sedang tidur lelap di rumah masing-masing.",
        "Rapat, kata dia, digelar di kantor bupati pada Selasa (17/6/2025) dan dihadiri para kepala dinas.",
        "Jakarta " * 20 + "17 Agustus 2021",
    ],
)
def test_prose_holds_no_moment(prose: str) -> None:
    assert parse_moment(prose) is None
    assert not looks_like_moment(prose)


@pytest.mark.parametrize(
    ("raw", "keywords", "iso", "zone_from"),
    [
        ("19 Juni 2024 13:40", {}, "2024-06-19T13:40:00+07:00", "assumed"),
        ("19 Juni 2024 13:40", {"zone": WITA}, "2024-06-19T13:40:00+08:00", "outlet"),
        ("19 Juni 2024 13:40", {"zone": WIB}, "2024-06-19T13:40:00+07:00", "outlet"),
        ("19 Juni 2024", {}, "2024-06-19", "assumed"),
        ("19 Juni 2024", {"zone": WIT}, "2024-06-19", "outlet"),
        ("19 Juni 2024 13:40 wib", {"zone": WITA}, "2024-06-19T13:40:00+07:00", "printed"),
        ("2024-06-19T13:40:00Z", {}, "2024-06-19T13:40:00+00:00", "declared"),
        ("2024-06-19T13:40:00Z", {"false_z": True}, "2024-06-19T13:40:00+07:00", "assumed"),
        ("2024-06-19T13:40:00+00:00", {"false_z": True, "zone": WIT}, "2024-06-19T13:40:00+09:00", "outlet"),
        ("Wed, 19 Jun 2024 13:40:00 GMT", {"false_z": True}, "2024-06-19T13:40:00+07:00", "assumed"),
        ("2024-06-19T13:40:00+08:00", {"false_z": True}, "2024-06-19T13:40:00+08:00", "declared"),
        ("2016-12-28T14-10-00Z", {}, "2016-12-28T14:10:00+07:00", "assumed"),
        ("2015-11-05 T10:08:58Z", {"zone": WIB}, "2015-11-05T10:08:58+07:00", "outlet"),
        ("2026-05-13WIB18:45:00+07:00", {}, "2026-05-13T18:45:00+07:00", "declared"),
        ("1698933593000", {}, "2023-11-02T20:59:53+07:00", "declared"),
        ("1698933593", {"zone": timezone(timedelta(0))}, "2023-11-02T13:59:53+00:00", "declared"),
        ("20260724100745", {"zone": WIB}, "2026-07-24T10:07:45+07:00", "outlet"),
    ],
)
def test_who_named_the_zone(raw: str, keywords: dict[str, Any], iso: str, zone_from: str) -> None:
    assert parse_moment(raw, **keywords) == (iso, zone_from, raw)


@pytest.mark.parametrize(
    ("raw", "today", "expected"),
    [
        ("Minggu (18/7)", date(2021, 7, 19), "2021-07-18"),
        ("Kamis (31/12)", date(2021, 1, 2), "2020-12-31"),
        ("Sabtu (2/1)", date(2020, 12, 30), "2021-01-02"),
        ("Senin (30/2)", date(2020, 12, 30), "-"),
        ("Jum'at (22-23/11)", date(2020, 12, 30), "-"),
        ("Senin (18/7)", date.max, "9999-07-18"),
    ],
)
def test_a_missing_year_is_the_nearest(raw: str, today: date, expected: str) -> None:
    assert _iso(parse_moment(raw, today=today)) == expected


def test_raw_is_the_printed_string_with_blanks_folded() -> None:
    moment = parse_moment("\n Rabu   18 Jun 2025\xa0 22:02 WIB ")
    assert moment is not None
    assert moment.raw == "Rabu 18 Jun 2025 22:02 WIB"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("19 Juni 2024 13:40", True),
        ("Minggu, 18 Juli 2021 – 18:52 WIB", True),
        ("detikNews | Sabtu 08 Oct 2016, 14:54 WIB", True),
        ("Kompas.com - 02/11/2023, 21:34 WIB", True),
        ("Kompas.com- Diperbarui 18/06/2025, 21:35 WIB", True),
        ("Tayang: Selasa, 10 Juni 2025 10:39 WIT", True),
        (",\xa0Jurnalis-Senin, 16 Juni 2025 |15:20 WIB", True),
        ("Selasa, 23 Februari 2016 15:06 WIB | 998 Views", True),
        ("Sabtu 18 Juni 2025 - 2 min read", True),
        ("Dibaca: 1.204 kali | 18 Juni 2025 10:00", True),
        ("Jumat, 20 Jumadil Awwal 1438 / 17 February 2017", True),
        ("31 Desember 2019   11:27 Diperbarui: 31 Desember 2019   11:41", True),
        ("10:30 WITA, Rabu 18 Juni 2025", True),
        ("Published on Sep. 29, 2025", True),
        ("2023-11-02 21:34:19", True),
        ("Jumat (5/7/2024) 10:00 WIB", True),
        ("Jumat (5/7/2024)", False),
        ("Bambang Wijaya - 10 Oktober 2016 21:10 wib", False),
        ("Reporter : Rina | Jumat, 19 Juni 2015 03:40", False),
        ("Jadwal Salat 12 September 2024", False),
        ("17 Agustus 2021 adalah hari Selasa", False),
        ("Disadur dari: Contoh.com (Rina, published 2/6/2020)", False),
        ("18 Juni 2025 25:99 WIB", False),
        ("3 jam yang lalu", False),
        ("20260724100745", False),
        ("Rabu", False),
        ("", False),
    ],
)
def test_lines_that_are_nothing_but_a_moment(line: str, expected: bool) -> None:
    assert looks_like_moment(line) is expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Diperbarui 18 Jun 2025, 14:05 WIB", True),
        ("Kompas.com, Diperbarui 18/04/2026, 10:03 WIB", True),
        ("Last updated: June 18, 2025 10:00", True),
        ("Updated on Rabu, 18 Juni 2025", True),
        ("Terakhir diperbarui pada: Rabu, 18 Juni 2025", True),
        ("Diterbitkan 17 Feb 2024, 15:30 WIB", False),
        ("31 Desember 2019 11:27 Diperbarui: 31 Desember 2019 11:41", False),
        ("18 Juni 2025", False),
        ("Diperbarui", False),
    ],
)
def test_update_times(raw: str, expected: bool) -> None:
    assert is_update(raw) is expected


_WORDS = (
    "19 31 2024 21 99 00 : . - – / | T Z + , ( ) Juni Februari Sep. Rabu WIB WITA GMT +07:00 pukul 1698933593"
)
_PIECES = st.sampled_from([" ", "am", *_WORDS.split()])
_ANY = st.one_of(st.text(), st.lists(_PIECES, max_size=14).map("".join))


@given(_ANY, st.dates(), st.integers(-9, 99999), st.booleans())
def test_never_raises_and_always_iso(raw: str, today: date, year: int, false_z: bool) -> None:
    looks_like_moment(raw)
    is_update(raw)
    moment = parse_moment(raw, today=today, year=year, false_z=false_z)
    if moment is not None and "T" in moment.iso:
        assert datetime.fromisoformat(moment.iso).tzinfo is not None
    elif moment is not None:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", moment.iso)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1)), st.sampled_from([WIB, WITA, WIT, UTC]))
def test_reads_back_what_python_writes(when: datetime, zone: timezone) -> None:
    iso = when.replace(microsecond=0, tzinfo=zone).isoformat()
    assert parse_moment(iso) == (iso, "declared", iso)
