"""The media that an article's prose names as its sources: "Dilansir AP News, …" -> AP News."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scraper.article import Block

_VERB = r"(?:di)?(?:lansir|kutip|rangkum|sadur|beritakan|laporkan|wartakan)|me(?:lansir|ngutip|nukil|nyadur|rangkum)"
# What every verb holds: looked for first, since a pattern that begins with alternatives is tried at every letter.
_STEMS = (
    "lansir",
    "kutip",
    "rangkum",
    "sadur",
    "beritakan",
    "laporkan",
    "wartakan",
    "ngutip",
    "nukil",
    "nyadur",
)
_NAME_WORD = r"[A-Z][\w&.’'-]*"
_NAME = (
    rf"(?:{_NAME_WORD}|[a-z]+[A-Z]\w*|\w+\.(?:com|co|id|co\.id|net))(?:\s(?:{_NAME_WORD}|\d{{2,4}}|of|the))*"
)
_CITED = re.compile(
    rf"\b(?:{_VERB})(?:nya)?(?-i:(?![a-z]))(?:\s+(?:dari|oleh|kantor\s+berita|media|harian|majalah|portal(?:\s+berita)?|koran|situs\s+berita))*"
    rf"\s*(?P<name>{_NAME})",
    re.I | re.U,
)
# Names that are no medium: days, months, persons' and institutions' openers, social networks, laws.
_NOT = re.compile(
    r"(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad|januari|februari|maret|april|mei|juni|juli|agustus|"
    r"september|oktober|november|desember|instagram|twitter|x|facebook|tiktok|youtube|whatsapp|telegram|kementerian|"
    r"kemen\w+|badan|dinas|presiden|menteri|polri|polda|polres|laman|situs|akun|data|buku|jurnal|studi|rilis|undang|"
    r"pasal|al|qs|hadis|hadits|dia|ia|para|seorang|sebuah|beberapa|berbagai|universitas|direktorat|ditjen|the)\b",
    re.I,
)
# "dikutip dariCNBCRabu": the weekday after a link whose blanks were lost.
_GLUED_DAY = re.compile(r"(?<=[\w.])(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Ahad)\Z")
# A name in small letters is one where the day of its report follows: "Mengutip contohkoin, Sabtu (…)".
_DATED = re.compile(r",?\s+(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad)\b", re.I)
_COMMON = re.compile(
    r"(?:media|kantor|harian|portal|koran|majalah|berita|sumber|saksi|lembaga|televisi|radio|tabloid|warga|polisi|"
    r"pihak|keluarga|berbagai|tersebut|setempat|lokal|asing|resmi|secara|langsung|kepada|melalui|dalam|antara)\b",
    re.I,
)


def cited_sources(blocks: Iterable[Block], own: Iterable[str] = ()) -> list[str]:
    """Names of cited media in order, each once; the outlet's own names (``own``) are left out."""
    skip = {name.lower() for name in own}
    found: dict[str, str] = {}
    for block in blocks:
        lower = block.text.lower()
        if not any(stem in lower for stem in _STEMS):
            continue
        for match in _CITED.finditer(block.text):
            name = _GLUED_DAY.sub("", match["name"]).rstrip(".’'-")
            small = not name[0].isupper() and "." not in name
            if small and not (_DATED.match(block.text, match.end()) and re.fullmatch(r"[a-z]{5,}\d*", name)):
                continue
            if _NOT.match(name) or (small and _COMMON.match(name)) or name.lower() in skip:
                continue
            found.setdefault(name.lower(), name)
    return list(found.values())
