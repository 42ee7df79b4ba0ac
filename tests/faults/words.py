"""Words of invented articles: for every name seven innocent paragraphs, and the page that prints them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from html import escape

PLACES = "Wonoasri Karangjati Banyubiru Sumberlawang Tirtomoyo Gunungsari Kedungwaru Purwasari".split()
THINGS = "saluran air, jembatan gantung, pasar ikan, kebun teh, lumbung padi, taman baca, sumur tua, jalan desa".split(
    ", "
)


def paragraphs(name: str, count: int = 7) -> list[str]:
    """Innocent prose that no other name gives."""
    number = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
    place, thing = PLACES[number % 8], THINGS[number // 8 % 8]
    mark = f"nomor {number % 100_000}"
    told = [
        f"Warga {place} memperbaiki {thing} {mark} sejak Rabu pagi bersama petugas dari kecamatan setempat.",
        f"Kepala desa {place} mengatakan pekerjaan {mark} diikuti lebih dari dua ratus orang dari enam kampung.",
        f'"Kami memulai dari {thing} karena itu yang paling lama menunggu," kata ketua panitia {mark} di balai desa.',
        f"Biaya untuk {thing} {mark} berasal dari iuran warga dan sisa anggaran tahun lalu sebesar enam juta rupiah.",
        f"Anak sekolah di {place} membawa minuman dan menanam delapan puluh pohon pelindung di tepi {thing} {mark}.",
        f"Petugas mencatat bahwa {thing} {mark} terakhir kali diperbaiki sembilan tahun yang lalu oleh warga sendiri.",
        f"Pekerjaan di {place} akan dilanjutkan pekan depan dengan memasang penanda baru di dekat {thing} {mark}.",
        f"Sesudah itu warga {place} berencana membersihkan halaman balai desa dan gudang {mark} bersama-sama.",
        f"Hasil pekerjaan {mark} akan dilaporkan kepada camat pada akhir bulan bersama daftar semua penyumbang.",
    ]
    return told[:count]


def headline(name: str) -> str:
    """The headline of the article of that name."""
    return f"Warga {PLACES[len(name) % 8]} Perbaiki {name.replace('_', ' ').title()} Bersama Petugas"


@dataclass
class Print:
    """How a page prints an article; the defaults are those of the newsroom's template."""

    name: str
    path: str
    texts: list[str] = field(default_factory=list)
    title: str = ""
    head: str = ""  # more of it
    before: str = ""  # in the body element, before the text
    after: str = ""
    bottom: str = ""  # before </body>
    container: str = '<div class="content" itemprop="articleBody">'
    end: str = "</div>"
    date: str = "19 Juni 2024 13:40"
    iso: str = "2024-06-19T13:40:00+07:00"
    ld: str | None = None
    canonical: str = ""
    charset: str = "utf-8"
    h1: str | None = None
    markup: str | None = None  # of the body, in place of the texts

    def html(self) -> str:
        """The page."""
        title = self.title or headline(self.name)
        ld = self.ld
        if ld is None:
            data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title}
            ld = json.dumps({**data, "datePublished": self.iso} if self.iso else data)
        body = self.markup
        if body is None:
            body = "\n".join(
                f"<p>{escape(text, quote=False)}</p>" for text in self.texts or paragraphs(self.name)
            )
        h1 = f"<h1>{escape(title)}</h1>" if self.h1 is None else self.h1
        canonical = f'<link rel="canonical" href="{self.canonical or "https://www.genpi.co" + self.path}">'
        meta_date = f'<meta property="article:published_time" content="{self.iso}">' if self.iso else ""
        titles = (
            f"<title>{escape(title)} - GenPI.co</title><meta property='og:title' content='{escape(title)}'>"
        )
        return f"""<!DOCTYPE html>
<html lang="id"><head><meta charset="{self.charset}">{titles if self.h1 is None else ""}
{canonical}{meta_date}<script type="application/ld+json">{ld}</script>{self.head}</head>
<body><nav><a href="/">Beranda</a> <a href="/indeks">Indeks</a></nav><main><article>{h1}
<span class="date">{self.date}</span>
{self.container}{self.before}{body}
<p>BACA JUGA: <a href="/berita/1/yang-lain">Warga Lain Menanam Pohon di Tepi Jalan</a></p>{self.after}
<p>Silakan baca konten menarik lainnya dari GenPI.co di Google News</p>{self.end}
<p>Redaktur: Sari Wulandari</p></article></main>{self.bottom}<footer>Copyright © 2024 by GenPI.co</footer></body></html>
"""
