"""By-lines: whether a line is one, who wrote and who edited."""

import re
from typing import NamedTuple

from scraper.text.dates import looks_like_moment
from scraper.text.persons import (
    DESK,
    DOMAIN,
    EDITOR,
    LONGEST,
    ROLE,
    TEAM,
    TRADE,
    WEEKDAY,
    WRITER,
    is_nobody,
    person,
    split_names,
    without_addresses,
)


class Byline(NamedTuple):
    """The people of one printed by-line, in the printed order, each once in a role."""

    authors: tuple[str, ...]
    editors: tuple[str, ...]


_OPENING = re.compile(r"[\s(\[*•·|–—-]+")
_CORRESPONDENT = r"(?:kontributor|koresponden|contributor)"
_LABEL = re.compile(
    rf"(?<![\w@.-])(?P<roles>(?:video )?{ROLE}(?:\s?(?:&|/|,|\+|\bdan\b)\s?{ROLE})*"
    rf"|{_CORRESPONDENT}(?-i:(?: [A-Z][\w.-]+){{1,3}}))\s?[:：]"
    r"|(?<!\w)(?P<notice>copyright\b|hak cipta\b|©|\(c\))",
    re.IGNORECASE,
)
_WRITER_WORD = re.compile(rf"(?<!disunting )(?<!edited )\b(?:{WRITER})\b", re.IGNORECASE)
_EDITOR_WORD = re.compile(rf"(?<!video )\b(?:{EDITOR})\b", re.IGNORECASE)
_SOURCE_WORD = re.compile(r"(?:sumber|source)\b", re.IGNORECASE)
# "Oleh Rina Wulandari", without a colon; lower-case "oleh" is a word of a sentence.
_BARE = re.compile(r"(?:Oleh|OLEH|By|BY|Ditulis oleh|Written by) (?P<names>\S.*)")
# What English templates print: "Posted on 14 Mei 2024 by Rina Wulandari", "Posted by: Rina Wulandari on 14 Mei 2024".
_POSTED = re.compile(
    r"(?:posted|submitted|written|diposting|diposkan|ditulis|(?P<issued>published|diterbitkan|dipublikasikan))"
    r"(?: (?:(?:on|pada) )?(?P<when>\S.{5,39}?))? (?:by|oleh)\s?:? ?(?P<names>\S.*?)"
    r"(?: (?:in|di) \S.{2,29}?)?(?: (?:on|pada|at)\b(?P<then>.*))?",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"laporan (?:langsung )?(?:wart[ao]wan|wartawati|reporter|kontributor|jurnalis|koresponden)\b"
    r"(?:\s?:|[^,:]{0,40},) ?(?P<names>\S.*)",
    re.IGNORECASE,
)
# Who the author is, said below an opinion piece; the sign ahead refers to the by-line.
_AUTHOR_NOTE = re.compile(
    r"(?:[*)]+|\(\*?\)|[(\[](?=.*[)\]]\W*$))\s?(?:para )?penulis(?: ini)? (?:adalah|merupakan|ialah)\b.{3,140}",
    re.IGNORECASE,
)
_NAMED_TRADE = re.compile(rf"(?P<names>[^,:]{{2,60}}), ?{TRADE}", re.IGNORECASE)

_DATE_TAIL = re.compile(rf"[\s,(|–—-]+(?:{WEEKDAY}\b(?=\s?[,(]?\s?\d)|\d).*$", re.IGNORECASE)
_NAME_WORD = re.compile(
    r"[(@'\"“]?(?:[A-Z0-9À-Ý]|[a-z]+[A-Z])[\w.'’`-]*[)'\"”.]*|bin|binti|al|el|van|von|de|da|der|ibn"
)
# Words of sentences: a line that has one in the place of a name is prose.
_SENTENCE_WORDS = (
    r"\b(?:yang|itu|ini|kata|di|ke|dari|dengan|untuk|pada|adalah|karena|sebab|akan|telah|sudah|tak|tidak|bukan|kami|kita"
    r"|saya|mereka|para|oleh|harus|bisa|the|of|is|was)\b"
)
_SENTENCE_WORD = re.compile(_SENTENCE_WORDS)
_SENTENCE_WORD_ANY_CASE = re.compile(_SENTENCE_WORDS, re.IGNORECASE)
_SENTENCE_SIGN = re.compile(r"[!?…]|[a-z]{4}\. \S")
# "Wartawan: Kenapa Pak" is an interview.
_SPOKEN = re.compile(
    r"(?:apa|apakah|siapa|kapan|mengapa|kenapa|bagaimana|berapa|pak|bu|ya|iya|jadi|lalu)\b", re.IGNORECASE
)


def parse_byline(line: str, *, publisher: str | None = None) -> Byline:
    """Writers and editors of one line; none where it opens with no role ("Disadur dari … (Penulis: …)")."""
    authors: list[str] = []
    editors: list[str] = []
    labelled, parts = _parts(line)
    for roles, value in parts:
        value = _first_piece(value)
        if _SENTENCE_WORD.search(value) or not (labelled or _namelike(value, labelled)):
            continue
        names = [name for piece in split_names(value) if (name := person(piece, publisher=publisher))]
        if _WRITER_WORD.search(roles):
            authors += names
        if _EDITOR_WORD.search(roles):
            editors += names
    return Byline(tuple(dict.fromkeys(authors)), tuple(dict.fromkeys(editors)))


def is_byline(line: str) -> bool:
    """True where the whole line names writers or editors, or is a label without its name ("Pewarta:").

    So does a note that says who the writer is ("*Penulis adalah dosen …"), though it gives no name.
    """
    if len(line) <= LONGEST and _AUTHOR_NOTE.fullmatch(line.strip()):
        return True
    labelled, parts = _parts(line)
    people = [
        (roles, value) for roles, value in parts if _WRITER_WORD.search(roles) or _EDITOR_WORD.search(roles)
    ]
    for _, value in people:
        first, _, rest = value.partition("|")
        if rest and not looks_like_moment(rest) and len(rest.split()) > 3:
            return False
        if not _namelike(_first_piece(first), labelled):
            return False
    return bool(people)


def _open(line: str) -> str:
    """The line without blanks, bullets and an enclosing bracket."""
    text = " ".join(line.split()) if len(line) <= 10 * LONGEST else ""
    if text[:1] in "([" and text[-1:] in ")]":
        text = text[1:-1]
    if text[-1:] == "*":  # refers to a note on the writer
        text = text.rstrip("* ")
    return _OPENING.sub("", text, count=1) if _OPENING.match(text) else text


def _parts(line: str) -> tuple[bool, list[tuple[str, str]]]:
    """Whether the line opens with a role and a colon, and its (roles, value) pairs, if it is a by-line."""
    text = _open(line)
    if not text or len(text) > LONGEST:
        return False, []
    labels = list(_LABEL.finditer(text))
    if labels and labels[0].start() and _only_a_desk(text[: labels[0].start()]):
        text = text[labels[0].start() :]
        labels = list(_LABEL.finditer(text))
    if labels and labels[0].start() == 0:
        if not labels[0]["roles"] or _SOURCE_WORD.match(text):
            return True, []  # a copyright line, or the credits of someone else's article
        ends = [*(label.start() for label in labels[1:]), len(text)]
        values = [
            _trim_value(
                _TYPED_BAR.sub("", text[label.end() : end]) if end < len(text) else text[label.end() :]
            )
            for label, end in zip(labels, ends, strict=True)
        ]
        return True, [(label["roles"] or "", value) for label, value in zip(labels, values, strict=True)]
    if (hit := _POSTED.fullmatch(text)) and _is_of_a_post(hit):
        return False, [("penulis", hit["names"])]
    for shape, role in ((_REPORT, "reporter"), (_BARE, "penulis")):
        if hit := shape.fullmatch(text):
            return False, [(role, hit["names"])]
    if hit := _NAMED_TRADE.fullmatch(text):
        return False, [(text[hit.end("names") :].strip(", "), hit["names"])]
    return False, []


_TYPED_BAR = re.compile(r"\s[Il]\s*$")  # "Laporan: Rina I Editor: Joko"
_BAR_BEHIND = re.compile(r"\s*[|/•·]\s*$")


def _is_of_a_post(hit: re.Match[str]) -> bool:
    """Whether a line says who posted a piece and, if anything, when; a house issues books without a date."""
    times = [text.strip() for text in (hit["when"], hit["then"]) if text and text.strip()]
    return all(map(looks_like_moment, times)) and bool(times or not hit["issued"])


def _only_a_desk(head: str) -> bool:
    """Whether what stands before the first role is a desk or a brand and a bar ("Tim Redaksi | Editor: …")."""
    bar = _BAR_BEHIND.search(head)
    name = head[: bar.start()] if bar else ""
    return bool(name) and len(name.split()) <= 4 and is_nobody(name)


def _trim_value(value: str) -> str:
    return value.strip().strip("|/–—-;,•·([").strip()


def _first_piece(value: str) -> str:
    """The names of a value, without the date, channel or outlet printed behind them."""
    first = re.split(r"\s*[|•·]|\s[–—-]\s", value, maxsplit=1)[0]
    return _DATE_TAIL.sub("", first)


def _namelike(value: str, labelled: bool) -> bool:
    sentence_word = _SENTENCE_WORD if labelled else _SENTENCE_WORD_ANY_CASE
    if sentence_word.search(value) or _SENTENCE_SIGN.search(value) or _SPOKEN.match(value):
        return False
    names = split_names(without_addresses(value))
    if not names:
        return labelled
    return len(names) <= 8 and all(_is_name(name, labelled) for name in names)


def _is_name(name: str, labelled: bool) -> bool:
    words = re.sub(r"\([^()]*\)?", "", name).split()
    if len(words) > 6 or len(name) > 60 or not words:
        return False
    if labelled and (len(words) == 1 or DESK.match(name) or TEAM.match(name) or DOMAIN.match(words[0])):
        return len(words) <= 4
    return all(_NAME_WORD.fullmatch(word.rstrip(",")) for word in words)
