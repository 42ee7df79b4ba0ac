"""Bytes to text: the bytes' own evidence first, then what the page says, then the header, then cp1252."""

from __future__ import annotations

import codecs
import re

from scraper.text.spaces import strip_bad_references

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_MARKS = tuple(mark for mark, _ in _BOMS)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_CONTROL_BYTES = bytes(b for b in range(0x20) if b not in b"\t\n\r\f") + b"\x7f"
_TELLING = 16  # characters that tell an encoding from a coincidence
# A look at the bytes before strip_bad_references, which few pages need: all references that it removes, and some more.
_MAY_BE_BAD_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127)(?![0-9])|[0-9]{5}|x0*(?:[0-8bcef]|1[0-9a-f]|7f)(?![0-9a-f])|"
    rb"x[0-9a-f]*(?:d[89a-f]..|fd[de].|fff[ef])|x[0-9a-f]{6})", re.I,
)  # fmt: skip
_TELLING = 16  # characters that tell an encoding from a coincidence
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(html: bytes, header_charset: str | None = None) -> str:
    """The text of a page, never raising: undecodable bytes become U+FFFD.

    A strictly valid UTF-8 body is UTF-8 whatever header or meta claim, as browsers cannot afford but crawlers can:
    Indonesian servers mislabel UTF-8 far more often than a legacy page is valid UTF-8 by accident.
    """
    for bom, encoding in _BOMS:
        if html.startswith(bom):
            return html[len(bom) :].decode(encoding, "replace")
    if wide := utf16(html):
        return html.decode(wide, "replace")
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _META.search(html[:4096])
    for name in (declared[1].decode("ascii", "replace") if declared else None, header_charset):
        codec = _codec(name)
        if codec == "utf-8" and not _MULTIBYTE.search(html):
            continue  # claims UTF-8 but holds not one valid sequence: legacy bytes
        if codec:
            return html.decode(codec, "replace")
    if _MULTIBYTE.search(html):
        return html.decode("utf-8", "replace")
    return html.decode("cp1252", "replace")


def utf16(data: bytes) -> str | None:
    """The codec of UTF-16 text, by its byte order mark or because every other byte of its markup is NUL; else None.

    It is valid UTF-8 as well, as long as its letters are ASCII, and all others would then come out as two.
    """
    for bom, codec in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(bom) and not data.startswith(codecs.BOM_UTF32_LE):
            return codec
    start = data[:2048]
    half = len(start) // 2
    for first, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        if half > _TELLING and start[first::2].count(0) > 0.8 * half and not start[1 - first :: 2].count(0):
            return codec
    return None


def _codec(name: str | None) -> str | None:
    """Python's name of a declared charset, latin-1 read as cp1252 as browsers do (WHATWG Encoding)."""
    if not name:
        return None
    try:
        codec = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    if codec in ("iso8859-1", "ascii"):
        return "cp1252"
    # A codec that turns bytes into something else than text (rot13, hex, …) is not a charset; UTF-16/32 without a
    # byte order mark is a mislabel: the meta itself was readable as ASCII.
    return (
        None
        if codec.startswith(("utf-16", "utf-32", "rot", "hex", "base64", "zlib", "bz2", "uu", "quopri"))
        else codec
    )


def parser_bytes(html: bytes, header_charset: str | None = None) -> bytes:
    """UTF-8 bytes for the parser: decoded as above, without control characters and references to them."""
    if html.startswith(_MARKS) or utf16(html) or not _is_utf8(html):
        html = decode(html, header_charset).encode("utf-8", "replace")
    if _MAY_BE_BAD_REFERENCE.search(html):
        html = strip_bad_references(html.decode("utf-8", "replace")).encode("utf-8", "replace")
    return html.translate(None, _CONTROL_BYTES)


def _is_utf8(html: bytes) -> bool:
    try:
        html.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
