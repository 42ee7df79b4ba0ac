"""A real page in invented words: the markup stays, the prose goes.

A fixture may not carry anybody's sentences. Every word that says something is replaced by an invented one, always the
same for the same word, so that headline, JSON-LD, slug and body still agree; labels, dates, function words, numbers
and the outlet's own name stay, because rules hang on them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache

from scraper.boilerplate.lexicon import PHRASES
from scraper.page.decode import decode

_WORD = re.compile(r"[^\W\d_]{3,}")
_WORD_OR_REFERENCE = re.compile(r"&#?\w{1,10};|[^\W\d_]{3,}")
# What is markup and not text: tags keep their names, classes and addresses; a few attributes hold prose.
_PIECE = re.compile(r"<!--.*?-->|<style\b.*?</style>|<[^<>]+>|[^<]+", re.S | re.I)
_PROSE_ATTRIBUTE = re.compile(
    r"""(\b(?:alt|title|content|aria-label|placeholder)\s*=\s*)("[^"]*"|'[^']*')""", re.I
)
_SLUG = re.compile(r"(?<=/)[a-z0-9]+(?:-[a-z0-9]+){2,}")
_LD = re.compile(r"ld\+json", re.I)
_SYLLABLES = [f"{c}{v}" for c in "bdkmnprst" for v in "aiu"] + ["ca", "ga", "ja", "la", "wa", "li", "lu"]
_KEPT = """
    yang dan di ke dari untuk pada dengan ini itu oleh dalam akan tidak telah sudah juga adalah atau karena bagi kata
    ujar menurut tersebut para saat kepada setelah sebagai ada bisa dapat lebih harus baca lihat simak berita artikel
    lainnya terkait terpopuler selengkapnya halaman selanjutnya sebelumnya foto video gambar sumber editor redaktur
    reporter penulis pewarta kontributor oleh tags tag topik redaksi copyright hak cipta all rights reserved komentar
    senin selasa rabu kamis jumat sabtu minggu ahad januari februari maret april mei juni juli agustus september oktober
    november desember jan feb mar apr jun jul agu ags agt sep okt nov des oct dec aug may wib wita wit jakarta
    newsarticle article person organization context schema org http https www com html json type name headline
    description datepublished datemodified author publisher image url width height main entity webpage mainentityofpage
""".split()


def masked(html: bytes, keep: Iterable[str] = ()) -> bytes:
    """A page with its words replaced by invented ones, as UTF-8. ``keep``: further words that stay (a publisher's)."""
    stays = _vocabulary() | {w.lower() for text in keep for w in _WORD.findall(text)}
    inside_script = ld = False
    parts = []
    for piece in _PIECE.findall(decode(html)):
        if piece.startswith("<"):
            name = piece[1:8].lower()
            if name.startswith("script"):
                inside_script, ld = True, bool(_LD.search(piece))
            elif name.startswith("/script"):
                inside_script = ld = False
            parts.append(_tag(piece, stays))
        elif inside_script and not ld:
            parts.append(
                ""
            )  # scripts are never read, but for a data layer: keep such a page's script by hand
        else:
            parts.append(_slugs(_text(piece, stays), stays))
    return "".join(parts).encode()


def _tag(tag: str, stays: set[str] | frozenset[str]) -> str:
    if tag.startswith(("<!", "<style")):
        return tag if tag[:9].lower() == "<!doctype" else ""
    machine = re.search(r"\b(?:charset|viewport|http-equiv|og:type|robots)\b", tag, re.I)
    if not machine:
        tag = _PROSE_ATTRIBUTE.sub(lambda m: m[1] + _text(m[2], stays), tag)
    return _slugs(tag, stays)


def _slugs(text: str, stays: set[str] | frozenset[str]) -> str:
    return _SLUG.sub(lambda m: "-".join(_text(part, stays) for part in m[0].split("-")), text)


def _text(text: str, stays: set[str] | frozenset[str]) -> str:
    if "://" in text:  # addresses are changed by their slugs only
        return text
    return _WORD_OR_REFERENCE.sub(
        lambda m: m[0] if m[0][0] == "&" or m[0].lower() in stays else _invented(m[0]), text
    )


@cache
def _invented(word: str) -> str:
    """An invented word of about the same length and the same capitals."""
    seed = hashlib.blake2b(word.lower().encode(), digest_size=8).digest()
    made = ""
    for byte in seed * 4:
        if len(made) >= len(word) - 1:
            break
        made += _SYLLABLES[byte % len(_SYLLABLES)]
    made = made or "ra"
    return made.upper() if word.isupper() else made.capitalize() if word[0].isupper() else made


@cache
def _vocabulary() -> frozenset[str]:
    labels = (w.lower() for p in PHRASES for w in _WORD.findall(p.example))
    return frozenset((*_KEPT, *labels))
