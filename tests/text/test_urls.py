"""Addresses and their keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.urls import host_of, is_http, join_url, same_site, unarchive, url_key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://m.jpnn.com/news/slug", "https://jpnn.com/news/slug"),
        ("https://www.jpnn.com/news/slug?page=2#x", "https://jpnn.com/news/slug"),
        ("HTTPS://WWW.GenPI.co/amp/news/1/Slug/", "https://genpi.co/news/1/Slug"),
        ("https://mobile.contoh.id/m/news/slug", "https://contoh.id/news/slug"),
        ("https://www.m.contoh.id/slug", "https://contoh.id/slug"),
        ("https://contoh.id/slug/amp", "https://contoh.id/slug"),
        ("https://contoh.id/slug/amp/", "https://contoh.id/slug"),
        ("https://contoh.id/slug?amp", "https://contoh.id/slug"),
        ("https://contoh.id/slug?amp=1&id=7", "https://contoh.id/slug?id=7"),
        ("https://contoh.id/slug?outputType=amp", "https://contoh.id/slug"),
        ("https://contoh.id/slug?m=1", "https://contoh.id/slug"),
        ("https://contoh.id/?m=202401", "https://contoh.id?m=202401"),
        ("https://contoh.id/?p=41", "https://contoh.id?p=41"),
        ("https://contoh.id:443//a//b/../c/./?b=2&a=1&utm_source=f&UTM_x=1", "https://contoh.id/a/c?a=1&b=2"),
        ("http://contoh.id:80/a", "https://contoh.id/a"),
        ("http://127.0.0.1:8000/a?halaman=3", "https://127.0.0.1:8000/a"),
        ("https://rina:rahasia@contoh.id:8080/a;jsessionid=12;x=1?p=4", "https://contoh.id:8080/a;x=1?p=4"),
        ("https://contoh.id/%7erina/%c3%a9 é/100%", "https://contoh.id/~rina/%C3%A9%20%C3%A9/100%25"),
        ("https://contoh.id/%61mp/slug", "https://contoh.id/slug"),
        ("https://contoh.id/tag/a%2fb", "https://contoh.id/tag/a%2Fb"),
        (
            "https://contoh.id/a?fbclid=1&gclid=2&ref=x&source=y&sid=z&PHPSESSID=q&jxconn=1",
            "https://contoh.id/a",
        ),
        ("https://contoh.id/a?showpage=all&single=1&showall=1&page=all", "https://contoh.id/a"),
        ("https://contoh.id/a?q=%20a+b&q=%2B&&x=", "https://contoh.id/a?q=%20a+b&q=%2B&x"),
        ("  https://contoh.id\n/a ", "https://contoh.id/a"),
        ("https://contoh.id.", "https://contoh.id"),
        ("rina\x08\x85", "rina"),
        ("https://m.com/a", "https://m.com/a"),
        ("mailto:rina@contoh.id", "mailto:rina@contoh.id"),
        ("https://[::1/", "https://[::1/"),
        ("", ""),
    ],
)
def test_url_key(url: str, key: str) -> None:
    assert url_key(url) == key
    assert url_key(key) == key


_ARCHIVE = "https://web.archive.org/web/20220721150811"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/x", "https://www.contoh.id/x"),
        ("b", "https://www.contoh.id/news/b"),
        ("../../x", "https://www.contoh.id/x"),
        ("?page=2", "https://www.contoh.id/news/a?page=2"),
        ("//m.contoh.id/x", "https://m.contoh.id/x"),
        (" /a b\n/c#d", "https://www.contoh.id/a%20b/c"),
        (f"{_ARCHIVE}/https://www.contoh.id/x", "https://www.contoh.id/x"),
        (f"{_ARCHIVE}im_/http:/www.contoh.id/x.jpg", "http://www.contoh.id/x.jpg"),
        ("/web/20220721150811/https://www.contoh.id/x", "https://www.contoh.id/x"),
        (f"{_ARCHIVE}/mailto:rina@contoh.id", None),
        ("", None),
        ("#", None),
        ("#atas", None),
        ("javascript:void(0)", None),
        (" JavaScript:x", None),
        ("data:text/html,x", None),
        ("mailto:rina@contoh.id", None),
        ("tel:021", None),
        ("whatsapp://send?text=x", None),
        ("http://", None),
        ("http:/x", None),
        ("https://[x", None),
        ("https://dua kata.id/", None),
    ],
)
def test_join_url(href: str, expected: str | None) -> None:
    assert join_url("https://www.contoh.id/news/a", href) == expected


def test_the_base_may_be_archived_or_broken() -> None:
    assert join_url(f"{_ARCHIVE}/https://www.contoh.id/news/a", "b") == "https://www.contoh.id/news/b"
    assert join_url("", "/b") is None
    assert join_url("https://[", "/b") is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{_ARCHIVE}/https://www.contoh.id/x?a=1", "https://www.contoh.id/x?a=1"),
        (f"{_ARCHIVE}/{_ARCHIVE}/https://www.contoh.id/x", "https://www.contoh.id/x"),
        ("//web.archive.org/web/2022/www.contoh.id/x", "http://www.contoh.id/x"),
        ("https://web.archive.org/", "https://web.archive.org/"),
        ("https://www.contoh.id/web/2022/x", "https://www.contoh.id/web/2022/x"),
        ("", ""),
    ],
)
def test_unarchive(url: str, expected: str) -> None:
    assert unarchive(url) == expected


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://rina@WWW.Contoh.id:8080/x", "www.contoh.id"),
        ("http://contoh.id", "contoh.id"),
        ("contoh.id/x", ""),
        ("ftp://contoh.id", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host
    assert is_http(url) is bool(host)


@pytest.mark.parametrize(
    ("host", "domain", "expected"),
    [
        ("genpi.co", "genpi.co", True),
        ("Jatim.JPNN.com.", "jpnn.com", True),
        ("notgenpi.co", "genpi.co", False),
        ("genpi.co", "www.genpi.co", False),
        ("genpi.co", "", False),
        ("", "genpi.co", False),
    ],
)
def test_same_site(host: str, domain: str, expected: bool) -> None:
    assert same_site(host, domain) is expected


_WORDS = (
    "http:// https:// // / . .. % %2 %41 %2e ; ? & = # @ : 80 :443 amp m www. m. contoh.id jpnn.com a é [ ]"
    " \\ page=2 utm_x=1 ;jsessionid=1 /web/2022/ https://web.archive.org"
)
_PIECES = st.sampled_from(_WORDS.split())
_ANY = st.one_of(
    st.text(st.characters()),
    st.lists(_PIECES, max_size=12).map("".join),
    st.lists(_PIECES, max_size=12).map(lambda pieces: "https://contoh.id/" + "".join(pieces)),
)


@given(_ANY)
def test_a_key_is_its_own_key(url: str) -> None:
    assert url_key(url_key(url)) == url_key(url)


@given(_ANY, _ANY)
def test_joined_links_are_web_addresses(base: str, href: str) -> None:
    unarchive(href)
    host_of(href)
    link = join_url(base, href)
    assert link is None or (is_http(link) and host_of(link) and "#" not in link)
