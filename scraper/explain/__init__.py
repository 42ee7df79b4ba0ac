"""``saring explain``: what became of every line of the body region, which rule decided, and why. Rendering only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.article import Article, Removal
from scraper.boilerplate.lexicon import BY_NAME
from scraper.outlet import Outlet
from scraper.text.spaces import tidy

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from scraper.explain.voices import Voices

# Why the shared rules remove what they remove; the phrases of the lexicon and the outlets' rules say it themselves.
_REASONS: Mapping[str, str] = {
    "tag_figure": "a picture and its caption, by its tag",
    "tag_embed": "an embedded player or frame, by its tag",
    "tag_ad": "an ad, by its tag",
    "tag_control": "a button, form or menu, by its tag",
    "tag_noscript": "stands in for a script that did not run",
    "tag_share": "a share button, by its tag",
    "class_read_also": "its element calls itself a read-also box",
    "class_ad": "its element calls itself an ad",
    "class_recommendation": "its element calls itself a list of recommendations",
    "class_related": "its element calls itself related articles",
    "class_embed": "its element calls itself an embedded post or video",
    "class_caption": "its element calls itself a caption",
    "class_share": "its element calls itself share buttons",
    "class_pagination": "its element calls itself the pagination",
    "class_tags": "its element calls itself the tags",
    "class_contents": "its element calls itself a table of contents",
    "class_promotion": "its element asks to subscribe or follow",
    "class_reader_tools": "its element calls itself reactions, a rating or an audio player",
    "class_author_box": "its element calls itself the box about the writer",
    "read_also_unlabelled": "a quotation or typed bullet that is nothing but a link to another article",
    "class_comments": "its element calls itself the comments",
    "hidden": "its element is hidden from readers",
    "read_also": "a read-also label with the title it leads to",
    "read_also_bold": "a label in bold with the headline of another article that it leads to",
    "read_also_label": "a read-also label",
    "read_also_title": "the title under a read-also label",
    "read_also_bracket": "read-also text in brackets inside a paragraph",
    "read_also_glued": "read-also text glued to the end of a paragraph",
    "list_heading": "heads a list of other articles",
    "list_item": "an entry in a list of other articles",
    "link_tail": "nothing but links at the end",
    "gambas": "placeholder of an embedded video or post",
    "byline": "names writers or editors; read as authors and editors",
    "closing_name": "a name alone at the end, the by-line",
    "closing_brand": "the outlet's own name alone at the end, a signature",
    "tag_links": "the article's tags; read as keywords",
    "tag_line": "the article's tags in a line; read as keywords",
    "tag": "one of the article's tags; read as a keyword",
    "date_line": "the publication time; read as date_published",
    "headline_again": "the headline once more",
    "headline_line": "the headline; read as headline",
    "caption_after_image": "follows a picture and names its source",
    "standfirst": "stands above the lead that opens with the dateline",
    "page_head": "stands around the page's heading, above the article: its trail, the time that reading takes",
    "byline_date": "the writer and the publication time, printed below the heading",
    "dateline": "place or brand at the head of the lead; read as dateline",
    "rubric": "names a column or series, at the head of the lead",
    "contents": "a table of contents",
    "teaser": "the lead once more, cut off, with an invitation to read on",
    "end_mark": "closes the article in print; read as end_mark",
    "ruler": "a ruler typed as text",
    "repeat": "stands in the article already",
    "repeated_wrapper": "repeats lines that stand in the article already",
    "heading_of_nothing": "announces something that was removed",
}
# Fields shown under the lines, in this order.
_SHOWN = (
    "headline", "description", "dateline", "authors", "editors", "date_published", "date_modified", "article_section",
    "keywords", "images", "is_accessible_for_free", "cited_sources", "related_links", "end_mark", "copyright_notice",
    "rights", "url", "canonical_url", "outlet", "publisher", "in_language", "word_count", "pages_got", "warnings",
)  # fmt: skip
# Who answered where the record does not say: these are taken out of the body, or follow from its words.
_ANSWERED = {
    "dateline": "body", "end_mark": "body", "cited_sources": "body", "related_links": "body", "word_count": "body",
    "copyright_notice": "printed",
}  # fmt: skip


def why(rule: str, outlet: Outlet | None = None) -> str:
    """Why a rule removes what it removes, in a few words; "" for a name that no rule has."""
    for own in outlet.boilerplate if outlet else ():
        if own.name == rule:
            return own.why or "one of the outlet's own rules"
    return BY_NAME[rule].why if rule in BY_NAME else _REASONS.get(rule, "")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the body region: kept as a block of that kind, or removed (``rule``, ``why``)."""

    kept: bool
    kind: str
    text: str
    rule: str = ""
    why: str = ""


def rows(article: Article, outlet: Outlet | None = None) -> Iterator[Row]:
    """Every line of the body region in reading order; ``outlet`` is asked for the reasons of its own rules."""
    by_block: dict[int | None, list[Removal]] = {}
    for removal in article.removed:
        by_block.setdefault(removal.block, []).append(removal)

    def removed(block: int | None, *, head: bool) -> Iterator[Row]:
        """What was cut from a block's head (its dateline), or from its end and after it."""
        for r in by_block.get(block, ()):
            if (r.kind == "dateline") == head:
                yield Row(False, r.kind, r.text, r.rule, why(r.rule, outlet))

    yield from removed(None, head=False)
    yield from removed(None, head=True)
    for i, block in enumerate(article.blocks):
        yield from removed(i, head=True)
        yield Row(True, block.kind, block.text)
        yield from removed(i, head=False)


def fields(article: Article) -> Iterator[tuple[str, str, str]]:
    """(field, value, who answered) of every field that is known, besides the body."""
    for name in _SHOWN:
        value = getattr(article, name)
        if value is None or value in ([], {}):
            continue
        yield name, _shown(article, name), article.field_sources.get(name, _ANSWERED.get(name, ""))


def _shown(article: Article, name: str) -> str:
    value = getattr(article, name)
    if name == "date_published":
        raw = f"printed {article.date_published_raw!r}, " if article.date_published_raw else ""
        return f"{value} ({raw}zone {article.time_zone_from or 'unknown'})"
    if name == "related_links":
        return "; ".join(f"{link.kind}: {link.title}" for link in value)
    if name == "images":
        return "; ".join(image.url for image in value)
    if name == "pages_got":
        return f"{value} of {article.pages_expected}"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text}" for key, text in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)


def plain(article: Article, outlet: Outlet | None, name: str, voices: Voices | None = None) -> Iterator[str]:
    """The explanation as lines for a pipe, tab-separated: what became of it, kind, rule, text, why.

    A field's line ends with what the other ``voices`` said.
    """
    all_rows = list(rows(article, outlet))
    yield _summary(all_rows, article, name)
    for row in all_rows:
        columns = ("keep" if row.kept else "cut", row.kind, row.rule, row.text, row.why)
        yield "\t".join(columns).rstrip("\t")
    for field in fields(article):
        yield "\t".join(("field", *field, _others(voices, field[0], field[2]))).rstrip("\t")
    if voices:
        yield f"field\ttimings\t{_timings(voices)}"


def _others(voices: Voices | None, name: str, answered: str) -> str:
    others = voices.others(name, answered) if voices else {}
    return "; ".join(f"{who}: {text}" for who, text in others.items())


def _timings(voices: Voices) -> str:
    return ", ".join(f"{stage} {1000 * seconds:.1f} ms" for stage, seconds in voices.seconds.items())


def render(
    article: Article, outlet: Outlet | None, name: str, console: Console, voices: Voices | None = None
) -> None:
    """The explanation in columns and colour, for a terminal."""
    from rich.text import Text

    all_rows = list(rows(article, outlet))
    lines, answers = _grid(12), _grid(22)
    for row in all_rows:
        lines.add_row(*_cells(row))
    for field, value, source in fields(article):
        text = Text(value).append(f"  {source}", style="cyan")
        for who, said in (voices.others(field, source) if voices else {}).items():
            text.append(f"\n  {who}: {said}", style="dim")
        answers.add_row("=", Text(field, style="cyan"), text)
    if voices:
        answers.add_row("=", Text("timings", style="cyan"), Text(_timings(voices)))
    summary = Text(_summary(all_rows, article, name), style="bold")
    console.print(summary, "", lines, "", answers, sep="\n")


def _summary(all_rows: list[Row], article: Article, name: str) -> str:
    kept = sum(row.kept for row in all_rows)
    counts = f"{kept} lines kept, {len(all_rows) - kept} spans removed"
    return f"{tidy(name)}: {counts} ({article.outlet or 'no outlet'}, body by {article.extraction})"


def _grid(width: int) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=1)
    table.add_column(width=width, no_wrap=True)
    table.add_column(ratio=1)
    return table


def _cells(row: Row) -> tuple[Text, Text, Text]:
    from rich.text import Text

    if row.kept:
        return Text("+", style="green"), Text(row.kind, style="green"), Text(row.text)
    text = Text(row.text, style="dim").append(f"  {row.rule}: {row.why}", style="not dim yellow")
    return Text("-", style="red"), Text(row.kind, style="red"), text
