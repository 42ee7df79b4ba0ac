"""What is refused before parsing, and what is not."""

import pytest

from scraper.errors import PageRefused
from scraper.page.guard import MAX_ATTRIBUTES, MAX_BYTES, MAX_TAGS, refuse_hostile


def attributes(n: int) -> bytes:
    return b" ".join(b"a%d=1" % i for i in range(n))


REFUSED = [
    pytest.param(b"", "empty", id="nothing"),
    pytest.param(b" \r\n\t ", "empty", id="blanks"),
    pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_html", id="png"),
    pytest.param(b"%PDF-1.7\n" + b"x" * 100, "not_html", id="pdf"),
    pytest.param(b"\x1f\x8b\x08\x00rest", "not_html", id="gzip"),
    pytest.param(b'{"galat": true}', "not_html", id="json"),
    pytest.param(b"sekadar teks", "not_html", id="text"),
    pytest.param(
        b'<?xml version="1.0"?>\n<?xml-stylesheet href="a.css"?><rss><channel/></rss>', "not_html", id="rss"
    ),
    pytest.param(b"<urlset><url/></urlset>", "not_html", id="sitemap"),
    pytest.param(b"<p>" + b"x" * MAX_BYTES, "too_large", id="large"),
    pytest.param(b"<b>" * (MAX_TAGS + 1), "too_many_tags", id="many tags"),
    pytest.param(b"<p " + attributes(MAX_ATTRIBUTES + 1) + b">", "too_many_attributes", id="many attributes"),
    pytest.param(
        b'<p x=">" ' + attributes(5000) + b">", "too_many_attributes", id="a bracket in quotes hides nothing"
    ),
    pytest.param(
        b"<p x=' " + attributes(5000) + b">", "too_many_attributes", id="an open quote hides nothing"
    ),
]
PASSED = [
    pytest.param(b"<p>halo</p>", id="a fragment"),
    pytest.param(b"<p " + attributes(MAX_ATTRIBUTES - 1) + b">halo</p>", id="just few enough attributes"),
    pytest.param(b"<p>" + b"kata demi kata " * 5000 + b"</p>", id="a long paragraph"),
    pytest.param(
        b"<script>for(i=0;i<n ;i++){" + b"var a = b + c;" * 3000 + b"}</script>", id="a long script"
    ),
    pytest.param(b'<p title="' + b"kata " * 5000 + b'">x</p>', id="one long attribute"),
    pytest.param(b"\xef\xbb\xbf<!doctype html><p>halo</p>", id="byte order mark"),
]


@pytest.mark.parametrize(("html", "reason"), REFUSED)
def test_refused_with_its_reason(html: bytes, reason: str) -> None:
    with pytest.raises(PageRefused) as refused:
        refuse_hostile(html, "https://contoh.example/berita")
    assert refused.value.reason == reason
    assert "https://contoh.example/berita" in str(refused.value)


@pytest.mark.parametrize("html", PASSED)
def test_passed(html: bytes) -> None:
    refuse_hostile(html, None)
