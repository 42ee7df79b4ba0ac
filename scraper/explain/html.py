"""The explanation as one self-contained HTML page: the article on the left, what was taken out of it on the right."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from scraper.article import Article
from scraper.explain import Row, fields, rows
from scraper.explain.voices import READERS, Voices
from scraper.health.look import link, page, table
from scraper.outlet import Outlet

STYLE = """
.lines{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:6px 20px}
.lines>*{overflow-wrap:anywhere}.keep{grid-column:1}
.cut{grid-column:2;align-self:start;border-left:4px solid var(--badfg);
padding:2px 10px;background:var(--soft);font-size:.9rem}.cut p{margin:0}.cut q{quotes:none}.kind{font-weight:600}
.heading{font-weight:700}.list_item::before{content:"• "}.quote{font-style:italic}
@media(max-width:720px){.lines{grid-template-columns:minmax(0,1fr)}.cut{grid-column:1;margin-left:12px}}
.win{font-weight:600}
"""


def render(article: Article, outlet: Outlet | None, name: str, voices: Voices | None) -> str:
    """The page; ``name`` is the file or address, ``voices`` what every reader said (None: plain text)."""
    told = list(rows(article, outlet))
    kept = sum(row.kept for row in told)
    title = article.headline or name
    body = [
        f"<header><p class=dim>saring explain</p><h1>{escape(title)}</h1>",
        f"<p>{link(article.url, article.url or name)}</p>",
        f"<p class=dim>{kept} lines kept, {len(told) - kept} spans removed; outlet {escape(article.outlet or 'none')}, "
        f"body by {escape(article.extraction)}"
        + (f"; warnings: {escape(', '.join(article.warnings))}" if article.warnings else "")
        + "</p></header><main>",
        lines(told),
    ]
    body += _fields(article, voices)
    if voices:
        stages = [(stage, f"{1000 * seconds:.1f} ms") for stage, seconds in voices.seconds.items()]
        shown = table(("stage", "time"), stages, "One reading of this page", numbers=(1,))
        body += ["<section><h2>Timings</h2>", shown, "</section>"]
    return page(f"explain: {title}", [*body, "</main>"], STYLE)


def lines(told: Iterable[Row]) -> str:
    """What was kept beside what was removed, as a section of a page with STYLE."""
    out = [
        '<section aria-labelledby="lines"><h2 id="lines">Article, and what was removed, in reading order</h2>',
        "<div class=lines>",
    ]
    for row in told:
        if row.kept:
            out.append(f'<p class="keep {escape(row.kind)}">{escape(row.text)}</p>')
        else:
            out.append(
                f"<div class=cut><p><q>{escape(row.text)}</q></p><p class=dim>"
                f"<span class=kind>{escape(row.kind)}</span> <code>{escape(row.rule)}</code> "
                f"{escape(row.why)}</p></div>"
            )
    return "\n".join([*out, "</div></section>"])


def _fields(article: Article, voices: Voices | None) -> list[str]:
    answers = [(field, value, source or None) for field, value, source in fields(article)]
    record = table(("field", "value", "answered by"), answers, "The record's fields", long=(1,))
    made = ["<section><h2>Fields, and who answered</h2>", record, "</section>"]
    if voices is None:
        return made
    said = [
        (field, *(voices.said[field].get(who) for who in READERS), article.field_sources.get(field))
        for field in voices.said
    ]
    heads = ("field", "outlet rule", "printed", "JSON-LD", "meta", "generic", "answered by")
    made += ["<section><h2>What every reader said</h2>",
             table(heads, said, "By field and reader", long=(1, 2, 3, 4, 5)), "</section>"]  # fmt: skip
    return made
