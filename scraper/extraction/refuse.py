"""What is no article: error pages with status 200, challenges, log-in and consent walls, lists and galleries."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scraper.article import Block
from scraper.errors import NotAnArticle
from scraper.page import Page
from scraper.page.page import text_of
from scraper.page.readers import compiled
from scraper.text.spaces import words

# A real brief can be short; below this many words nothing can be told from a teaser.
LEAST_WORDS = 12
_GALLERY_WORDS = 150
_LIST_PATH = re.compile(r"/(?:tags?|topik|topic|tagar|search|cari|indeks?|index|author|penulis|kanal|category|kategori|rss)(?:/|\Z)", re.I)

_TITLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("soft_404", re.compile(
        r"\b(?:404|410)\b.{0,40}(?:not\s+found|tidak|error|halaman)|\A\W*(?:error\s+)?404\W*\Z|"
        r"(?:halaman|artikel|berita|page)\s+(?:yang\s+\w+(?:\s+\w+)?\s+)?(?:tidak|tak)\s+(?:dapat\s+|bisa\s+)?"
        r"(?:di)?(?:temukan|tersedia|ada)\b|\Apage\s+not\s+found|\Anot\s+found\b", re.I)),
    ("challenge", re.compile(
        r"\Ajust\s+a\s+moment|attention\s+required|checking\s+your\s+browser|verify(?:ing)?\s+you\s+are\s+(?:a\s+)?human|"
        r"access\s+denied|ddos-guard|are\s+you\s+a\s+robot|memverifikasi\s+(?:bahwa\s+)?anda|request\s+blocked|"
        r"verifikasi\s+(?:keamanan|bahwa\s+anda)", re.I)),
    ("login", re.compile(r"\A\W*(?:masuk|login|log\s+in|sign\s+in|daftar|register)\b(?:\W|\s+(?:ke|akun|to|untuk)\b|\Z)", re.I)),
    ("consent", re.compile(
        r"\A(?:persetujuan|kelola|pengaturan)\s+(?:cookie|kuki|privasi|data)|cookie\s+consent|before\s+you\s+continue|"
        r"kami\s+menghargai\s+privasi", re.I)),
)  # fmt: skip
_CHALLENGE_MARKUP = re.compile(
    rb"cf-browser-verification|/cdn-cgi/challenge-platform/|cf_chl_opt|challenge-form|g-recaptcha|h-captcha|cf-turnstile", re.I
)
_WALL = re.compile(
    r"(?:berlangganan|langganan)\s+(?:sekarang|untuk\s+(?:membaca|melanjutkan|akses)|dan\s+baca)|artikel\s+(?:ini\s+)?"
    r"(?:khusus|hanya)\s+(?:untuk\s+)?(?:pelanggan|premium)|(?:masuk|login|daftar)\s+untuk\s+(?:membaca|melanjutkan)|"
    r"lanjutkan\s+membaca\s+dengan\s+berlangganan|subscribe\s+to\s+(?:read|continue)|konten\s+premium",
    re.I,
)


def refuse_other_pages(page: Page, blocks: list[Block], headline: str | None) -> None:
    """Raise NotAnArticle, with the reason by name, when the page is something else than an article."""
    count = sum(len(words(b.text)) for b in blocks)
    title = next((text_of(e) for e in page.root.iter("title")), "")
    heading = next((text_of(e) for e in page.root.iter("h1")), "")
    for reason, pattern in _TITLES:
        if count < 120 and (pattern.search(title) or pattern.search(headline or heading or "")):
            raise NotAnArticle(f"the page is titled {(title or heading)!r}", about=page.url, reason=reason)
    if count < 60 and _CHALLENGE_MARKUP.search(page.html):
        raise NotAnArticle("a bot challenge, not an article", about=page.url, reason="challenge")
    if count < 80 and compiled("input[type=password]")(page.root):
        raise NotAnArticle("a log-in form, not an article", about=page.url, reason="login")
    if _is_list(page):
        raise NotAnArticle("the address and markup are those of a list of articles", about=page.url, reason="list")
    if count < _GALLERY_WORDS and _is_gallery(page):
        raise NotAnArticle(f"a gallery or video with {count} words", about=page.url, reason="gallery")
    if count < LEAST_WORDS:
        raise NotAnArticle(f"{count} words of text are no article", about=page.url, reason="no_body")


def refuse_wall(page: Page, blocks: list[Block], removed_text: str) -> None:
    """Raise NotAnArticle when a paywall cut the article short: its sales text stands right after a stub."""
    free = page.ld_article.get("isAccessibleForFree")
    locked = free is False or str(free).lower() == "false"
    tail = " ".join([*(b.text for b in blocks[-2:]), removed_text])
    count = sum(len(words(b.text)) for b in blocks)
    if count < 150 and (_WALL.search(tail) or locked and _WALL.search(text_of(page.root))):
        raise NotAnArticle("only the free part of a paid article is here", about=page.url, reason="paywall")


def _is_list(page: Page) -> bool:
    """Whether the page is a front page, section, tag or search page: by its address, when no markup says article."""
    if compiled("[itemprop=articleBody]")(page.root) or page.url is None and page.canonical is None:
        return False
    if any("CollectionPage" in str(n.get("@type")) for n in page.ld):
        return True
    path = re.sub(r"(?:index)?\.(?:html?|php|aspx?)\Z", "", urlsplit(page.url or page.canonical or "").path).strip("/")
    last = path.rsplit("/", 1)[-1]
    if _LIST_PATH.search(f"/{path}"):
        return not page.ld_article
    named = len([w for w in last.split("-") if w]) >= 3 or len(re.findall(r"\d", path)) >= 5
    return not named and not page.ld_article and not urlsplit(page.url or "").query


def _is_gallery(page: Page) -> bool:
    kind = page.meta.get("og:type", [""])[0].lower()
    return "gallery" in kind or any("ImageGallery" in str(n.get("@type")) for n in page.ld) or bool(
        re.search(r"/(?:\w*foto|\w*photos?|gallery|galeri|infografis|inpicture|video|tv)/", page.url or page.canonical or "")
    )
