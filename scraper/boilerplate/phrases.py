"""Lines that are boilerplate as a whole: phrases of the lexicon, by-lines, date lines, tags, captions."""

from __future__ import annotations

import re

from scraper.boilerplate import lexicon
from scraper.boilerplate.line import Line
from scraper.text.dates import HOUR, looks_like_moment
from scraper.text.names import is_byline
from scraper.text.spaces import words


def strike_phrases(lines: list[Line], headline: str | None, *, markup: bool) -> None:
    """Lines that are a phrase of the lexicon, a by-line, a date line or the headline once more."""
    title = words(headline.lower()) if headline else []
    before_lead, enlarged = True, False
    lines = [line for line in lines if not line.gone or line.fate]
    prose = [i for i, line in enumerate(lines) if not line.gone and _is_prose(line)]
    first, last = (prose[0], prose[-1]) if prose else (0, 0)
    for i, line in enumerate(lines):
        text = line.text
        if line.gone:
            enlarged = False
            continue
        if (
            enlarged
            and len(text) <= 240
            and (_credit(text) or (text[-1] not in '.!?”"' and (markup or len(text.split()) > 5)))
        ):  # what stands under the button that enlarges a picture
            line.remove("caption_after_image", "caption")
            enlarged = False
            continue
        if len(text) <= lexicon.LONGEST:
            match = lexicon.WHOLE_LINE.fullmatch(text)
            name = str(match.lastgroup) if match else ""
            if name and _fits(name, line) and not (name == "translator" and _in_data(lines, i)):
                phrase = lexicon.BY_NAME[name]
                line.remove(phrase.name, phrase.kind)
                enlarged = phrase.name == "enlarge" and text.lower() == "perbesar"
                continue
        if (
            len(text) <= 160
            and lexicon.MAY_BE_BYLINE.search(text)
            and is_byline(text)
            and not _in_data(lines, i)
        ):
            line.remove("byline", "byline")
        elif line.linked and all(a.url and _TAG_PAGE.search(a.url) for a in line.anchors):
            line.remove("tag_links", "other")
        elif len(text) <= 90 and looks_like_moment(text):
            # A day between paragraphs heads a part of a chronicle or a programme; with the hour it is a stamp.
            if HOUR.search(text) or not first < i < last:
                line.remove("date_line", "other")
        elif line.anchors and (label := lexicon.TAG_LABEL.match(text)) and line.links_from(label.end()):
            line.remove("tag_line", "other")
        elif before_lead and title and words(text.lower()) == title:
            line.remove("headline_again", "other")
        elif line.after_image and _credit(text):
            line.remove("caption_after_image", "caption")
        elif len(text) > 120:
            before_lead = False


def _is_prose(line: Line) -> bool:
    return len(line.text) > 60 and line.kind != "heading" and line.text[-1] in '.!?”"'


_DATUM = re.compile(r"[A-Z][\w /()-]{2,24}\s*:\s*\S.{0,120}\Z")


def _in_data(lines: list[Line], i: int) -> bool:
    """Whether a line is one of a list of data ("Sutradara: …", "Penulis: …", "Durasi: …"), no by-line."""

    def datum(j: int) -> bool:
        text = lines[j].text if 0 <= j < len(lines) else ""
        return bool(_DATUM.match(text)) and not is_byline(text) and not lexicon.WHOLE_LINE.fullmatch(text)

    def beside(step: int) -> int:
        """The next line that way which names nobody: who wrote and who edited a book stand side by side."""
        j = i + step
        while 0 <= j < len(lines) and len(lines[j].text) <= 160 and is_byline(lines[j].text):
            j += step
        return j

    after, before = beside(1), beside(-1)
    return datum(after) and (datum(before) or datum(after + 1))


_TAG_PAGE = re.compile(r"/(?:tags?|topik|topic|tagar|hashtag)/", re.I)
_CREDIT = re.compile(
    r"(?:[(/]\s*[\w .]+\.(?:com|co\.id|co|id|net)|\((?:AFP|AP|EPA|ANTARA|Antara|REUTERS|Reuters|Getty|IST|Ist|ist)\b|©|"
    r"\b(?:AFP|REUTERS|ANTARA)\s?(?:PHOTO|FOTO)?/|[Ff]oto\s?:|@\w{3,}\)?\Z|[Ii]nstagram|[Tt]witter|[Ss]hutterstock|[Pp]ixabay)"
)


def _credit(text: str) -> bool:
    """Whether a line right after a picture is its caption: it names an agency, a site or a photographer."""
    return len(text) <= 320 and bool(_CREDIT.search(text[-120:]))


def _fits(name: str, line: Line) -> bool:
    """Bounds that keep prose: a phrase that could open a sentence must be short, linked or unlike one."""
    text = line.text
    if name in ("platform_promotion", "more_of_outlet", "video_prompt", "do_not_miss", "syndication_note"):
        sells = _SELLS.get(name)
        return (
            len(text) <= 340
            and not _reported(text)
            and bool(line.anchors or sells is None or sells.search(text))
        )
    if name in ("caption", "source_credit", "copyright"):
        if len(text) > 340 or (len(text) > 160 and _STOPPED.search(text) and "(" not in text):
            return False
        if name == "copyright":
            return not _reported(text) and (bool(_CLAIM.search(text)) or not _STOPPED.search(text))
        if name == "source_credit":
            return not (_STOPPED.search(text) and len(text.split()) > 8)
        return not re.search(r"\([abd]\)", text)  # "(a) …, (b) … dan (c) …" is a list
    return True


_STOPPED = re.compile(r"[.!?][”\"]?\Z")
_CLAIM = re.compile(r"©|\(c\)|\A\W*copyrights?\W+\d{4}|@\s?\d{4}|rights?\s+reserved|dilindungi", re.I)
# What a promotion offers; without it the same verbs open the reporter's own sentence.
_SELLS = {
    "platform_promotion": re.compile(
        r"\b(?:follow|klik|lainnya|kami|terbaru|terkini|ter-?update|terhangat|google\s*(?:news|berita)|(?:play|app)\s*store|"
        r"notifikasi|subscribe|di\s?sini|ponselmu|newsletter|breaking|(?:whats?app|wa|telegram)\W+(?:channel|saluran|grup)|"
        r"(?:channel|saluran|kanal|grup)\s+(?:whats?app|wa|telegram)|(?:tautan|link)\s+(?:ini|berikut)|"
        r"\w+\.(?:com|co|id|net|tv))\b", re.I),
    "more_of_outlet": re.compile(
        r"\b(?:berita|artikel|kabar|konten|ulasan|informasi|info|video|update|lainnya|terbaru|terkini|"
        r"menarik)\b", re.I),
    "do_not_miss": re.compile(r"[^.]\Z"),
}  # fmt: skip


_REPORTED = re.compile(
    r"\b(?:kata|ujar|ujarnya|katanya|tutur|tuturnya|ucap|ucapnya|jelas|jelasnya|ungkap|ungkapnya|tegas|tegasnya|"
    r"menurut|imbuh|imbuhnya|tambahnya|pungkasnya|sebut|sebutnya|paparnya)\b[^.]{0,80}[.]\W*\Z",
    re.I,
)


def _reported(text: str) -> bool:
    """Whether the line is reported speech, which no promotion is."""
    return bool(_REPORTED.search(text))
