"""What the markup alone gives away: tags and class names that never hold an article's own text.

Class names are matched word by word ("td-post-content" is not "post-td"), and a class never outweighs the text: an
element that holds much unlinked prose stays, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from scraper.article import LinkKind, RemovalKind
from scraper.page.page import pieces, plain_text, texts


class Verdict(NamedTuple):
    """A rule's name, the kind of what it removes, and what links in it are."""

    rule: str
    kind: RemovalKind
    links: LinkKind | None


@dataclass(frozen=True, slots=True)
class Fate:
    """The rule that takes out all lines of an element."""

    rule: str
    kind: RemovalKind
    links: LinkKind | None
    element: Any


_TAGS: dict[str, Verdict] = {
    **dict.fromkeys(("figure", "figcaption", "amp-img"), Verdict("tag_figure", "caption", None)),
    **dict.fromkeys(
        ("iframe", "object", "embed", "video", "audio", "canvas", "svg", "amp-iframe", "amp-youtube", "amp-video",
         "amp-instagram", "amp-twitter", "amp-facebook", "amp-tiktok"),
        Verdict("tag_embed", "embed", None),
    ),
    **dict.fromkeys(("amp-ad", "amp-embed", "amp-sticky-ad", "ins"), Verdict("tag_ad", "ad", None)),
    **dict.fromkeys(
        ("button", "form", "select", "option", "textarea", "input", "label", "dialog", "menu", "nav"),
        Verdict("tag_control", "other", None),
    ),
    "noscript": Verdict("tag_noscript", "other", None),
    "amp-social-share": Verdict("tag_share", "share", None),
}  # fmt: skip


def _words(*alternatives: str) -> str:
    return rf"(?:^|[\s_-])(?:{'|'.join(alternatives)})(?=$|[\s_\d-])"


# In order of precedence: the first that matches speaks.
_CLASSES: tuple[tuple[str, str, RemovalKind, LinkKind | None], ...] = (
    ("class_read_also", _words(
        "baca-?_?juga", "bacajuga", "read-?also", "lihat-?juga", "simak-?juga", "linksisip", "link-?sisip",
        "artikel-?sisip", "baca-?lain(?:nya)?", "picked-article", "read__also", "also-?read",
        "inline-?related", "related-?inline", "crosslink", "bacajugas?"), "related", "read_also"),
    ("class_ad", _words(
        "ads?", "adv", "advert\\w*", "adsbygoogle", "ad-?slot", "adslot", "iklan", "div-gpt-ad\\S*", "gpt",
        "google_ads\\S*", "dfp", "sponsor(?:ed)?", "parallax\\w*", "scrollpage", "billboard", "leaderboard",
        "skyscraper", "medrec", "giant-?banner"), "ad", None),
    ("class_recommendation", _words(
        "outbrain", "taboola", "mgid\\w*", "popin", "_popin_\\S*", "dable", "revcontent", "geozo", "adnow",
        "recommend(?:ed|ation|ations)?", "rekomendasi", "terpopuler", "populer", "popular", "trending",
        "most-?(?:read|popular|viewed)"), "related", "popular"),
    ("class_related", _words(
        "jp-relatedposts", "related", "relateds?", "terkait", "berita-?terkait", "artikel-?terkait",
        "berita-?lain(?:nya)?"),
     "related", "related"),
    ("class_embed", _words(
        "instagram-media", "twitter-tweet", "twitter-video", "tiktok-embed", "fb-post", "fb-video", "embed",
        "video-?js", "jwplayer", "video20detik"), "embed", None),
    ("class_caption", _words(
        "caption\\w*", "wp-caption-text", "photo-?credit\\w*", "image-?credit\\w*", "foto-?caption", "captions?",
        "keterangan-?foto", "photo__caption", "img-?caption",
        "\\S*gallery\\S*desc\\w*"), "caption", None),
    ("class_share", _words(
        "share", "sharing", "shareit", "sosmed", "medsos", "social", "socmed", "addthis\\w*", "sharethis\\w*",
        "a2a_kit", "sharedaddy"), "share", None),
    ("class_pagination", _words("paging", "pager", "pagination", "paginasi", "page-?nav\\w*", "mnmd-pagination"),
     "pagination", None),
    ("class_tags", _words("tags?", "tag-?list", "body-tag", "tag-?terkait", "hashtags?"), "other", None),
    ("class_contents", _words("toc", "table-of-contents?", "daftar-?isi", "ez-toc\\S*"), "other", None),
    ("class_promotion", _words(
        "newsletter", "subscribe", "langganan", "promo", "promoted", "download-?apps?", "google-?news", "gnews",
        "whatsapp-?channel",
        "ext-channel", "follow-?us", "kg-cta-card", "kg-signup-card"), "promotion", None),
    ("class_comments", _words("comments?", "komentar", "disqus\\S*", "fb-comments"), "other", None),
    ("class_author_box", _words(
        "author-?(?:bio|box)", "about-?(?:the-?)?author", "(?:tentang|profil)-?penulis",
        "saboxplugin", "pp-multiple-authors", "molongui-author-box"), "other", None),
    ("class_reader_tools", _words(
        "reactions", "reaksi", "ratings?", "audio-?player", "text-?to-?speech"), "other", None),
)  # fmt: skip
_ANY_CLASS = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _, _ in _CLASSES), re.I)
_VERDICTS = {name: Verdict(name, kind, links) for name, _, kind, links in _CLASSES}

# A class may lie about prose: these limits say how much unlinked text an element may hold and still be dropped.
_MOST_PROSE: dict[str, int] = {"class_caption": 700, "class_embed": 1500, "class_contents": 3000}
_USUAL_PROSE = 300
_PAGE_LINKS = re.compile(
    r"(?:[\W\d_]|halaman|page|dari|of|next|prev(?:ious)?|first|last|all|show|tampilkan|semua|selanjutnya|sebelumnya|"
    r"berikutnya|lanjut|lihat)*",
    re.I,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def fate_of_tag(element: Any) -> Verdict | None:
    """What the tag alone decides, with a look into those that may hold an article's own words."""
    verdict = _TAGS.get(element.tag)
    if verdict is not None and element.tag == "figure" and _is_of_words(element):
        return None
    if verdict is not None and element.tag == "ins" and _CORRECTION.issuperset(element.keys()):
        return None
    return verdict


_CORRECTION = frozenset({"cite", "datetime"})  # what <ins> may say of itself where it is no slot of an ad
# What a figure of words consists of: a table, a list, a quotation or a remark. A picture may be any other thing.
_WORDS = frozenset(
    "table thead tbody tfoot tr td th caption colgroup col ul ol li pre code blockquote p br b strong em i u s span "
    "cite q small sup sub a mark figcaption".split()
)
_HOLDS_WORDS = ("table", "ul", "ol", "pre", "blockquote", "p")


def _is_of_words(figure: Any) -> bool:
    tags = {inner.tag for inner in figure.iterdescendants("*")}
    return not tags.isdisjoint(_HOLDS_WORDS) and _WORDS.issuperset(tags)


def fate_of_class(element: Any, body_size: Callable[[], int]) -> Verdict | None:
    """What class and id decide, unless the element holds too much prose for that to be true."""
    if element.tag == "a":  # a link in a sentence: its class says how it is tracked, not what it is
        return None
    names = _names(element)
    verdict = _verdict(names) if names else None
    if verdict is None:
        return None
    if verdict.rule == "class_pagination" and not _PAGE_LINKS.fullmatch(" ".join(pieces(element))):
        return None  # templates put the sub-heading of a part into its pagination
    prose = _prose(element)
    most = _MOST_PROSE.get(verdict.rule, _USUAL_PROSE)
    return None if prose > most or (prose > 200 and prose > 0.4 * body_size() > 200) else verdict


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def _names(element: Any) -> str:
    """An element's class and id; of a heading the class alone: publishing systems make ids of its own words."""
    name, identity = element.get("class"), element.get("id")
    if not identity or element.tag in _HEADINGS:
        return name or ""
    return f"{name or ''} {identity}"


@lru_cache(maxsize=16_384)  # templates repeat their class names; the pattern is long
def _verdict(names: str) -> Verdict | None:
    match = _ANY_CLASS.search(names)
    return _VERDICTS[str(match.lastgroup)] if match else None


def _prose(element: Any) -> int:
    """Letters of an element that are not part of a link, script or style."""
    total = 0
    for text, holder in texts(element):
        if holder.tag not in ("a", "script", "style", "option"):
            total += len(text.strip())
    return total


def is_hidden(element: Any) -> bool:
    """Whether the element is hidden and not the folded rest of the article.

    kapanlagi and others fold the second half of an article away until a reader clicks: hidden prose in several
    paragraphs is the article, a hidden line is not.
    """
    style = element.get("style")
    if element.get("hidden") is None and not (style and _HIDDEN_STYLE.search(style)):
        return False
    paragraphs = [p for p in element.iter("p", "li", "h2", "h3") if len(plain_text(p).strip()) > 40]
    return len(paragraphs) < 2
