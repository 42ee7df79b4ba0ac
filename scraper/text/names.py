"""By-lines and the names in them: who wrote, who edited, and what is a brand or a desk and nobody.

The words here are roles, titles, desks and trades; never the names of single persons.
"""

import re
from typing import NamedTuple

from scraper.text.dates import looks_like_moment


class Byline(NamedTuple):
    """The people of one printed by-line, in the printed order, each once in a role."""

    authors: tuple[str, ...]
    editors: tuple[str, ...]


_LONGEST = 160  # characters of a by-line with all its roles
_WRITER = (
    r"penulis|reporter|pewarta|kontributor|contributor|koresponden|jurnalis|wart[ao]wan|wartawati|oleh|by|author"
    r"|writer|rep|ditulis oleh|written by|laporan"
)
_EDITOR = r"editor|redaktur(?: pelaksana)?|red|penyunting|disunting oleh|edited by"
_NOBODY = (
    r"fotografer|foto|photographer|photo|sumber|source|uploader|pengunggah|videografer|kamera(?:wan|men)"
    r"|ilustra(?:tor|si)|grafis|infografis|penerjemah|translator|produser|producer|tanggal|dibaca|tags?|topik"
)
_ROLE = rf"(?:{_WRITER}|{_EDITOR}|{_NOBODY})"
_OPENING = re.compile(r"[\s(\[*•·|–—-]+")
_CORRESPONDENT = r"(?:kontributor|koresponden|contributor)"
_LABEL = re.compile(
    rf"(?<![\w@.-])(?P<roles>(?:video )?{_ROLE}(?:\s?(?:&|/|,|\+|\bdan\b)\s?{_ROLE})*"
    rf"|{_CORRESPONDENT}(?-i:(?: [A-Z][\w.-]+){{1,3}}))\s?[:：]"
    r"|(?<!\w)(?P<notice>copyright\b|hak cipta\b|©|\(c\))",
    re.IGNORECASE,
)
_WRITER_WORD = re.compile(rf"(?<!disunting )(?<!edited )\b(?:{_WRITER})\b", re.IGNORECASE)
_EDITOR_WORD = re.compile(rf"(?<!video )\b(?:{_EDITOR})\b", re.IGNORECASE)
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
_TRADE = (
    r"(?:jurnalis|wart[ao]wan|wartawati|reporter|kontributor|koresponden|pewarta|penulis|editor|redaktur)"
)
# Who the author is, said below an opinion piece; the sign ahead refers to the by-line.
_AUTHOR_NOTE = re.compile(
    r"(?:[*)]+|\(\*?\)|[(\[](?=.*[)\]]\W*$))\s?(?:para )?penulis(?: ini)? (?:adalah|merupakan|ialah)\b.{3,140}",
    re.IGNORECASE,
)
_NAMED_TRADE = re.compile(rf"(?P<names>[^,:]{{2,60}}), ?{_TRADE}", re.IGNORECASE)

_AND = re.compile(r"\s*[;&/|]\s*|,?\s+(?:dan|and)\s+|\s*,\s*(?:(?:dan|and)\s+)?", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:(?:S|M|A|B|D|Sp|Grad)\.\s?(?:[A-Z]{1,3}|Sos|Si|Sc|Pd|Pd\.?I|I\.?Kom|Kom|Hum|Ag|Kes|Psi|Ked|Farm|Sn|Stat|Tr|Hut|Pi"
    r"|Ip|Ak|Th|Fil|Sy|Keb|Kep|Gz|Md|Kn|Eng|Ec|Arch|Ars|Med|Phil|Lib|Inf|Par|Fis|Li|Kom\.I|Th\.I|H\.I|E\.I)"
    r"(?:\.\s?[A-Z][a-z]{0,3})*\.?"
    r"|Ph\.?\s?D\.?|Lc\.?|MA|MBA|MM|MH|SH|SE|ST|MT|MSi|MSc|BSc|SSos|SPd|SKom|SIKom|SHI|SAg|MPd|MKom|MKn|MAP|MPA|LLM"
    r"|Apt\.?|Jr\.?|Sr\.?)"
)
_BEHIND_TITLE = re.compile(r"\s\([^()]*\)?$")  # "M.Si. (Dosen Universitas Contoh)"

_EMAIL = re.compile(r"[(<\[]?\S+@\S+\.\w+[)>\]]?")
_HANDLE = re.compile(r"(?<!\S)\(?@[\w.]+\)?")
_DOMAIN_TEXT = r"(?:https?://)?(?:[\w-]+\.)+(?:com|co|id|net|org|tv|info|news|online|my|sg)(?:/\S*)?"
_DOMAIN = re.compile(_DOMAIN_TEXT, re.IGNORECASE)
_ROLE_AHEAD = re.compile(
    rf"(?:{_ROLE}\s?[:：]|(?:oleh|by|ditulis oleh|written by|jurnalis|wart[ao]wan|wartawati|reporter)\s)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:\s*\([^()]*\)?|\s+[–—|•·-]+(?:\s.*)?|\s*[|•·].*|\s*,\s*(?:{_TRADE}|{_DOMAIN_TEXT}|dkk)\b.*|\s+dkk\.?)$",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)"
_DATE_TAIL = re.compile(rf"[\s,(|–—-]+(?:{_WEEKDAY}\b(?=\s?[,(]?\s?\d)|\d).*$", re.IGNORECASE)
# A desk by its first words; "Tim detikBali" and "Tim Liputan" are teams and stay.
_DESK = re.compile(
    rf"{_WEEKDAY}$|tim it$|(?:tim )?(?:redaksi|redaktur|admin(?:istrator)?|editorial|developer)\b"
    r"|(?:web|super) ?(?:master|admin)\b"
    r"|prwire?\b|pr wire\b|pt\.? "
    r"|(?:tim|user|guest|tamu|anonim|anonymous|none|null|nan|unknown|n/?a|author|root|test|humas|advertorial|adv|iklan"
    r"|sponsored|facebook|twitter|instagram|whatsapp|antara|afp|reuters|xinhua|bloomberg"
    r"|(?:video )?editor|penulis|reporter|pewarta|jurnalis|wartawan|oleh"
    r"|by|dkk|and|dan)$"
    r"|(?:kontributor|koresponden)\b",  # "Kontributor Solo": a place, the name follows the comma
    re.IGNORECASE,
)
_TEAM = re.compile(r"tim \S", re.IGNORECASE)
_COMPANY = re.compile(
    r"(?:media|online|news|network|group|tv|digital|developer|newsroom|redaksi|multimedia|press|indonesia)$",
    re.IGNORECASE,
)
_BRAND_WORD = re.compile(r"[a-z]+[A-Z]\w*")  # "detikNews", alone
_CODE = re.compile(r"[A-Za-z]{0,4}[.-]?\d+\w*$|(?:.*\s)?\d")
_SHORT_ENDING = re.compile(r"(?:^|[\s.])\w{1,3}\.$")  # "Agus S.", "M.Si.": the full stop belongs to the name

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
    if len(line) <= _LONGEST and _AUTHOR_NOTE.fullmatch(line.strip()):
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


def split_names(text: str) -> list[str]:
    """The names of a printed list, academic titles left with their bearer ("Dr. Ani, M.Si. dan Budi")."""
    text = " ".join(text.split())
    names: list[str] = []
    comma = False
    at = 0
    if "://" in text:
        return [text.strip()]
    for hit in [*_AND.finditer(text), None]:
        if hit and text.count("(", 0, hit.start()) > text.count(")", 0, hit.start()):
            continue  # "(brl/guf)" is one code
        piece = text[at : hit.start() if hit else len(text)].strip()
        if names and comma and _TITLE.fullmatch(_BEHIND_TITLE.sub("", piece)):
            names[-1] += f", {piece}"
        elif piece:
            names.append(piece)
        if hit:
            comma = hit[0].strip() == ","
            at = hit.end()
    return names


def person(name: str, *, publisher: str | None = None) -> str | None:
    """One name without role, address or outlet, in its printed case; None for a brand, a desk or a code."""
    text = " ".join(name.split())
    if len(text) > 2 * _LONGEST:
        return None
    text = _HANDLE.sub(" ", _EMAIL.sub(" ", text))
    text = text.strip()
    if ahead := _ROLE_AHEAD.match(text):
        text = text[ahead.end() :]
    while (shorter := _trim(_TAIL.sub("", text))) != text:
        text = shorter
    if len(text) > 80 or len(text.split()) > 8 or not any(map(str.isalpha, text)):
        return None
    return None if _is_nobody(text, publisher) else text


def _is_nobody(text: str, publisher: str | None) -> bool:
    words = text.split()
    if _DESK.match(text) or _CODE.match(text) or "://" in text:
        return True
    if publisher and _squeeze(text) in (_squeeze(publisher), _squeeze(_bare_domain(publisher))):
        return True
    if _TEAM.match(text):
        return False
    if any(_DOMAIN.fullmatch(word) for word in words):
        return True
    return (_COMPANY.search(words[-1]) is not None and len(words) > 1) or _BRAND_WORD.fullmatch(
        text
    ) is not None


def _bare_domain(text: str) -> str:
    return re.sub(r"^www\.|(?:\.(?:com|co|id|net|org|tv|news))+$", "", text, flags=re.IGNORECASE)


def _squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _trim(text: str) -> str:
    text = " ".join(text.split()).strip(' ,;:/|*-–—•·(["“”')
    return text if _SHORT_ENDING.search(text) else text.rstrip(". ")


def _open(line: str) -> str:
    """The line without blanks, bullets and an enclosing bracket."""
    text = " ".join(line.split()) if len(line) <= 10 * _LONGEST else ""
    if text[:1] in "([" and text[-1:] in ")]":
        text = text[1:-1]
    if text[-1:] == "*":  # refers to a note on the writer
        text = text.rstrip("* ")
    return _OPENING.sub("", text, count=1) if _OPENING.match(text) else text


def _parts(line: str) -> tuple[bool, list[tuple[str, str]]]:
    """Whether the line opens with a role and a colon, and its (roles, value) pairs, if it is a by-line."""
    text = _open(line)
    if not text or len(text) > _LONGEST:
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
    return bool(name) and len(name.split()) <= 4 and _is_nobody(name, None)


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
    names = split_names(_HANDLE.sub(" ", _EMAIL.sub(" ", value)))
    if not names:
        return labelled
    return len(names) <= 8 and all(_is_name(name, labelled) for name in names)


def _is_name(name: str, labelled: bool) -> bool:
    words = re.sub(r"\([^()]*\)?", "", name).split()
    if len(words) > 6 or len(name) > 60 or not words:
        return False
    if labelled and (len(words) == 1 or _DESK.match(name) or _TEAM.match(name) or _DOMAIN.match(words[0])):
        return len(words) <= 4
    return all(_NAME_WORD.fullmatch(word.rstrip(",")) for word in words)
