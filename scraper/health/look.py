"""How saring's HTML pages look: one file each, no request to anywhere, light and dark, for phones too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

STYLE = """
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#57606a;--line:#d0d7de;--soft:#f3f5f7;--link:#0b5cad;
--good:#8fd3ad;--bad:#f2a29b;--badfg:#a3150b;--goodfg:#14663a;--s0:#2f6fb0;--s1:#c4661f;--s2:#3d8b55;--s3:#a23b72;
--s4:#7a6a1c;--s5:#5b4b9a;--s6:#27808a;--s7:#777f88}
@media(prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e8eaed;--dim:#a9b1ba;--line:#3a4149;--soft:#1e2226;
--link:#7db8f5;--good:#1f6b45;--bad:#8c2f28;--badfg:#ffaaa2;--goodfg:#86dcab;--s0:#6aa9e8;--s1:#e89a5b;--s2:#74c48c;
--s3:#dd85b3;--s4:#c9b75c;--s5:#a99be6;--s6:#6cc5cf;--s7:#a3abb3}}
*{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,sans-serif}
main,header,nav{max-width:1080px;margin:0 auto;padding:0 16px}header{padding-top:20px}main{padding-bottom:48px}
h1{font-size:1.6rem;margin:.2em 0}h2{font-size:1.2rem;margin:2em 0 .5em}h3{font-size:1rem;margin:1.2em 0 .4em}
p{margin:.4em 0}a{color:var(--link)}.dim{color:var(--dim)}code{font:.875em ui-monospace,monospace;
overflow-wrap:anywhere;background:var(--soft);padding:.1em .3em}
nav ul{list-style:none;padding:0;margin:.6em 0;display:flex;flex-wrap:wrap;gap:4px 16px}
nav a{display:inline-block;padding:4px 0}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:.875rem;width:100%}caption{text-align:left;color:var(--dim);padding:4px 0}
th,td{padding:5px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:600}thead th{white-space:nowrap}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;
white-space:nowrap}.heat td{text-align:center;min-width:58px;font-variant-numeric:tabular-nums;white-space:nowrap}
.heat th[scope=row]{position:sticky;left:0;background:var(--bg)}
.long{min-width:12rem}td:first-child{min-width:8.5rem}svg{display:block;width:100%;min-width:560px;height:auto;font-family:system-ui,sans-serif}
details{margin:.5em 0}summary{cursor:pointer;padding:4px 0;overflow-wrap:anywhere}
.alarm{border-left:5px solid var(--badfg);background:var(--soft);padding:8px 12px;margin:8px 0}
.well{border-left:5px solid var(--goodfg);background:var(--soft);padding:8px 12px;margin:8px 0}
.alarm p,.well p,td{overflow-wrap:anywhere}
"""


def page(title: str, body: Iterable[str], style: str = "") -> str:
    """A whole page; ``body`` is markup, everything else is text."""
    parts = "\n".join(body)
    csp = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{csp}">\n<meta name="referrer" content="no-referrer">\n'
        f"<style>{STYLE}{style}</style>\n</head>\n<body>\n{parts}\n</body>\n</html>\n"
    )


def table(
    heads: Sequence[str], rows: Iterable[Sequence[object]], caption: str, *, numbers: Sequence[int] = (),
    long: Sequence[int] = (),
) -> str:  # fmt: skip
    """A table that scrolls by itself; ``numbers``: columns of figures, ``long``: of texts. Cells are text or Html."""

    def css(i: int) -> str:
        return ' class="n"' if i in numbers else ' class="long"' if i in long else ""

    top = "".join(f'<th scope="col"{css(i)}>{escape(head)}</th>' for i, head in enumerate(heads))
    lines = "".join(
        "<tr>" + "".join(f"<td{css(i)}>{cell(c)}</td>" for i, c in enumerate(row)) + "</tr>\n" for row in rows
    )
    return scroll(
        f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>\n{lines}</tbody></table>",
        f"Table: {caption}",
    )


class Html(str):
    """Markup of our own; other strings are text."""

    __slots__ = ()


def cell(value: object) -> str:
    """A value as markup; text is escaped, None is a dash."""
    if isinstance(value, Html):
        return value
    return "–" if value is None else escape(str(value))


def link(url: str | None, text: str | None = None) -> Html:
    """A link to the web or into the page; anything else is text."""
    shown = escape(text or url or "–")
    if not url or not url.startswith(("http://", "https://", "#")):
        return Html(shown)
    return Html(f'<a href="{escape(url)}" rel="noreferrer noopener">{shown}</a>')


def scroll(markup: str, name: str) -> str:
    """Something wide, in a box that scrolls by finger and by keyboard."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}">{markup}</div>'
