"""Letters and blanks: what every string of a record has gone through."""

from __future__ import annotations

import re
import unicodedata

# Control characters (C0 without tab and line feed, DEL, C1), lone surrogates, non-characters.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Invisible format characters: soft hyphen, zero-width space/non-joiner, word joiner, BOM, bidi marks, embeddings,
# overrides and isolates, Arabic letter mark, Mongolian vowel separator, invisible operators, interlinear marks.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001]"
)
_UNPRINTED = re.compile(  # all that _letters has something to do with
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0001]"
)
_BLANKS = re.compile(r"[ \t\n\r\f\v\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_CONTROL_BLANKS = re.compile(r"[\t\n\r\f\v\x85]")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
# Numeric character references to characters that no text may hold (a single &#27; makes trafilatura return nothing).
_BAD_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,7})|([0-9]{1,8}));?")


def tidy(text: str) -> str:
    """One line of clean text: NFC, blanks folded to single spaces, nothing invisible, no control characters.

    A zero-width joiner stays where it stands between two emoji or joining letters and goes elsewhere.
    """
    if not text.isprintable() and _UNPRINTED.search(text):
        text = _letters(text)
    elif not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(
        text.split()
    )  # what split() takes for blanks are _BLANKS, and control characters that are gone


def tidy_prose(text: str) -> str:
    """As ``tidy``, but a no-break space that stands alone between two words is kept as printed."""
    if "\xa0" not in text:
        return tidy(text)
    return _BLANKS.sub(lambda run: one_blank(run[0]), _letters(text)).strip()


def one_blank(run: str) -> str:
    """What a run of blanks is folded to: a lone no-break space stays one."""
    return "\xa0" if run == "\xa0" else " "


def _letters(text: str) -> str:
    # Blanks that are control characters (line feeds) become spaces before control characters go.
    text = _INVISIBLE.sub("", _CONTROL.sub("", _CONTROL_BLANKS.sub(" ", text)))
    if "\u200d" in text:
        text = _keep_joiners(text)
    return unicodedata.normalize("NFC", text)


def _keep_joiners(text: str) -> str:
    def joins(before: str, after: str) -> bool:
        return all(
            unicodedata.category(c) in ("So", "Sk", "Mn", "Lo") or c == "\ufe0f" for c in (before, after)
        )

    kept = [
        c
        for i, c in enumerate(text)
        if c != "\u200d" or (0 < i < len(text) - 1 and joins(text[i - 1], text[i + 1]))
    ]
    return "".join(kept)


def strip_bad_references(html: str) -> str:
    """HTML source without numeric references to control characters, surrogates and non-characters."""
    if "&#" not in html:
        return html

    def keep(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else int(match[2])
        bad = (
            code > 0x10FFFF
            or (code < 0x20 and code not in (9, 10, 13))
            or (0x7F <= code <= 0x9F and code < 0x80)
        )
        bad = bad or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
        return "" if bad else match[0]

    return _BAD_REFERENCE.sub(keep, html)


def letters(text: str) -> str:
    """Its letters and digits alone, for comparing what may be set with other blanks and signs."""
    return "".join(filter(str.isalnum, text))


def words(text: str) -> list[str]:
    """The words of a text, for counting and comparing."""
    return _WORD.findall(text)
