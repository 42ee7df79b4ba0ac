"""Text that lost its markup: paragraphs found again, pieces joined, repeated wrappers and glued labels taken out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from scraper.boilerplate import lexicon
from scraper.boilerplate.line import Line
from scraper.boilerplate.readalso import title_like
from scraper.text.dates import looks_like_moment
from scraper.text.names import is_byline
from scraper.text.spaces import tidy

_NEWLINE = re.compile(r"\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_FINISHED = re.compile(r"[.!?…:;][\"”’'»)\]*]*\Z")
_SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]*]*\Z")
# Punctuation that closes something: no blank before it, and no line starts with it.
_CLOSING = re.compile(r"[.,;:)\]%!?²³°”’](?!\w)|[²³]|[,;)]|\.(?=\s|$)")
_LOWER_START = re.compile(r"[a-zà-ÿ]")
_BULLET = re.compile(r"(?:[-–—•·*▪►»]\s|[a-zA-Z][.)]\s|\d{1,3}[.)]\s)")
# Words that no heading and no sentence ends with.
_OPEN_WORD = re.compile(
    r"(?:\b(?:kepada|dari|oleh|di|ke|pada|dengan|untuk|dan|atau|yang|bahwa|dalam|adalah|ialah|merupakan|sebagai|seperti|"
    r"antara|terhadap|tentang|soal|melalui|menurut|bersama|akun|serta|maupun|hingga|sampai|bagi|para|sang|si|bernama|"
    r"berjudul|bertajuk|dilansir|dikutip|mengutip|melansir|of|the|and|in|by|to|for|with|from)|[,(“‘/&–—])\Z",
    re.I,
)
_HEADING_SIZE = 90
_MOST_PIECES = 60


# -- paragraphs ------------------------------------------------------------------------------------------------


def split_lines(text: str) -> list[str]:
    """The lines of a text, whatever ends them."""
    return _NEWLINE.split(text)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, tidied: its lines; lines that were hard-wrapped between blank lines are joined."""
    groups: list[list[str]] = [[]]
    for raw in split_lines(text):
        line = tidy(raw)
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    if len(groups) < 2:
        return groups[0] if groups else []
    width = _wrap_width(groups)
    return [p for group in groups for p in (_unwrap(group, width) if width else group)]


def _wrap_width(groups: Sequence[Sequence[str]]) -> int:
    """The column at which a text was wrapped; 0 when it was not: then some line is longer, or lines end anywhere."""
    longest = max(len(line) for group in groups for line in group)
    if not 50 <= longest <= 110:
        return 0
    inner = [(a, b) for group in groups for a, b in pairwise(group)]
    full = sum(_is_full(a, b, longest) for a, b in inner)
    return longest if inner and full >= 0.7 * len(inner) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the next line's first word no longer fitted on this one."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width - 3


def _unwrap(group: Sequence[str], width: int) -> list[str]:
    joined: list[str] = []
    for i, line in enumerate(group):
        before = group[i - 1] if i else None
        if (
            before
            and _is_full(before, line, width)
            and not (is_apart(before) or is_apart(line) or _BULLET.match(line))
        ):
            joined[-1] += _joint(joined[-1], line) + line
        else:
            joined.append(line)
    return joined


# -- pieces of one paragraph -------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def is_apart(text: str) -> bool:
    """Whether a line is a label, a by-line, an end mark or another line of its own, never a piece of a paragraph."""
    if len(text) > 200:
        return False
    return bool(
        lexicon.WHOLE_LINE.fullmatch(text)
        or lexicon.LIST_HEADING.fullmatch(text)
        or lexicon.END_MARK.fullmatch(text)
        or ((label := lexicon.READ_ALSO.match(text)) and not re.match(r"\s+[a-z]", label["after"]))
        or (lexicon.MAY_BE_BYLINE.search(text) and is_byline(text))
        or looks_like_moment(text)
    )


def join_broken(lines: list[Line]) -> bool:
    """Join the pieces of paragraphs that were broken at links and italics; says whether anything was joined.

    Punctuation and case decide, not length: a piece that starts in lower case or with closing punctuation continues
    the one before it, a piece that ends in an open bracket, quotation or preposition goes on in the next one.
    """
    live = [line for line in lines if not line.gone]
    joined = False
    i = 0
    while i < len(live):
        end = _chain_end(live, i)
        if end > i + 1:
            _merge(live[i:end])
            joined = True
        i = end
    return joined


def _chain_end(live: Sequence[Line], start: int) -> int:
    """The index after the last piece of the paragraph that starts at ``start``."""
    first = live[start].text
    if (
        _finished(first)
        and not (start + 1 < len(live) and _closes(live[start + 1].text))
        and not _open_quote(first)
    ):
        return start + 1  # the common case, told without looking closer
    if is_apart(first) or _after_label(live, start) or (_finished(first) and not _open_quote(first)):
        nothing_more = start + 1
        # A finished sentence still takes the "." or ", Selasa" that a link left on the next line.
        if is_apart(first) or nothing_more >= len(live) or not _closes(live[nothing_more].text):
            return nothing_more
    end, certain, text = start + 1, False, first
    best = start + 1
    while end < min(len(live), start + _MOST_PIECES):
        piece = live[end].text
        if (is_apart(piece) and not _closes(piece)) or (_BULLET.match(piece) and not _closes(piece)):
            break
        closing = _closes(piece)
        lower = bool(_LOWER_START.match(piece))
        before = live[end - 1].text
        opens = bool(_OPEN_WORD.search(before)) or _open_bracket(text)
        follower = live[end + 1].text if end + 1 < len(live) else ""
        # "… kata dia kepada" / "Contoh Kabar" / ", Selasa": the link's own text starts with a capital; "3 km" / "2" /
        # "di hutan": so does what was raised.
        goes_on = _closes(follower) or bool(_LOWER_START.match(follower))
        between = goes_on and not _finished(before) and not _finished(piece) and (
            (len(piece) <= 60 and len(text) > _HEADING_SIZE) or bool(re.fullmatch(r"\d{1,2}", piece))
        )  # fmt: skip
        if not (closing or ((lower or opens or between) and not _finished(before))):
            break
        if lower and not closing and not opens and _looks_listed(live, start, end):
            break
        certain = certain or closing or opens or between
        text = text + _joint(text, piece) + piece if len(text) < 4000 else piece
        end += 1
        if certain or _finished(piece):
            best = end
            certain = certain and not _finished(piece)
    return best


def _looks_listed(live: Sequence[Line], start: int, end: int) -> bool:
    """Whether lower-case lines are the items of a list: the line above them ends in a colon, or is a heading of one."""
    above = live[start - 1].text if start else ""
    if _LOWER_START.match(live[start].text) and (above.endswith(":") or not above):
        return True
    run = 0
    while end + run < len(live) and run < 3:
        text = live[end + run].text
        if not _LOWER_START.match(text) or _finished(text) or len(text) > 60:
            break
        run += 1
    return run >= 3


def _after_label(live: Sequence[Line], i: int) -> bool:
    """Whether a line is a title below a read-also label."""
    for j in range(i - 1, max(-1, i - 4), -1):
        if lexicon.READ_ALSO.match(live[j].text) and len(live[j].text) < 60:
            return title_like(live[i].text)
        if not title_like(live[j].text):
            return False
    return False


def _finished(text: str) -> bool:
    return bool(_FINISHED.search(text[-12:]))


def _closes(text: str) -> bool:
    return bool(_CLOSING.match(text)) and not re.match(r"[.]{2,}|[:;]-?[)(]", text)


def _open_bracket(text: str) -> bool:
    tail = text[-400:]
    return tail.count("(") > tail.count(")") and len(tail) - tail.rfind("(") < 120


def _open_quote(text: str) -> bool:
    return text.count("“") > text.count("”") and not _SENTENCE_END.search(text[-12:])


def _joint(before: str, after: str) -> str:
    """The blank between two joined pieces: none before closing punctuation, none after an opening bracket."""
    return "" if _closes(after) or before.endswith(("(", "“", "‘", "[")) else " "


def _merge(pieces: Sequence[Line]) -> None:
    """Join the pieces into the first line; the others are left empty, their cuts move along."""
    first = pieces[0]
    parts = [first.text]
    for line in pieces[1:]:
        parts += [_joint(parts[-1], line.text), line.text]
        first.cuts += line.cuts
        line.text, line.cuts, line.anchors = "", [], []
    first.text = "".join(parts)


# -- repeats -----------------------------------------------------------------------------------------------------

_LEAST = 40  # squeezed characters: shorter lines are not looked for inside others
_LONG = 60  # characters of a line that is a repeat wherever it stands a second time
_WORK = 20_000_000  # characters compared in one text; one made to exhaust it only keeps its repeats
_BOUNDARY = re.compile(r"(?<=[.!?…”\"’)\]:])(?=[“\"‘'(]?[A-Z0-9])|(?<=[a-z])(?=[A-Z])")


def drop_repeats(lines: list[Line]) -> None:
    """Take out what a nested scrape printed twice: lines that glue other lines together, and runs of lines.

    Each paragraph stays once, as the shortest line that holds it alone.
    """
    live = [line for line in lines if not line.gone]
    keys = ["".join(line.text.split()) for line in live]
    by_head: dict[str, list[int]] = defaultdict(list)
    for i, key in enumerate(keys):
        if len(key) >= _LEAST:
            by_head[key[:_LEAST]].append(i)
    budget = _WORK
    for i, line in enumerate(live):
        if len(keys[i]) > 2 * _LEAST:
            spans, work = _repeated_spans(keys, i, by_head, budget)
            budget -= work
            if spans:
                _cut_spans(line, len(keys[i]), spans)
                keys[i] = "".join(line.text.split())
    _drop_runs([line for line in live if not line.gone])


def _repeated_spans(
    keys: Sequence[str], i: int, by_head: dict[str, list[int]], budget: int
) -> tuple[list[tuple[int, int]], int]:
    """The stretches of line ``i`` (squeezed) that are whole other lines, shorter than it; and the work it took."""
    text = keys[i]
    spans: list[tuple[int, int]] = []
    at = work = 0
    for start in (0, *(m.start() for m in _BOUNDARY.finditer(text))):
        if start < at or work > budget:
            continue
        best = 0
        for j in by_head.get(text[start : start + _LEAST], ())[:16]:
            if j != i and best < len(keys[j]) < len(text):
                work += len(keys[j])
                if text.startswith(keys[j], start):
                    best = len(keys[j])
        if best:
            at = start + best
            spans.append((start, at))
    return spans, work


def _cut_spans(line: Line, size: int, spans: list[tuple[int, int]]) -> None:
    """Cut a line that is nothing but other lines; else its head and its tail, where they are glued to the rest.

    A wrapper glues without a blank: a sentence that is printed once more as a pull quote stays in its paragraph.
    """
    if len(spans) > 1 and sum(b - a for a, b in spans) >= size - 2:
        line.remove("repeated_wrapper", "other")
        return
    offsets = [i for i, char in enumerate(line.text) if char != " "] + [len(line.text)]
    head, tail = 0, size
    for a, b in spans:
        head = b if a == head else head
    for a, b in reversed(spans):
        tail = a if b == tail else tail
    for start, end, seam in ((tail, size, tail), (0, head, head)):
        if 0 < seam < size and line.text[offsets[seam] - 1] != " ":
            line.cut(offsets[start], offsets[end], "repeated_wrapper", "other")


def _drop_runs(live: Sequence[Line]) -> None:
    """Second printings: of long lines, and of the short ones right beside them in the same order."""
    first: dict[str, int] = {}
    source = [first.setdefault(line.text.lower(), i) for i, line in enumerate(live)]
    again = [s != i and len(live[i].text) > _LONG for i, s in enumerate(source)]
    for i, s in enumerate(source):
        beside = (j for j in (i - 1, i + 1) if 0 <= j < len(live) and again[j] and source[j] - s == j - i)
        if again[i] or (s != i and any(True for _ in beside)):
            live[i].remove("repeat", "other")


# -- labels glued to titles ----------------------------------------------------------------------------------------

_GLUED_LABEL = re.compile(
    r"(?:\A|(?<=[.!?”\"’)\]])\s?)(?P<label>(?:Baca|BACA|Lihat|Simak)\s+(?:[Jj]uga|JUGA))(?=[A-Z0-9“'\"‘](?!\s))"
)
_BLANK_LABEL = re.compile(r"\W{0,3}(?:Baca|BACA|Lihat)\s+(?:[Jj]uga|JUGA)\s+(?P<title>[A-Z0-9“'\"‘].*)")
_TITLE_GLUE = re.compile(r"(?<=[a-z0-9?!.)”’'\"])(?=[A-Z“\"‘])")


def strike_glued_labels(lines: list[Line]) -> None:
    """Cut labels whose colon is lost: "… kepolisian.Baca JugaTiga Rumah Roboh", "Baca juga Tiga Rumah Roboh"."""
    for line in lines:
        if line.gone:
            continue
        match = _BLANK_LABEL.fullmatch(line.text) if len(line.text) <= 200 else None
        if match and title_like(match["title"]) and not _SENTENCE_END.search(match["title"]):
            line.remove("read_also", "related", [("read_also", match["title"], None)])
            continue
        glued = _GLUED_LABEL.search(line.text)
        if glued is None:
            continue
        titles, end = _titles_from(line.text, glued.end())
        if titles:
            line.cut(
                glued.start("label"),
                end,
                "read_also_glued",
                "related",
                [("read_also", t, None) for t in titles],
            )


def _titles_from(text: str, start: int) -> tuple[list[str], int]:
    """The titles that stand glued from ``start`` on, and where they end (the body may go on, glued to the last)."""
    titles: list[str] = []
    end = start
    for piece in split_titles(text[start : start + 1200]):
        if not title_like(piece) or len(titles) == 8:
            break
        titles.append(piece)
        end = text.index(piece, end) + len(piece)
    return titles, end


def split_titles(text: str) -> list[str]:
    """Titles that were glued together: "… Dunia?Lima Cara …" -> two; inner capitals of names ("TikTok") do not cut."""
    cuts = [0]
    for match in _TITLE_GLUE.finditer(text):
        at = match.start()
        if _is_title_size(text[cuts[-1] : at]) and _is_title_size(text[at:].split("\n", maxsplit=1)[0][:200]):
            cuts.append(at)
    cuts.append(len(text))
    return [piece for a, b in pairwise(cuts) if (piece := text[a:b].strip())]


def _is_title_size(text: str) -> bool:
    return len(text.split()) >= 4 and len(text) >= 25
