"""Read-also links: labels with their titles on one line, on the lines below, glued to a paragraph or in brackets."""

from __future__ import annotations

import re

from scraper.article import LinkKind
from scraper.boilerplate.lexicon import (
    BRACKETED_READ_ALSO,
    GLUED_READ_ALSO,
    INLINE_GAMBAS,
    LIST_HEADING,
    READ_ALSO,
    TAG_LABEL,
    WHOLE_LINE,
)
from scraper.boilerplate.line import Anchor, Line
from scraper.text.markup import without_markup
from scraper.text.names import is_byline
from scraper.text.spaces import words
from scraper.text.urls import apex_of, host_of

_LABEL_END = re.compile(
    r"\W*(?:(?:dong|ya|yuk|nih|klik\s+link\s+di\s+bawah(?:\s+ini)?)\b\W*)?(?-i:[A-Z]{3,12})?\W*\Z", re.I
)
_OPENS_TITLE = re.compile(r"\s*[:：»|]\s*|\s*(?=['\"“‘])")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\Z")
# "Baca berita lainnya di Kabar.id" promotes and leads to no title.
_NAMES_SITE = re.compile(r"\s+(?:hanya\s+)?(?:di|dari|melalui|lewat)\s", re.I)
_BULLET = re.compile(r"[-–•»›>]+\s")
_NUMBER = re.compile(r"\d{1,2}[.)]\s*")
_MOST_TITLES = 12
_LONGEST_TITLE = 220
_HEADING_WORDS = 4


def strike_read_also(lines: list[Line], *, markup: bool, site: str = "") -> None:
    """Cut every read-also label with its titles.

    ``markup``: links are known (HTML), else titles are told by shape. ``site``: the page's own domain, if known.
    """
    open_kind: LinkKind | None = None  # a label stands above: what its titles are
    taken = 0
    for i, line in enumerate(lines):
        if line.gone or line.fate:
            continue
        if open_kind and taken < _MOST_TITLES and _is_title(line, lines, i, markup=markup, taken=taken):
            line.remove(
                "read_also_title", "related", line.titles(open_kind) or [(open_kind, _bare(line.text), None)]
            )
            taken += 1
            continue
        if (
            markup
            and i
            and line.linked
            and len(line.text.split()) >= 4
            and (line.kind == "quote" or (line.kind == "paragraph" and _BULLET.match(line.text)))
        ):  # a quotation or a typed bullet that is nothing but a link: a box without its label
            line.remove("read_also_unlabelled", "related", line.titles("read_also"))
            continue
        open_kind, taken = _label(line), 0
        if not open_kind and site and _is_bold_label(lines, i, site):
            line.remove("read_also_bold", "related", line.titles("read_also", line.anchors[0].start))
        elif not open_kind:
            _inside(line)
        elif not markup and line.cuts[-1].rule == "read_also":
            open_kind = None  # its title stood beside it; without links what follows could be a sub-heading


def _label(line: Line) -> LinkKind | None:
    """Cut a line that is a read-also label, with its title if it has one; its kind when titles may follow below."""
    match = READ_ALSO.match(line.text)
    if match is None or LIST_HEADING.fullmatch(line.text):
        return None
    kind: LinkKind = "video" if match["video"] else "read_also"
    if "selengkapnya" in match["label"].lower():
        kind = "continued"
    after = match["after"]
    if _NAMES_SITE.match(after):
        return None
    if _LABEL_END.match(after) and len(after) < 60:
        titles = [
            t for t in line.titles(kind) if len(words(t[1])) >= _HEADING_WORDS
        ]  # a label may be a link itself
        line.remove("read_also_label", "related", titles or heading_of(kind, line.text))
        return kind
    start = match.start("after")
    opened = _OPENS_TITLE.match(after)
    anchored = [a for a in line.anchors if a.end > start]
    if not anchored and _is_own_sentence(match["label"], after):
        return None
    if opened and (opened[0].strip() or match["video"] or anchored):
        start += opened.end()
        end = _title_end(line, start, anchored)
        links = line.titles(kind, start) or [(kind, _bare(line.text[start:end]), None)]
        if match["label"].lower() == "baca":
            # As the labelled sets have it: a bare "Baca:" is no read-also label by itself and stays with its title.
            links = [(k, f"{match['label']}: {title}", url) for k, title, url in links]
        line.cut(0, end, "read_also", "related", links)
        return kind if line.gone else None
    if anchored and sum(a.end - max(a.start, start) for a in anchored) >= len(after.strip()) - 3:
        line.remove("read_also", "related", line.titles(kind, start))
        return kind
    return None


_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|webp|mp[34])(?:[?#]|\Z)", re.I)
_LIST_PAGE = re.compile(
    r"/(?:tags?|topi[ck]|tagar|hashtag|category|kategori|kanal|authors?|penulis|profile?|user)/", re.I
)


def _bold_label(line: Line) -> str:
    """The bold words before the one link that fills the rest of the line; "" where the line is not of this shape."""
    if len(line.anchors) != 1 or line.kind not in ("paragraph", "quote"):
        return ""
    start = line.anchors[0].start
    label = line.text[:start].strip()
    held = 0 < len(words(label)) <= 4 and line.lead >= len(label) and line.links_from(start)
    return label if held else ""


def _is_bold_label(lines: list[Line], i: int, site: str) -> bool:
    """Whether a line is a label that no list knows, with the headline of another article of the site.

    Such a line stands alone: under "…:" or beside one with another label it is one of the article's own list.
    """
    line = lines[i]
    label = _bold_label(line)
    if not i or not label or any(map(str.isdigit, label)) or is_byline(line.text):
        return False
    url, title = line.anchors[0].url or "", line.text[line.anchors[0].start : line.anchors[0].end]
    beside = [x for x in (lines[i - 1], *lines[i + 1 : i + 2]) if not x.gone]
    return (
        len(words(title)) >= _HEADING_WORDS
        and title_like(title)
        and apex_of(host_of(url)) == site
        and not _FILE.search(url)
        and not _LIST_PAGE.search(url)
        and not TAG_LABEL.fullmatch(label)
        and not lines[i - 1].text.endswith(":")
        and all(_bold_label(x) in ("", label) and not x.linked for x in beside)
    )


def heading_of(kind: LinkKind, label: str) -> list[tuple[LinkKind, str, str | None]]:
    """A box's heading that says more than the bare label ("SUDAH BACA INI JUGA?"), kept as a link without an address.

    The labelled sets count it among what the box prints.
    """
    return [(kind, _bare(label), None)] if kind != "continued" and len(words(label)) >= _HEADING_WORDS else []


def _title_end(line: Line, start: int, anchored: list[Anchor]) -> int:
    """Where the title ends: with its link when prose follows the link, else with the line."""
    if anchored and anchored[0].start - start <= 3:
        end = anchored[-1].end
        rest = line.text[end:].strip(" .:»\"”'’")
        if len(rest.split()) > 4:
            return end
    return len(line.text)


# Labels that open a sentence as well: "Jangan lewatkan: bus terakhir berangkat pukul sembilan."
_URGES = re.compile(r"jangan\s+lewatkan|baca\s+(?:lagi|selanjutnya)|(?:anda|kamu)\s+mungkin", re.I)


def _is_own_sentence(label: str, after: str) -> bool:
    return bool(_URGES.match(label) and re.search(r"[.…][\"”’')\]]*\Z", after))


def _inside(line: Line) -> None:
    """Cut read-also text in brackets, or glued to the end of a paragraph; either has a colon."""
    if ":" not in line.text:
        return
    match = BRACKETED_READ_ALSO.search(line.text)
    if match:
        title = _bare(match["title"])
        links = [x for x in line.titles("read_also", match.start()) if x[1] in title]
        line.cut(
            match.start(), match.end(), "read_also_bracket", "related", links or [("read_also", title, None)]
        )
        return
    match = GLUED_READ_ALSO.search(line.text)
    if match:
        links = line.titles("read_also", match.start("title"))
        if not links and _is_own_sentence(match["label"], match["title"]):
            return
        title = _bare(match["title"])
        line.cut(
            match.start("label"),
            match.end(),
            "read_also_glued",
            "related",
            links or [("read_also", title, None)],
        )


def _is_title(line: Line, lines: list[Line], i: int, *, markup: bool, taken: int) -> bool:
    """Whether a line below a read-also label is one of its titles."""
    if (
        len(line.text) > _LONGEST_TITLE
        or LIST_HEADING.fullmatch(line.text)
        or INLINE_GAMBAS.fullmatch(line.text)
    ):
        return False
    if markup and not line.anchors and not taken and _alone_with_label(lines, i):
        return title_like(line.text) and not _SENTENCE_END.search(line.text)
    if markup:
        number = _NUMBER.match(line.text)
        return line.linked or bool(line.anchors and number and line.links_from(number.end()))
    if WHOLE_LINE.fullmatch(line.text) or is_byline(line.text) or (taken and len(line.text.split()) < 6):
        return False
    return taken < 3 and title_like(line.text) and not (taken and _opens_section(lines, i))


def _alone_with_label(lines: list[Line], i: int) -> bool:
    """Whether a line and the label above it are all that their block element holds: <p>BACA JUGA:<br>Title</p>."""
    group = lines[i].group
    around = [*lines[max(0, i - 2) : max(0, i - 1)], *lines[i + 1 : i + 2]]
    return lines[i - 1].group == group and all(other.group != group for other in around)


def _opens_section(lines: list[Line], i: int) -> bool:
    """Without markup a sub-heading looks like a title: a numbered line is one."""
    return bool(re.match(r"\d{1,2}[.)]\s", lines[i].text))


def title_like(text: str) -> bool:
    """Whether a line without markup reads as a headline: no full stop, most words of weight capitalised."""
    text = text.strip()
    if (
        (_SENTENCE_END.search(text) and not text.endswith(("?", "!", "...")))
        or not text
        or len(text) > _LONGEST_TITLE
    ):
        return False
    heavy = [w for w in re.findall(r"[^\W\d_][\w'’-]*", text) if len(w) > 3]
    capital = sum(1 for w in heavy if w[0].isupper())
    return len(heavy) >= 2 and capital >= 0.6 * len(heavy)


def _bare(text: str) -> str:
    text = without_markup(text).replace("\u00a0", " ")
    return text.strip(" :•·-–»\"“”'‘’") or text.strip()
