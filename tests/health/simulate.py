"""Days of every fixture outlet, healthy and broken: its own fixture page with other words, read by the real extract().

Seeded: the same outlet and seed give the same pages. What breaks a page (rename, date, promotion, wall, shell) works on
its HTML, as a redesign would.
"""

from __future__ import annotations

import random
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import html as lhtml

from scraper.article import Article
from scraper.errors import SaringError
from scraper.extraction import extract
from scraper.extraction.body import find_body
from scraper.fixtures import Case
from scraper.health.day import Alarm, Day
from scraper.health.judge import judge
from scraper.health.measure import template_of
from scraper.outlet import Data
from scraper.outlets import by_name
from scraper.page import Page

DAY = 86_400.0
_WORDS = (
    "warga jalan sawah pasar sekolah panen sungai jembatan kampung petani nelayan kapal hutan kebun pelabuhan "
    "rencana anggaran laporan kegiatan penelitian pertemuan pembangunan pelatihan perbaikan kunjungan pameran "
    "menyusun membangun memeriksa membuka menutup merawat menanam mengangkut menghitung mencatat menyiapkan "
    "besar kecil baru lama bersih luas sempit tinggi rendah utara selatan timur barat ratusan puluhan belasan"
).split()
_LONG = 60  # letters: text nodes from this length on get other words
_TOKEN = re.compile(r"[A-Za-z]{4,}")
PROMOS = (
    "Dapatkan kabar pilihan setiap pagi lewat kanal kami di Sapawarga, gratis untuk pembaca setia.",
    "Ayo gabung komunitas pembaca dan menangkan tiket nonton bareng bulan ini!",
    "Nikmati layanan tanpa jeda lewat aplikasi terbaru kami, unduh hari ini juga.",
)
WALLS = (
    "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
    "<div id=challenge-form></div><script src='/cdn-cgi/challenge-platform/x.js'></script></body></html>",
    "<html><head><title>Masuk untuk melanjutkan</title></head><body><form action=/masuk><h1>Masuk</h1>"
    "<p>Silakan masuk untuk membaca.</p><input name=email><input type=password></form></body></html>",
    "<html><head><title>{title}</title></head><body><h1>{title}</h1><article><p>{lead}</p>"
    "<p>Artikel ini khusus untuk pelanggan. Berlangganan sekarang untuk membaca selengkapnya.</p></article></body></html>",
    "<html><head><title>Kami menghargai privasi Anda</title></head><body><h1>Kami menghargai privasi Anda</h1>"
    "<p>Kami dan mitra kami menyimpan informasi pada perangkat.</p><button>Setuju</button></body></html>",
)
SHELLS = (
    "<html><head><title>{title}</title></head><body><noscript>Aktifkan JavaScript untuk melihat halaman ini.</noscript>"
    "<div id=root></div><script src=/static/js/main.js></script></body></html>",
    "<html><head><title>{title}</title></head><body><div id=__next></div><script>window.__x={{}}</script></body></html>",
)


def other_words(data: bytes, case: Case, rng: random.Random) -> bytes:
    """The page of another article: its long texts in other words, some paragraphs left out."""
    root, body = _body(data, case)
    for holder in body:
        for element in list(holder.iter()):
            if not isinstance(element.tag, str) or element.tag in ("script", "style", "a", "figcaption"):
                continue
            if element.text and len(element.text) >= _LONG:
                element.text = _reworded(element.text, rng)
            for child in element:
                if child.tail and len(child.tail) >= _LONG:
                    child.tail = _reworded(child.tail, rng)
        long = [p for p in holder.iter("p") if len(p.text_content()) >= _LONG]
        for p in long[3:]:
            if rng.random() < 0.25 and not p.findall(".//a"):
                p.drop_tree()
    return _bytes(root)


def _reworded(text: str, rng: random.Random) -> str:
    """Every longer lower-case word is another one; the head, where a dateline may stand, stays."""
    return text[:30] + _TOKEN.sub(lambda m: rng.choice(_WORDS) if m[0].islower() else m[0], text[30:])


def _body(data: bytes, case: Case) -> tuple[Any, list[Any]]:
    """The page's tree and its body elements, found as extract() finds them."""
    page = Page(data, None)
    found = find_body(page, by_name(case.outlet))
    for i, element in enumerate(found.elements):
        element.set("data-simulated", str(i))
    root = lhtml.document_fromstring(_bytes(page.root))
    body = root.xpath("//*[@data-simulated]")
    for element in body:
        del element.attrib["data-simulated"]
    return root, body


def _bytes(root: Any) -> bytes:
    return b"<!DOCTYPE html>" + lhtml.tostring(root, encoding="utf-8")


# -- what breaks a page --------------------------------------------------------------------------------------


def _hashed(name: str) -> str:
    return f"x{zlib.crc32(name.encode()):08x}"


def renamed(data: bytes, case: Case, rng: random.Random) -> bytes:
    """The container and what is in and around it, under other classes, ids and tags."""
    if isinstance(by_name(case.outlet).body, Data):  # its container is a key of a data island
        return re.sub(rb'"(content|body|articleBody|detail|text)"(\s*:)', rb'"x_\1"\2', data)
    root, body = _body(data, case)
    for holder in body:
        for element in (*holder.iter(), *holder.iterancestors()):
            if not isinstance(element.tag, str) or element.tag in ("body", "html"):
                continue
            for name in list(element.attrib):
                if name in ("class", "id"):
                    element.set(name, " ".join(map(_hashed, element.get(name).split())))
                elif name not in ("style", "href", "src", "type"):
                    del element.attrib[name]
            if element is holder or element.tag in ("article", "main"):
                element.tag = "div"
    return _bytes(root)


def redated(data: bytes, case: Case, rng: random.Random) -> bytes:
    """Every date of the page as no reader expects it."""
    text = data.decode("utf-8", "replace")
    record = extract(data, outlet=case.outlet)
    raw = record.date_published_raw or ""
    text = re.sub(
        r"\b(20\d\d)-(\d\d)-(\d\d)([T ]\d\d:\d\d(?::\d\d)?(?:[.]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?",
        r"\3~\2~\1",
        text,
    )
    if raw and raw in text:
        text = text.replace(raw, "hari ke-171 tahun berjalan")
    months = "Jan(?:uari)?|Feb(?:ruari)?|Mar(?:et)?|Apr(?:il)?|Mei|May|Jun[ie]?|Jul[iy]?|Agu(?:stus)?|Aug(?:ust)?|Sep(?:tember)?|Okt(?:ober)?|Oct(?:ober)?|Nov(?:ember)?|Des(?:ember)?|Dec(?:ember)?"
    text = re.sub(rf"\b(\d{{1,2}})(\s+)(?:{months})\w*\.?,?(\s+)(\d{{4}})", r"minggu \1 \4", text, flags=re.I)
    text = re.sub(rf"\b(?:{months})\w*\.?\s+(\d{{1,2}}),?\s+(\d{{4}})", r"minggu \1 \2", text, flags=re.I)
    text = re.sub(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b", r"minggu \1 \3", text)
    return text.encode()


def promoted(data: bytes, case: Case, rng: random.Random) -> bytes:
    """A new line of promotion between the paragraphs."""
    promo = PROMOS[zlib.crc32(case.outlet.encode()) % len(PROMOS)]
    if isinstance(by_name(case.outlet).body, Data):
        for end in (b"</p>", b"<\\/p>", b"\\u003c/p\\u003e", b"\\u003C/p\\u003E"):
            script = data.rfind(b"<script", 0, data.rfind(end) if end in data else 0)
            if script >= 0:
                at = data.index(end, script) + len(end)
                return (
                    data[:at]
                    + end.replace(b"/", b"").replace(b"<\\p", b"<p")
                    + promo.encode()
                    + end
                    + data[at:]
                )
    root, body = _body(data, case)
    for holder in body[:1]:
        paragraphs = [p for p in holder.iter("p") if len(p.text_content()) >= _LONG]
        line = lhtml.fragment_fromstring(f"<p>{promo}</p>")
        if paragraphs:
            neighbour = rng.choice(paragraphs)
            line.attrib.update(neighbour.attrib)
            neighbour.addnext(line)
        else:
            holder.append(line)
    return _bytes(root)


def walled(data: bytes, case: Case, rng: random.Random) -> bytes:
    """A wall with status 200, one kind an outlet."""
    record = extract(data, outlet=case.outlet)
    wall = WALLS[zlib.crc32(f"w{case.outlet}".encode()) % len(WALLS)]
    return wall.format(title=record.headline, lead=record.article_body[:200]).encode()


def shelled(data: bytes, case: Case, rng: random.Random) -> bytes:
    """A page that comes without its text."""
    record = extract(data, outlet=case.outlet)
    return SHELLS[zlib.crc32(case.outlet.encode()) % len(SHELLS)].format(title=record.headline).encode()


Mutation = Callable[[bytes, Case, random.Random], bytes]
MUTATIONS: dict[str, Mutation] = {
    "selector": renamed, "date_format": redated, "repeated_line": promoted, "wall": walled, "js_shell": shelled,
}  # fmt: skip


# -- days ----------------------------------------------------------------------------------------------------


@dataclass
class Reading:
    """A page as read: a record with its template, or the reason why there is none."""

    record: dict[str, Any] | None = None
    template: str = ""
    reason: str = ""


@dataclass
class Simulated:
    """An outlet's fixture and a pool of its articles, from which days are drawn."""

    case: Case
    pool: list[Reading] = field(default_factory=list)
    pages: list[bytes] = field(default_factory=list)


def read(data: bytes, case: Case) -> Reading:
    """Read a page as a crawl would."""
    try:
        article: Article = extract(data, outlet=case.outlet)
    except SaringError as error:
        return Reading(reason=error.reason)
    record = article.to_dict()
    return Reading(record, template_of(record))


def simulated(case: Case, size: int = 24, seed: int = 7) -> Simulated:
    """A pool of ``size`` articles of a fixture's template."""
    rng = random.Random(f"{case} {seed}")
    made = Simulated(case)
    data = case.page.read_bytes()
    for _ in range(size):
        page = other_words(data, case, rng)
        made.pages.append(page)
        made.pool.append(read(page, case))
    return made


def day_of(readings: list[Reading], at: float) -> Day:
    """A run that read these pages, all of them new."""
    day = Day(at=at, fresh=len(readings))
    for reading in readings:
        if reading.record is None:
            day.refused[reading.reason] += 1
        else:
            day.add(reading.record, reading.template)
    return day


def healthy_days(sim: Simulated, days: int, rng: random.Random, start: float = 0.0) -> Iterator[Day]:
    """Varied days: busy ones, Sundays with a few, holidays with one or two, a dead link or a gallery among them."""
    for n in range(days):
        weekday = n % 7
        size = {6: rng.randint(2, 6), 5: rng.randint(4, 10)}.get(weekday, rng.randint(8, len(sim.pool)))
        if rng.random() < 0.08:
            size = rng.randint(1, 2)
        readings = rng.sample(sim.pool, min(size, len(sim.pool)))
        if rng.random() < 0.3:
            readings.append(Reading(reason=rng.choice(("gallery", "soft_404", "list"))))
        day = day_of([_odd(reading, rng) for reading in readings], start + n * DAY)
        day.fresh *= 2  # what is listed twice, known elsewhere, skipped
        yield day


def _odd(reading: Reading, rng: random.Random) -> Reading:
    """Now and then an article lacks its tags, its writer or its picture, or was changed later."""
    if reading.record is None or rng.random() > 0.15:
        return reading
    record = dict(reading.record)
    name = rng.choice(("keywords", "authors", "images", "description", "date_modified"))
    record[name] = [] if isinstance(record[name], list) else None
    return Reading(record, reading.template)


def broken_day(sim: Simulated, cause: str, rng: random.Random, at: float, size: int = 12) -> Day:
    """A day on which every page (of a promotion, two in three) is broken in one way; frozen: nothing is new."""
    if cause == "frozen":
        return Day(at=at, fresh=0)
    readings = []
    for page in sim.pages[:size]:
        if cause == "repeated_line" and rng.random() > 0.67:
            readings.append(read(page, sim.case))
        else:
            readings.append(read(MUTATIONS[cause](page, sim.case, rng), sim.case))
    return day_of(readings, at)


def alarms_on_healthy_days(sim: Simulated, days: int = 30, seed: int = 1) -> list[Alarm]:
    """The false alarms of a month after a week of learning; healthy days are learned from."""
    rng = random.Random(f"{sim.case} healthy {seed}")
    history: list[Day] = []
    found: list[Alarm] = []
    for n, day in enumerate(healthy_days(sim, days + 7, rng)):
        alarms = judge(day, history)
        if n >= 7:
            found += alarms
        history.append(day)
    return found


def alarms_of(sim: Simulated, cause: str, seed: int = 1) -> list[Alarm]:
    """The alarms of one broken day after a fortnight of healthy ones."""
    rng = random.Random(f"{sim.case} {cause} {seed}")
    history = list(healthy_days(sim, 14, rng))
    return judge(broken_day(sim, cause, rng, 14 * DAY + 0.5 * DAY), history)


def causes(alarms: list[Alarm]) -> Counter[str]:
    """How often each cause is named."""
    return Counter(alarm.cause for alarm in alarms)
