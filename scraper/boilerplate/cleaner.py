"""The one cleaner: lines in, blocks and removals out. Every path goes through it: rules, generic, plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scraper.article import Block, Link, LinkKind, Removal, RemovalKind
from scraper.boilerplate import lexicon
from scraper.boilerplate.dateline import dateline_end, is_rubric, tidy_dateline
from scraper.boilerplate.lines import Line
from scraper.boilerplate.places import is_place
from scraper.boilerplate.readalso import heading_of, strike_read_also, title_like
from scraper.boilerplate.rules import Rule, Stop, Strike
from scraper.text.dates import looks_like_moment
from scraper.text.markup import MARKUP
from scraper.text.names import is_byline
from scraper.text.spaces import words


@dataclass(slots=True)
class Cleaned:
    """What the cleaner makes of a body region."""

    blocks: list[Block] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    dateline: str | None = None
    end_mark: str | None = None
    bylines: list[str] = field(default_factory=list)
    copyright_notice: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the cleaner may know about the page: the outlet's own rules and words that a body repeats."""

    rules: tuple[Rule, ...] = ()
    publisher: str | None = None
    headline: str | None = None
    markup: bool = True


def clean(lines: list[Line], context: Context) -> Cleaned:
    """Clean the lines of a body region (they are changed in place) and account for every one of them."""
    _by_fate(lines)
    _outlet_rules(lines, context.rules)
    strike_read_also(lines, markup=context.markup)
    _whole_lines(lines, context)
    _list_tails(lines, markup=context.markup)
    _inline(lines)
    _contents(lines)
    _dateline(lines, context)
    end_mark = _end_marks(lines)
    _rulers(lines)
    if not context.markup:
        _repeats(lines)
    _link_tail(lines)
    _closing_name(lines, context.publisher)
    _empty_headings(lines)
    return _account(lines, end_mark)


def _by_fate(lines: list[Line]) -> None:
    """Lines whose element was removed: by an outlet's Prune or by the shared markup rules.

    A box that calls itself "Baca juga" is read-also, whatever its class.
    """
    labelled: set[object] = set()
    for line in lines:
        if line.fate is not None:
            kind = line.fate.links
            if kind in (None, "related") and (line.fate.element in labelled or _says_read_also(line.text)):
                labelled.add(line.fate.element)
                kind = "read_also"
            links = line.titles(kind) if kind else []
            if kind == "read_also" and not links and lexicon.READ_ALSO.match(line.text):
                links = heading_of(kind, line.text)
            line.remove(line.fate.rule, line.fate.kind, links)


def _says_read_also(text: str) -> bool:
    match = lexicon.READ_ALSO.match(text)
    return bool(match and not match["video"] and "juga" in match["label"].lower())


def _live(lines: list[Line]) -> list[Line]:
    return [line for line in lines if not line.gone]


def _outlet_rules(lines: list[Line], rules: tuple[Rule, ...]) -> None:
    for rule in rules:
        if isinstance(rule, Strike):
            for line in _live(lines):
                match = rule.regex.search(line.text)
                while match and match[0].strip():
                    line.cut(match.start(), match.end(), rule.name, rule.kind)
                    match = rule.regex.search(line.text)
        elif isinstance(rule, Stop):
            stopped = False
            for line in _live(lines):
                stopped = stopped or bool(rule.regex.search(line.text))
                if stopped:
                    line.remove(rule.name, rule.kind, line.titles(rule.links) if rule.links else [])


def _whole_lines(lines: list[Line], context: Context) -> None:
    """Lines that are a phrase of the lexicon, a by-line, a date line or the headline once more."""
    headline = words(context.headline.lower()) if context.headline else []
    before_lead, enlarged = True, False
    lines = [line for line in lines if not line.gone or line.fate]
    for line in lines:
        text = line.text
        if line.gone:
            enlarged = False
            continue
        if enlarged and len(text) <= 240 and (
            _credit(text) or text[-1] not in '.!?”"' and (context.markup or len(text.split()) > 5)
        ):  # what stands under the button that enlarges a picture
            line.remove("caption_after_image", "caption")
            enlarged = False
            continue
        if len(text) <= lexicon.LONGEST:
            match = lexicon.WHOLE_LINE.fullmatch(text)
            if match and _fits(str(match.lastgroup), line):
                phrase = lexicon.BY_NAME[str(match.lastgroup)]
                line.remove(phrase.name, phrase.kind)
                enlarged = phrase.name == "enlarge" and text.lower() == "perbesar"
                continue
        if len(text) <= 160 and lexicon.MAY_BE_BYLINE.search(text) and is_byline(text):
            line.remove("byline", "byline")
        elif line.linked and all(a.url and _TAG_PAGE.search(a.url) for a in line.anchors):
            line.remove("tag_links", "other")
        elif len(text) <= 90 and looks_like_moment(text):
            line.remove("date_line", "other")
        elif line.anchors and (label := lexicon.TAG_LABEL.match(text)) and line.links_from(label.end()):
            line.remove("tag_line", "other")
        elif before_lead and headline and words(text.lower()) == headline:
            line.remove("headline_again", "other")
        elif line.after_image and _credit(text):
            line.remove("caption_after_image", "caption")
        elif len(text) > 120:
            before_lead = False


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
        return len(text) <= 340 and not _reported(text) and bool(line.anchors or sells is None or sells.search(text))
    if name in ("caption", "source_credit", "copyright"):
        if len(text) > 340 or len(text) > 160 and _STOPPED.search(text) and "(" not in text:
            return False
        if name == "copyright":
            return bool(_CLAIM.search(text)) or not _STOPPED.search(text)
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
        r"\b(?:berita|artikel|kabar|konten|ulasan|informasi|info|video|update|lainnya|terbaru|terkini|menarik)\b", re.I),
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


def _list_tails(lines: list[Line], *, markup: bool) -> None:
    """Headings of lists of other articles, with the links (or titles) below them."""
    kind: LinkKind | None = None
    for line in _live(lines):
        match = lexicon.LIST_HEADING.fullmatch(line.text)
        if match:
            kind = "popular" if match["popular"] else "related"
            line.remove("list_heading", "related")
        elif kind and (line.linked if markup else title_like(line.text) and len(line.text) < 160):
            line.remove("list_item", "related", line.titles(kind) or [(kind, line.text, None)])
        else:
            kind = None


_INLINE: tuple[tuple[str, RemovalKind, re.Pattern[str]], ...] = (
    ("gambas", "embed", lexicon.INLINE_GAMBAS),
    ("escaped_markup", "other", MARKUP),
)


def _inline(lines: list[Line]) -> None:
    """Placeholders and tags that are printed as letters, wherever they stand in a line."""
    for line in _live(lines):
        for rule, kind, pattern in _INLINE:
            if "<" in line.text or "[" in line.text:
                line.cut_all(pattern, rule, kind)


_PLACE_ALONE = re.compile(r"(?:[A-Z][\w.'’]+,?\s?){1,5}(?:\([\w. ]+\)\s?)?[-–—]*\Z")
_DASH_HEAD = re.compile(r"[-–—]+\s*")


def _dateline(lines: list[Line], context: Context) -> None:
    """Cut the dateline off the lead; what stands above a lead that has one is a standfirst."""
    live = _live(lines)
    for i, line in enumerate(live[:8]):
        end = dateline_end(line.text, publisher=context.publisher, bold=line.lead, known=not context.markup)
        if end and i and not context.markup and not _BRANDED.search(line.text[:end]) and any(map(_is_sentence, live[:i])):
            return  # a town and a dash below prose open no article
        if end and (line.kind in ("paragraph", "quote") or i == 0):
            rubric = is_rubric(line.text[:end])
            line.cut(0, end, "rubric" if rubric else "dateline", "other" if rubric else "dateline")
            _standfirst(live[:i])
            return
        # On lines of its own: "Jakarta" / "- Seorang …", "Doha -" / "Timnas …".
        following = live[i + 1] if i + 1 < len(live) else None
        alone = following and len(line.text) <= 60 and _PLACE_ALONE.match(line.text)
        if following and alone and (context.markup or _names_place(line.text)):
            dash = _DASH_HEAD.match(following.text)
            if dash or line.text.rstrip()[-1] in "-–—":
                line.remove("dateline", "dateline")
                if dash:
                    following.cut(0, dash.end(), "dateline", "dateline")
                _standfirst(live[:i])
                return
        if len(line.text) > 200 and line.kind == "paragraph":
            return


_BRANDED = re.compile(r"\.(?:com|co|id|net|tv|org|news)\b|\(", re.I)


def _names_place(text: str) -> bool:
    """Whether a line alone names a known place or an outlet's domain: without markup a heading looks the same."""
    return bool(_BRANDED.search(text)) or is_place(text.strip(" -–—").partition(",")[0])


def _is_sentence(line: Line) -> bool:
    return len(line.text) > 40 and bool(re.search(r"[.!?…][\"”’')\]]*\Z", line.text))


def _standfirst(above: list[Line]) -> None:
    """A few lines above the lead that carries the dateline: standfirst or pull quote, not the body."""
    if len(above) <= 4:
        for line in above:
            line.remove("standfirst", "other")


def _contents(lines: list[Line]) -> None:
    """A table of contents repeats the sub-headings: only the later ones are the article's."""
    live = _live(lines)
    for i, line in enumerate(live):
        if re.fullmatch(r"\W*daftar\s+isi\W*", line.text, re.I):
            last = {tuple(words(other.text.lower())): j for j, other in enumerate(live)}
            line.remove("contents", "other")
            for j, entry in enumerate(live[i + 1 :], i + 1):
                key = tuple(words(entry.text.lower()))
                if len(entry.text) > 160 or last[key] <= j:
                    break
                entry.remove("contents", "other")
            return


def _end_marks(lines: list[Line]) -> str | None:
    """Cut end marks; the last one is the article's. One on a line of its own may stand anywhere."""
    live = _live(lines)
    mark: str | None = None
    tail = len(live) - 1
    for i, line in enumerate(live):
        match = lexicon.END_MARK.search(line.text, max(0, len(line.text) - 80)) or (lexicon.LONE_MARK.search(line.text) if i == tail else None)
        alone = match is not None and match.start("mark") == 0
        if match and (alone or i >= tail - 1 or "/" in match["mark"] or "*" in match["mark"]):
            mark = match["mark"]
            line.cut(match.start("mark"), len(line.text), "end_mark", "end_mark")
    return mark


def _rulers(lines: list[Line]) -> None:
    """Rulers typed as text between sections or at the end ("*****", "===")."""
    for line in _live(lines):
        if lexicon.RULER.fullmatch(line.text):
            line.remove("ruler", "other")


def _repeats(lines: list[Line]) -> None:
    """Paragraphs that stand twice: the second goes. Wrappers that hold later paragraphs glued: the wrapper goes."""
    seen: set[str] = set()
    live = _live(lines)
    keys = [" ".join(words(line.text.lower())) for line in live]
    for line, key in zip(live, keys, strict=True):
        if len(key) > 60:
            if key in seen:
                line.remove("repeat", "other")
            seen.add(key)


def _empty_headings(lines: list[Line]) -> None:
    """A heading with nothing under it at the very end ("Video") announces something that was removed."""
    live = _live(lines)
    for line in reversed(live[-2:]):
        if line.kind != "heading" or len(line.text) > 60 or line.text[0].isdigit() or line.text[-1] in ".!?":
            return
        line.remove("heading_of_nothing", "other")


_CAPITAL_NAME = re.compile(r"[A-Z][A-Z.'’]+(?:\s[A-Z][A-Z.'’]*){1,3}\Z|\([A-Z][\w.'’]+(?:\s[A-Z][\w.'’]*){1,3}\)\Z")


def _closing_name(lines: list[Line], publisher: str | None) -> None:
    """A name in capitals or in brackets on the last line is the writer's; one that is the outlet's signs it."""
    live = _live(lines)
    if len(live) > 3 and publisher and words(live[-1].text.lower()) == words(publisher.lower()):
        live.pop().remove("closing_brand", "other")
    if len(live) > 3 and live[-1].kind == "paragraph" and _CAPITAL_NAME.match(live[-1].text):
        live[-1].remove("closing_name", "byline")


def _link_tail(lines: list[Line]) -> None:
    """Links (and the labels between them) after the last prose lead to other articles."""
    tail: list[Line] = []
    for line in reversed(_live(lines)):
        if not line.linked and (len(line.text) > 40 or line.text[-1] in ".!?”\""):
            break
        tail.append(line)
    while tail and not tail[-1].linked:
        tail.pop()
    if len(tail) < len(_live(lines)):
        for line in tail:
            line.remove("link_tail", "related", line.titles("related"))


def _account(lines: list[Line], end_mark: str | None) -> Cleaned:
    """Blocks, removals and links in reading order."""
    out = Cleaned(end_mark=end_mark)
    for line in lines:
        at = len(out.blocks) if not line.gone else len(out.blocks) - 1
        where = at if at >= 0 else None
        for cut in line.cuts:
            first = next((url for _, _, url in cut.links if url), None)
            out.removed.append(Removal(cut.rule, cut.kind, where, cut.text, first))
            out.links += [Link(kind, title, url, where) for kind, title, url in cut.links]
            if cut.kind == "dateline" and out.dateline is None:
                out.dateline = tidy_dateline(cut.text) or None
            elif cut.kind == "byline":
                out.bylines.append(cut.text)
            elif cut.kind == "copyright" and out.copyright_notice is None:
                out.copyright_notice = cut.text
        if not line.gone:
            out.blocks.append(Block(line.kind, line.text))
    return out


def kinds(removed: list[Removal]) -> dict[RemovalKind, int]:
    """How many removals there are of each kind."""
    counted: dict[RemovalKind, int] = {}
    for removal in removed:
        counted[removal.kind] = counted.get(removal.kind, 0) + 1
    return counted
