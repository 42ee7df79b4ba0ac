"""More ways in which pages break, that a redesign, an app campaign or a bad night bring. Each keeps the page readable."""

from __future__ import annotations

import itertools
import random
import re

from lxml import html as lhtml

from scraper.fixtures import Case

from . import simulate
from .simulate import _LONG, _WORDS, _body, _bytes

_TURN = itertools.count()


def _between(data: bytes, case: Case, rng: random.Random, line: str) -> bytes:
    root, body = _body(data, case)
    element = lhtml.fragment_fromstring(f"<p>{line}</p>")
    paragraphs = [p for p in body[0].iter("p") if len(p.text_content()) >= _LONG]
    rng.choice(paragraphs).addnext(element) if paragraphs else body[0].append(element)
    return _bytes(root)


def promoted_by_number_and_address(data: bytes, case: Case, rng: random.Random) -> bytes:
    """A promotion whose number and address are others on every page."""
    slug = "".join(rng.choice("abcdefghijklmnop") for _ in range(9))
    line = f"Sudah {rng.randint(10, 99_999)} orang membaca kabar ini lewat aplikasi Sapawarga: https://sapa.example/{slug}"
    return _between(data, case, rng, line)


def promoted_by_title(data: bytes, case: Case, rng: random.Random) -> bytes:
    """A line that leads to another title on every page."""
    title = " ".join(rng.choice(_WORDS) for _ in range(6)).title()
    return _between(data, case, rng, f"Kabar lain yang ramai dibicarakan warga: {title}")


def split_by_an_ad(data: bytes, case: Case, rng: random.Random) -> bytes:
    """The second half of the body moves into a wrapper of its own, behind an ad."""
    root, body = _body(data, case)
    children = list(body[0])
    wrapper = lhtml.fragment_fromstring(
        "<div class=x><div class=x-ad>Iklan</div><div class=x-rest></div></div>"
    )
    for child in children[len(children) // 2 :]:
        wrapper[1].append(child)
    body[0].addnext(wrapper)
    return _bytes(root)


def soft_404(data: bytes, case: Case, rng: random.Random) -> bytes:
    """A page of "not found" with status 200."""
    return (
        b"<html><head><title>Halaman tidak ditemukan</title></head><body><h1>Halaman tidak ditemukan</h1>"
        b"<p>Maaf, halaman yang Anda cari tidak tersedia atau sudah dipindahkan.</p></body></html>"
    )


def half_walled(data: bytes, case: Case, rng: random.Random) -> bytes:
    """Every second reader meets a wall."""
    return simulate.walled(data, case, rng) if next(_TURN) % 2 else data


def undated(data: bytes, case: Case, rng: random.Random) -> bytes:
    """The date moves into an image: neither printed, nor in meta, nor in JSON-LD."""
    text = data.decode("utf-8", "replace")
    raw = simulate.extract(data, outlet=case.outlet).date_published_raw or "\0"
    text = re.sub(r'"date(?:Published|Modified|Created)"\s*:\s*"[^"]*",?', "", text.replace(raw, ""))
    return re.sub(
        r"<meta[^>]+(?:published_time|modified_time|publishdate|pubdate)[^>]*>", "", text, flags=re.I
    ).encode()


# What is done to the pages, and the causes that name it.
ODD = {
    promoted_by_number_and_address: {"repeated_line"},
    promoted_by_title: {"repeated_line"},
    split_by_an_ad: {"body_cut", "field_lost"},
    soft_404: {"pages_lost"},
    half_walled: {"wall"},
    undated: {"date_format", "field_lost"},
}
