"""The names of a printed list, one by one: who is a person, and what is a brand, a desk or a code and nobody.

The words here are roles, titles, desks and trades; never the names of single persons.
"""

import re

from scraper.text.spaces import letters

LONGEST = 160  # characters of a by-line with all its roles
WRITER = (
    r"penulis|reporter|pewarta|kontributor|contributor|koresponden|jurnalis|wart[ao]wan|wartawati|oleh|by|author"
    r"|writer|rep|ditulis oleh|written by|laporan"
)
EDITOR = r"editor|redaktur(?: pelaksana)?|red|penyunting|disunting oleh|edited by"
_NOBODY = (
    r"fotografer|foto|photographer|photo|sumber|source|uploader|pengunggah|videografer|kamera(?:wan|men)"
    r"|ilustra(?:tor|si)|grafis|infografis|penerjemah|translator|produser|producer|tanggal|dibaca|tags?|topik"
)
ROLE = rf"(?:{WRITER}|{EDITOR}|{_NOBODY})"
TRADE = r"(?:jurnalis|wart[ao]wan|wartawati|reporter|kontributor|koresponden|pewarta|penulis|editor|redaktur)"

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
DOMAIN = re.compile(_DOMAIN_TEXT, re.IGNORECASE)
_ROLE_AHEAD = re.compile(
    rf"(?:{ROLE}\s?[:：]|(?:oleh|by|ditulis oleh|written by|jurnalis|wart[ao]wan|wartawati|reporter)\s)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:\s*\([^()]*\)?|\s+[–—|•·-]+(?:\s.*)?|\s*[|•·].*|\s*,\s*(?:{TRADE}|{_DOMAIN_TEXT}|dkk)\b.*|\s+dkk\.?)$",
    re.IGNORECASE,
)
WEEKDAY = r"(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)"
# A desk by its first words; "Tim detikBali" and "Tim Liputan" are teams and stay.
DESK = re.compile(
    rf"{WEEKDAY}$|tim it$|(?:tim )?(?:redaksi|redaktur|admin(?:istrator)?|editorial|developer)\b"
    r"|(?:web|super) ?(?:master|admin)\b"
    r"|prwire?\b|pr wire\b|pt\.? "
    r"|(?:tim|user|guest|tamu|anonim|anonymous|none|null|nan|unknown|n/?a|author|root|test|humas|advertorial|adv|iklan"
    r"|sponsored|facebook|twitter|instagram|whatsapp|antara|afp|reuters|xinhua|bloomberg"
    r"|(?:video )?editor|penulis|reporter|pewarta|jurnalis|wartawan|oleh"
    r"|by|dkk|and|dan)$"
    r"|(?:kontributor|koresponden)\b",  # "Kontributor Solo": a place, the name follows the comma
    re.IGNORECASE,
)
TEAM = re.compile(r"tim \S", re.IGNORECASE)
_COMPANY = re.compile(
    r"(?:media|online|news|network|group|tv|digital|developer|newsroom|redaksi|multimedia|press|indonesia)$",
    re.IGNORECASE,
)
_BRAND_WORD = re.compile(r"[a-z]+[A-Z]\w*")  # "detikNews", alone
_CODE = re.compile(r"[A-Za-z]{0,4}[.-]?\d+\w*$|(?:.*\s)?\d")
_SHORT_ENDING = re.compile(r"(?:^|[\s.])\w{1,3}\.$")  # "Agus S.", "M.Si.": the full stop belongs to the name


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
    if len(text) > 2 * LONGEST:
        return None
    text = without_addresses(text).strip()
    if ahead := _ROLE_AHEAD.match(text):
        text = text[ahead.end() :]
    while (shorter := _trim(_TAIL.sub("", text))) != text:
        text = shorter
    if len(text) > 80 or len(text.split()) > 8 or not any(map(str.isalpha, text)):
        return None
    return None if is_nobody(text, publisher) else text


def without_addresses(text: str) -> str:
    """The text without e-mail addresses and handles."""
    return _HANDLE.sub(" ", _EMAIL.sub(" ", text))


def is_nobody(text: str, publisher: str | None = None) -> bool:
    """Whether a name is none of a person: a desk, a code, the publisher, another brand."""
    words = text.split()
    if DESK.match(text) or _CODE.match(text) or "://" in text:
        return True
    if publisher and _squeeze(text) in (_squeeze(publisher), _squeeze(_bare_domain(publisher))):
        return True
    if TEAM.match(text):
        return False
    if any(DOMAIN.fullmatch(word) for word in words):
        return True
    return (_COMPANY.search(words[-1]) is not None and len(words) > 1) or _BRAND_WORD.fullmatch(
        text
    ) is not None


def _bare_domain(text: str) -> str:
    return re.sub(r"^www\.|(?:\.(?:com|co|id|net|org|tv|news))+$", "", text, flags=re.IGNORECASE)


def _squeeze(text: str) -> str:
    return letters(text).casefold()


def _trim(text: str) -> str:
    text = " ".join(text.split()).strip(' ,;:/|*-–—•·(["“”')
    return text if _SHORT_ENDING.search(text) else text.rstrip(". ")
