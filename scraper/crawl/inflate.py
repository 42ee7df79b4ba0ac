"""Content encodings undone, never beyond a limit and never silently short: gzip, deflate, brotli, zstd."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator, Sequence

import brotli  # type: ignore[import-untyped]

from scraper.errors import PageRefused

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_CHUNK = 64 * 1024
_MOST_LAYERS = 2


def inflate(body: bytes, encodings: Sequence[str], limit: int, about: str) -> bytes:
    """``body`` with its ``encodings`` (as listed in the header) undone.

    Raises PageRefused: ``bad_encoding`` where the bytes are not what the header says, ``cut_short`` where the end is
    missing, ``too_large`` beyond ``limit`` bytes.
    """
    layers = [name for entry in encodings for name in entry.lower().replace(" ", "").split(",") if name]
    layers = [name for name in layers if name != "identity"]
    if len(layers) > _MOST_LAYERS:
        raise PageRefused(f"{len(layers)} encodings on top of each other", about=about, reason="bad_encoding")
    for name in reversed(layers):
        read = _READERS.get(name)
        if read is None:
            raise PageRefused(
                f"encoded as {name}, which was not asked for", about=about, reason="bad_encoding"
            )
        body = _limited(read(body, about), limit, about)
    return body


def _limited(chunks: Iterator[bytes], limit: int, about: str) -> bytes:
    out = bytearray()
    for chunk in chunks:
        out += chunk
        if len(out) > limit:
            raise PageRefused(f"inflates to more than {limit:,} bytes", about=about, reason="too_large")
    return bytes(out)


def _gzip(body: bytes, about: str) -> Iterator[bytes]:
    while True:
        unzip = zlib.decompressobj(wbits=31)
        yield from _zlib(unzip, body, about)
        body = unzip.unused_data  # a further member, or padding
        if not body.startswith(b"\x1f\x8b"):
            return


def _deflate(body: bytes, about: str) -> Iterator[bytes]:
    wrapped = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _zlib(zlib.decompressobj(wbits=15 if wrapped else -15), body, about)  # some servers send it bare


def _zlib(unzip: zlib._Decompress, body: bytes, about: str) -> Iterator[bytes]:
    try:
        yield unzip.decompress(body, _CHUNK)
        while unzip.unconsumed_tail and not unzip.eof:
            yield unzip.decompress(unzip.unconsumed_tail, _CHUNK)
        while not unzip.eof and (rest := unzip.decompress(b"", _CHUNK)):
            yield rest
    except zlib.error as error:
        raise _damaged(str(error), about) from None
    if not unzip.eof:
        raise _cut(about)


def _brotli(body: bytes, about: str) -> Iterator[bytes]:
    unpack = brotli.Decompressor()
    try:
        yield unpack.process(body, output_buffer_limit=_CHUNK)
        while not unpack.is_finished() and (rest := unpack.process(b"", output_buffer_limit=_CHUNK)):
            yield rest
    except brotli.error as error:
        raise _damaged(str(error), about) from None
    if not unpack.is_finished():
        raise _cut(about)


def _zstd(body: bytes, about: str) -> Iterator[bytes]:
    while body:
        unpack = zstd.ZstdDecompressor()
        data = body
        try:
            while not unpack.eof:
                chunk = unpack.decompress(data, _CHUNK)
                data = b""
                if not chunk and unpack.needs_input:
                    raise _cut(about)
                yield chunk
        except zstd.ZstdError as error:
            raise _damaged(str(error), about) from None
        body = unpack.unused_data


def _damaged(message: str, about: str) -> PageRefused:
    return PageRefused(f"not encoded as the header says: {message}", about=about, reason="bad_encoding")


def _cut(about: str) -> PageRefused:
    return PageRefused("the end of the encoded data is missing", about=about, reason="cut_short")


_READERS: dict[str, Callable[[bytes, str], Iterator[bytes]]] = {
    "gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd,
}  # fmt: skip
ACCEPTED = "gzip, deflate, br, zstd"
