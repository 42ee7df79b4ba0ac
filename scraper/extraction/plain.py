"""``extract_text``: text that somebody already took off a page, cleaned like a page.

The text goes through the same cleaner as a page's body; what differs is that no markup says where paragraphs, links
and headings are, so that pieces are joined first and titles are told by their shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from scraper.article import Article, Block, Link, Removal, article_id
from scraper.boilerplate.cleaner import Cleaned, Context, clean
from scraper.boilerplate.dateline import dateline_end
from scraper.boilerplate.fragment import fragment_text, has_markup
from scraper.boilerplate.line import Line
from scraper.boilerplate.readalso import title_like
from scraper.boilerplate.reflow import (
    drop_repeats,
    is_apart,
    join_broken,
    paragraphs,
    split_lines,
    split_titles,
    strike_glued_labels,
)
from scraper.errors import NotAnArticle, PageRefused
from scraper.extraction.cited import cited_sources
from scraper.extraction.refuse import LEAST_WORDS
from scraper.outlet import Outlet
from scraper.outlets import by_name, by_url, catalogue
from scraper.text.dates import Moment, is_update, looks_like_moment, parse_moment
from scraper.text.names import Byline, is_byline, parse_byline
from scraper.text.spaces import tidy, words

# Rounds until nothing more goes, so that cleaning a cleaned text removes nothing; two are the rule. What is larger than
# any article gets one, which keeps the time in bounds.
MAX_LETTERS = 1_000_000  # no article is longer; what is, is a corpus that was not split
_MOST_ROUNDS = 8
_LARGE = 1_000_000
_DOMAIN = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:com|co\.id|co|id|net|tv|org|news)\b", re.I)
_COPYRIGHT = re.compile(r"(?:copyright|hak\s+cipta|©)", re.I)
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\Z")


def extract_text(text: str, *, outlet: Outlet | str | None = None) -> Article:
    """Extract the article of a text: with or without headline, date line and by-line; one paragraph a line, or

    paragraphs between blank lines. outlet: None finds it from the dateline and the copyright line; a name or an
    Outlet takes that one; ``"generic"`` uses no outlet rules.

    Returns the record, with ``extraction`` = "text" and no address. Raises NotAnArticle where the text is empty
    (reason "empty") or too little is left of it ("no_body"), PageRefused where it is longer than a million letters,
    and UnknownOutlet.
    """
    if len(text) > MAX_LETTERS:
        raise PageRefused(f"{len(text):,} letters, more than {MAX_LETTERS:,}", reason="too_large")
    text = fragment_text(text) if has_markup(text) else text
    lines = [Line(paragraph) for paragraph in paragraphs(text)]
    if not any(words(line.text) for line in lines):
        raise NotAnArticle("the text is empty", reason="empty")
    chosen = _outlet_of(lines, outlet)
    read = _clean(lines, chosen)
    body = read.cleaned
    body.blocks = _as_printed(body.blocks, text)
    count = sum(len(words(b.text)) for b in body.blocks)
    if count < LEAST_WORDS:
        raise NotAnArticle(f"{count} words of text are no article", reason="no_body")
    article_body = "\n\n".join(b.text for b in body.blocks)
    published, modified = _dates(body.removed, chosen)
    people = _people(body.bylines, chosen)
    record = Article(
        id=article_id(chosen.name if chosen else None, " ".join(words(article_body.lower()))),
        outlet=chosen.name if chosen else None,
        publisher=chosen.publisher if chosen else None,
        headline=read.headline,
        dateline=body.dateline,
        article_body=article_body,
        blocks=body.blocks,
        end_mark=read.end_mark,
        in_language=chosen.in_language if chosen else _language(article_body),
        word_count=count,
        authors=list(people.authors),
        editors=list(people.editors),
        date_published=published.iso if published else None,
        date_published_raw=published.raw if published else None,
        date_modified=modified.iso if modified else None,
        time_zone_from=published.zone_from if published and "T" in published.iso else None,
        keywords=read.tags,
        related_links=_links(body.links),
        cited_sources=cited_sources(body.blocks, [chosen.publisher, *chosen.domains] if chosen else []),
        extraction="text",
        removed=body.removed,
        copyright_notice=body.copyright_notice,
    )
    record.field_sources = {name: "text" for name in _READ if getattr(record, name)}
    if "\ufffd" in article_body:
        record.warnings.append("undecodable_bytes")
    return record


_READ = ("headline", "date_published", "date_modified", "authors", "editors", "keywords", "article_body")


# -- the outlet ----------------------------------------------------------------------------------------------------


def _outlet_of(lines: list[Line], outlet: Outlet | str | None) -> Outlet | None:
    if isinstance(outlet, Outlet):
        return outlet
    if outlet == "generic":
        return None
    if outlet:
        return by_name(outlet)
    heads = [line.text[:120] for line in lines[:8]]
    notices = [line.text for line in lines[-12:] if len(line.text) <= 200 and _COPYRIGHT.match(line.text)]
    return _named(filter(None, map(_dateline, heads))) or _named(reversed(notices)) or _by_publisher(heads)


def _dateline(head: str) -> str:
    """The part of a line's head that is a dateline; a line that is only a brand, whose dash stands below, is one."""
    end = dateline_end(head)
    return head[:end] or (head if _DOMAIN.fullmatch(head) else "")


def _named(texts: Iterable[str]) -> Outlet | None:
    """The first outlet of the catalogue whose domain or printed name the texts hold."""
    for text in texts:
        for domain in _DOMAIN.findall(text.lower()):
            if found := by_url(f"https://{domain}/"):
                return found
        for one in catalogue().values():
            if re.search(rf"(?<!\w){re.escape(one.publisher)}(?!\w)", text, re.I):
                return one
    return None


def _by_publisher(heads: Iterable[str]) -> Outlet | None:
    """The outlet whose printed name, without a domain, opens a line as its dateline: "VIVA – "."""
    for head in heads:
        for one in catalogue().values():
            at = head.lower().find(one.publisher.lower())
            if 0 <= at < 40 and dateline_end(head, publisher=one.publisher) >= at + len(one.publisher):
                return one
    return None


# -- cleaning ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Read:
    """What the rounds of cleaning found."""

    cleaned: Cleaned = field(default_factory=Cleaned)
    headline: str | None = None
    end_mark: str | None = None
    tags: list[str] = field(default_factory=list)


def _clean(lines: list[Line], outlet: Outlet | None) -> _Read:
    """Clean until a round changes nothing."""
    read = _Read()
    for _ in range(_MOST_ROUNDS if sum(len(line.text) for line in lines) < _LARGE else 1):
        before = sum(len(line.cuts) for line in lines)
        drop_repeats(lines)
        strike_glued_labels(lines)
        joined = join_broken(lines)
        _strike_headline(lines, read)
        context = Context(
            outlet.boilerplate if outlet else (),
            outlet.publisher if outlet else None,
            read.headline,
            markup=False,
        )
        read.cleaned = clean(lines, context)
        read.end_mark = read.end_mark or read.cleaned.end_mark
        tags = _strike_tags(lines)
        read.tags = read.tags or tags
        if not joined and sum(len(line.cuts) for line in lines) == before:
            break
    return read


def _strike_headline(lines: list[Line], read: _Read) -> None:
    """Take out the headline: a title-like first line above a date, a by-line, a dateline or plain prose.

    In a later round, and below the headline, such a line is a standfirst.
    """
    live = [line for line in lines if not line.gone][:8]
    start = next((i for i, line in enumerate(live) if not is_apart(line.text)), None)
    if start is None or start > 2 or any(looks_like_moment(line.text) for line in live[:start]):
        return
    first, below = live[start], [line.text for line in live[start + 1 :]]
    if not _can_be_headline(first.text) or not below:
        return
    if _announced(below) or (
        title_like(first.text) and _is_prose(next((t for t in below if not is_apart(t)), ""))
    ):
        first.remove("standfirst" if read.headline else "headline_line", "other")
        read.headline = read.headline or first.cuts[-1].text


def _can_be_headline(text: str) -> bool:
    return (
        12 <= len(text) <= 250
        and len(words(text)) >= 3
        and text[0].isalnum() | (text[0] in "\"'“‘")
        and not text[0].islower()
        and not re.search(r"[.:;,…][\"”’']*\Z", text)
        and not re.match(r"\d{1,2}[.)]\s|(?:daftar\s+isi|video|foto)\b", text, re.I)
        and not dateline_end(text)
    )


def _announced(below: list[str]) -> bool:
    """Whether the lines below a first line show that it is the headline: a date, a by-line or a dateline soon."""
    for i, text in enumerate(below[:4]):
        if looks_like_moment(text) or is_byline(text):
            return True
        if dateline_end(text[:120]):
            return i < 3
        if len(text) > 160 and _SENTENCE_END.search(text):
            return False
    return False


def _is_prose(text: str) -> bool:
    return len(text) >= 80 and bool(_SENTENCE_END.search(text)) and not title_like(text)


def _strike_tags(lines: list[Line]) -> list[str]:
    """Take out the tags: short lines without punctuation that stand below the end mark, to the end."""
    marked = [i for i, line in enumerate(lines) if any(cut.kind == "end_mark" for cut in line.cuts)]
    below = [line for line in lines[marked[-1] + 1 :] if not line.gone] if marked else []
    if len(below) > 15 or any(len(line.text) > 50 or re.search(r"[.!?:;]", line.text) for line in below):
        return []
    for line in below:
        line.remove("tag", "other")
    return [line.cuts[-1].text.lstrip("#") for line in below]


_NO_BREAK, _MARK = "\u00a0", "\ue000"
_BLANK_RUN = re.compile(f"[ {_MARK}]+")


def _as_printed(blocks: list[Block], text: str) -> list[Block]:
    """The blocks with the no-break blanks that the text prints: rules see plain blanks, the body is kept exactly.

    A paragraph that was put together from several lines keeps plain ones.
    """
    if _NO_BREAK not in text or _MARK in text:
        return blocks
    rows = [
        row for raw in split_lines(text) if (row := tidy(raw.replace(_NO_BREAK, _MARK)).strip(f" {_MARK}"))
    ]
    printed = "\n".join(
        _BLANK_RUN.sub(lambda run: _NO_BREAK if run[0] == _MARK else " ", row) for row in rows
    )
    plain = printed.replace(_NO_BREAK, " ")
    kept: list[Block] = []
    at = misses = 0
    for block in blocks:
        found = plain.find(block.text, at) if misses < 100 else -1
        misses += found < 0
        at = found + len(block.text) if found >= 0 else at
        kept.append(Block(block.kind, printed[found:at]) if found >= 0 else block)
    return kept


# -- fields --------------------------------------------------------------------------------------------------------


def _dates(removed: list[Removal], outlet: Outlet | None) -> tuple[Moment | None, Moment | None]:
    """Published and modified times, of the date lines above the body."""
    zone = (
        outlet.time_zone
        if outlet and outlet.time_zone != Outlet.__dataclass_fields__["time_zone"].default
        else None
    )
    published = modified = None
    for removal in removed:
        if (
            removal.rule == "date_line"
            and removal.block is None
            and (moment := parse_moment(removal.text, zone=zone))
        ):
            if is_update(removal.text):
                modified = modified or moment
            else:
                published = published or moment
    return published, modified


def _people(bylines: list[str], outlet: Outlet | None) -> Byline:
    found = [parse_byline(line, publisher=outlet.publisher if outlet else None) for line in bylines]
    return Byline(
        tuple(dict.fromkeys(name for one in found for name in one.authors)),
        tuple(dict.fromkeys(name for one in found for name in one.editors)),
    )


def _links(links: list[Link]) -> list[Link]:
    """Each link once, in order; titles that were glued together apart."""
    found: dict[str, Link] = {}
    for link in links:
        for title in split_titles(link.title) if link.kind == "read_also" else [link.title]:
            found.setdefault(title.lower(), Link(link.kind, title, link.url, link.after_block))
    return list(found.values())


_INDONESIAN = frozenset(
    "yang dan di ke dari untuk dengan pada ini itu tidak akan dalam adalah oleh sudah juga karena bisa ada".split()
)
_ENGLISH = frozenset(
    "the and of to in for with on that is was are by from this as at it his their has".split()
)


def _language(body: str) -> str | None:
    """Indonesian or English by their commonest words; None where neither is clear."""
    some = [word.lower() for word in words(body[:6000])]
    ours, theirs = sum(w in _INDONESIAN for w in some), sum(w in _ENGLISH for w in some)
    if ours == theirs:
        return None
    return "id" if ours > theirs else "en"
