"""What is no article: error pages with status 200, challenges, log-in and consent walls, lists and galleries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from scraper.article import Block
from scraper.errors import InvalidOutlet, NotAnArticle
from scraper.outlet import Outlet
from scraper.page import Page, jsonld
from scraper.page.page import text_of
from scraper.text.spaces import words
from scraper.text.urls import url_key

# A real brief can be short; below this many words nothing can be told from a teaser.
LEAST_WORDS = 15
_GALLERY_WORDS = 150
_FEW_WORDS = (
    120  # what a page may hold and still be what its title says it is: an error, a log-in, a consent wall
)
_LIST_PATH = re.compile(r"/(?:tags?|topik|topic|tagar|search|cari|author|penulis|rss)(?:/|\Z)", re.I)
# Sections and indexes: some systems put them into the addresses of articles too ("/kanal/daerah/jalan-desa-rusak").
_SECTION_PATH = re.compile(r"/(?:indeks?|index|kanal|category|kategori)(?:/|\Z)", re.I)
_LEAST_PROSE = 150
_LEAST_CARDS = 4
_END = r"\s*(?:\Z|[|:»·]|[–—-]\s)"  # of a title, or of the part before the site's name

_TITLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("soft_404", re.compile(
        r"\b(?:404|410)\b.{0,20}(?:not\s+found|(?:halaman|laman|page)\b|error|tidak\s+(?:di)?temukan)|"
        r"\A\W*(?:(?:error|kesalahan)\s+)?(?:404|410)" + _END + r"|"
        r"(?:halaman|laman|artikel|berita|konten|postingan|page)\s+(?:(?:ini|tersebut)\s+)?(?:yang\s+\w+(?:\s+\w+)?\s+)?"
        r"(?:(?:tidak|tak|belum)\s+(?:dapat\s+|bisa\s+)?(?:di)?(?:temukan|tersedia|ada)\b|(?:sudah|telah)\s+(?:tidak|dihapus)\b)|"
        r"\A\W*(?:oops|ups|sorry|maaf)?\W*(?:(?:that|the|this)\s+)?page\b.{0,40}(?:not\s+(?:be\s+)?found|can.?t\s+be\s+found|"
        r"not\s+exist|n.t\s+exist|no\s+longer)|\Anot\s+found\b|\A\W*(?:tidak\s+ada\s+(?:hasil|yang\s+(?:di)?temukan)|nothing\s+found)"
        + _END, re.I)),
    ("server_error", re.compile(
        r"\A\W*(?:(?:error|http)\s+)?5\d\d\b.{0,4}(?:internal|server|bad|service|gateway|error)|"
        r"\A(?:php\s+)?(?:fatal|parse)\s+error\s*:|\A(?:internal\s+server\s+error|bad\s+gateway|service\s+(?:temporarily\s+)?unavailable|gateway\s+time-?out)|"
        r"\A(?:situs|website|web|server|laman|halaman|sistem|site)\s+(?:ini\s+|kami\s+|is\s+)?(?:sedang|dalam|under)\s+(?:dalam\s+)?"
        r"(?:pemeliharaan|perbaikan|maintenance|gangguan)|\A(?:maaf,?\s+)?(?:telah\s+)?terjadi\s+kesalahan" + _END +
        r"|\A(?:under\s+)?maintenance(?:\s+mode)?" + _END, re.I)),
    ("challenge", re.compile(
        r"\Ajust\s+a\s+moment|attention\s+required|checking\s+your\s+browser|verify(?:ing)?\s+you\s+are\s+(?:a\s+)?human|"
        r"\Aaccess\s+denied|ddos-guard|are\s+you\s+a\s+robot|memverifikasi\s+(?:bahwa\s+)?anda|\Arequest\s+blocked|"
        r"\Averifikasi\s+(?:keamanan" + _END + r"|bahwa\s+anda)|"
        r"\A(?:(?:403\W+)?forbidden|akses\s+(?:anda\s+)?(?:dibatasi|ditolak|diblokir))" + _END, re.I)),
    ("login", re.compile(  # "Daftar Harga Emas", "Masuk Musim Kemarau" and "Daftar: …" are headlines
        r"\A\W*(?:masuk|login|log\s*in|sign\s*in|sign\s*up|daftar(?!\s*:)|register)(?:" + _END +
        r"|\s+(?:(?:ke|to|untuk|into)\s+)?(?:akun|account|your|melanjutkan|membaca|continue)\b"
        r"|\s*(?:/|&|atau|or|dan)\s*(?:daftar|register|sign|login|masuk)\b)", re.I)),
    ("consent", re.compile(
        r"\A(?:persetujuan|kelola|pengaturan)\s+(?:cookie|kuki|privasi|data)(?:\s+anda)?" + _END + r"|cookie\s+consent|"
        r"before\s+you\s+continue|kami\s+menghargai\s+privasi|"
        r"\A(?:verifikasi|konfirmasi)\s+(?:usia|umur)(?:\s+anda)?" + _END + r"|\Aage\s+verification", re.I)),
)  # fmt: skip
_CHALLENGE_MARKUP = (
    b"cf-browser-verification", b"/cdn-cgi/challenge-platform/", b"cf_chl_opt", b"challenge-form", b"g-recaptcha",
    b"h-captcha", b"cf-turnstile",
)  # fmt: skip
_WALL = re.compile(
    r"(?:berlangganan|langganan)\s+(?:sekarang|untuk\s+(?:membaca|melanjutkan|akses)|dan\s+baca)|artikel\s+(?:ini\s+)?"
    r"(?:khusus|hanya)\s+(?:untuk\s+)?(?:pelanggan|premium)|(?:masuk|login|daftar)\s+untuk\s+(?:membaca|melanjutkan)|"
    r"lanjutkan\s+membaca\s+dengan\s+berlangganan|subscribe\s+to\s+(?:read|continue)|konten\s+premium",
    re.I,
)


def refuse_by_address(page: Page, outlet: Outlet | None) -> None:
    """Raise NotAnArticle for a list that ``refuse_other_pages`` would refuse whatever stood in its body.

    Asked first, since the search for a body that is not there costs the most of all. What may have a better reason
    (an error, a challenge, a log-in) waits for that. Where neither the address nor the markup is that of an article of
    the outlet, it is a list or a gallery however much text a search would find on it.
    """
    stranger = outlet is not None and _is_none_of(outlet, page)
    is_list = _is_list(page, prose=0 if stranger else _NO_MATTER)
    if (
        (is_list or (stranger and _is_gallery(page)))
        and not any(pattern.search(title) for title in _titles(page, [], None) for _, pattern in _TITLES)
        and not _is_challenge(page)
        and not page.select("input[type=password]")
    ):
        if is_list:
            raise NotAnArticle(_LIST, about=page.url, reason="list")
        raise NotAnArticle(_GALLERY, about=page.url, reason="gallery")


def _is_none_of(outlet: Outlet, page: Page) -> bool:
    """Whether a page is surely no article of an outlet: its address has another shape, and there is no body."""
    return (
        not outlet.foreign
        and page.url is not None
        and not outlet.is_article(page.url)
        and outlet.body is not None
        and not outlet.body.elements(page)
    )


def _is_challenge(page: Page) -> bool:
    """Whether the page is a bot challenge: the markup of one, which many a page has in a corner, and hardly a word."""
    lower = page.html.lower()  # a pattern of these marks takes twenty times as long
    return any(mark in lower for mark in _CHALLENGE_MARKUP) and (
        sum(len(text) for text, _ in page.texts.all()) < _CHALLENGE_LETTERS
    )


_LIST = "the address and markup are those of a list of articles"
_GALLERY = "the address and markup are those of a gallery or video"
_CHALLENGE_LETTERS = 3_000
_NO_MATTER = 1_000_000  # words of prose: as many as it takes to outweigh an address that only hints at a list


def refuse_other_pages(
    page: Page, blocks: list[Block], count: int, headline: str | None, bodies: Iterable[Any] = ()
) -> None:
    """Raise NotAnArticle, with the reason by name, when the page is something else than an article.

    ``count``: the words of the blocks. ``bodies``: the elements that the blocks were read from.
    """
    cards = _are_cards(blocks, bodies)
    _refuse_by_name(page, blocks, headline, few=count < _FEW_WORDS or cards)
    if count < 60 and _is_challenge(page):
        raise NotAnArticle("a bot challenge, not an article", about=page.url, reason="challenge")
    if count < 80 and page.select("input[type=password]"):
        raise NotAnArticle("a log-in form, not an article", about=page.url, reason="login")
    if _is_list(page, prose=0 if cards else count):
        raise NotAnArticle(_LIST, about=page.url, reason="list")
    if cards:
        raise NotAnArticle("a list of links to articles, not an article", about=page.url, reason="list")
    if count < _GALLERY_WORDS and _is_gallery(page):
        raise NotAnArticle(f"a gallery or video with {count} words", about=page.url, reason="gallery")
    if count < LEAST_WORDS:
        if _is_shell(page):
            message = "a JavaScript shell: its text comes by script"
            raise NotAnArticle(message, about=page.url, reason="js_shell")
        raise NotAnArticle(f"{count} words of text are no article", about=page.url, reason="no_body")


def is_named_otherwise(page: Page, blocks: list[Block]) -> bool:
    """Whether a further page of an article, which may well be short, is titled as an error page or a wall."""
    try:
        _refuse_by_name(page, blocks, None, few=sum(len(words(b.text)) for b in blocks) < _FEW_WORDS)
    except NotAnArticle:
        return True
    return False


def _refuse_by_name(page: Page, blocks: list[Block], headline: str | None, *, few: bool) -> None:
    for title in _titles(page, blocks, headline) if few else ():
        for reason, pattern in _TITLES:
            if pattern.search(title):
                raise NotAnArticle(f"the page is titled {title!r}", about=page.url, reason=reason)


_SHELL_WORDS = 60
_SHELLS = "#root, #app, #__next, #__nuxt, #___gatsby, #svelte, app-root, [ng-app], [data-reactroot]"


def _is_shell(page: Page) -> bool:
    """Whether a page has scripts, and hardly a word of its own outside them."""
    scripts = sum(1 for _ in page.root.iter("script"))
    silent = ("script", "style", "noscript", "template", "title")
    said = sum(
        len(words(text)) for e in page.root.iter() if isinstance(e.tag, str)
        for text in (e.text if e.tag not in silent else None, e.tail) if text and text.strip()
    )  # fmt: skip
    return said < _SHELL_WORDS and bool(scripts and (said < LEAST_WORDS or page.select(_SHELLS)))


def refuse_wall(page: Page, blocks: list[Block], count: int, removed_text: str) -> None:
    """Raise NotAnArticle when a paywall cut the article short: its sales text stands right after a stub."""
    if count >= 150:
        return
    free = page.ld_article.get("isAccessibleForFree")
    locked = free is False or str(free).lower() == "false"
    tail = " ".join([*(b.text for b in blocks[-2:]), removed_text])
    if _WALL.search(tail) or (locked and (_withheld(page) or _WALL.search(text_of(page.root)))):
        raise NotAnArticle("only the free part of a paid article is here", about=page.url, reason="paywall")


def _withheld(page: Page) -> bool:
    """Whether the part that the page declares as paid is not in it."""
    selectors = [s for s in jsonld.strings(page.ld_article, "hasPart.cssSelector") if s.strip()]
    try:
        return bool(selectors) and not any(page.select(selector) for selector in selectors)
    except InvalidOutlet:
        return False


def _titles(page: Page, blocks: list[Block], headline: str | None) -> list[str]:
    """What the page calls itself: its title, its headings, and a message that stands where an article would begin."""
    tops = [text_of(e) for name in ("title", "h1") for e in list(page.root.iter(name))[:1]]
    first = [b.text for b in blocks[:1] if len(b.text) <= 100]
    return [t for t in dict.fromkeys([*tops, headline or "", *first]) if t]


def _are_cards(blocks: list[Block], bodies: Iterable[Any]) -> bool:
    """Whether what was found is a list of cards: nearly every other block is nothing but a link with a title in it."""
    if len(blocks) < _LEAST_CARDS:
        return False
    linked = {text_of(a) for body in bodies for a in body.iter("a") if a.get("href", "#")[:1] != "#"}
    titles = sum(1 for b in blocks if b.text in linked and len(b.text.split()) >= 4)
    return titles >= _LEAST_CARDS and titles >= 0.4 * len(blocks)


def _is_list(page: Page, prose: int) -> bool:
    """Whether the page is a front page, section, tag or search page: by its address, when no markup says article.

    ``prose``: the words of running text on it; a short address is no sign against a page that has many.
    """
    if page.url is None and page.canonical is None:
        return False
    return _has_list_signs(page, prose) and not page.select("[itemprop~=articleBody]")


def _has_list_signs(page: Page, prose: int) -> bool:
    if any("CollectionPage" in str(n.get("@type")) for n in page.ld):
        return True
    path = re.sub(
        r"(?:index)?\.(?:html?|php|aspx?)\Z", "", urlsplit(page.url or page.canonical or "").path
    ).strip("/")
    last = path.rsplit("/", 1)[-1]
    if _LIST_PATH.search(f"/{path}"):
        return not page.ld_article
    named = len([w for w in last.split("-") if w]) >= 3 or len(re.findall(r"\d", path)) >= 5
    if _SECTION_PATH.search(f"/{path}") and (not named or prose < _FEW_WORDS):
        return not page.ld_article
    section = (
        "-" not in last
    )  # "/nasional", "/bola_eropa.html"; "/news/longsor-bandung" is short for an article
    asks = urlsplit(
        url_key(page.url or "")
    ).query  # what names an article there, and nothing of who has sent us
    return not (named or page.ld_article or asks) and (section or prose < _LEAST_PROSE)


def _is_gallery(page: Page) -> bool:
    kind = page.meta.get("og:type", [""])[0].lower()
    return (
        "gallery" in kind
        or any("ImageGallery" in str(n.get("@type")) for n in page.ld)
        or bool(
            re.search(
                r"/(?:\w*foto|\w*photos?|gallery|galeri|infografis|inpicture|video|tv)/",
                page.url or page.canonical or "",
            )
        )
    )
