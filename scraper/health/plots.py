"""Plots as SVG text that takes its colours from the page around it. The one importer of matplotlib (saring[report])."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from scraper.errors import SaringError

# Stand for the page's own colours, so that one drawing serves light and dark.
_INK, _GRID = "#010203", "#040506"
_SERIES = ("#0a0b01", "#0a0b02", "#0a0b03", "#0a0b04", "#0a0b05", "#0a0b06", "#0a0b07", "#0a0b08")
_MOST = len(_SERIES)
_WIDTH = 7.2  # inches of 72 points


class PlotsMissing(SaringError):
    """matplotlib is not installed."""

    reason = "no_plots"
    advice = "pip install 'saring[report]' draws the plots; --no-plots writes the page with its tables alone."


def there() -> bool:
    """Whether plots can be drawn."""
    return find_spec("matplotlib") is not None


def available() -> None:
    """Raise PlotsMissing where plots cannot be drawn."""
    if not there():
        raise PlotsMissing("the report's plots need matplotlib", about="saring report")


def stacked(series: Mapping[str, Mapping[str, int]], labels: Sequence[str], title: str) -> str:
    """Stacked bars: ``labels`` on the x axis, one colour a series; the smallest series together as "others"."""
    shown = _largest(series)
    figure, axes = _axes(2.8)
    bottom = [0] * len(labels)
    for colour, (name, counts) in zip(_SERIES, shown.items(), strict=False):
        heights = [counts.get(label, 0) for label in labels]
        axes.bar(range(len(labels)), heights, bottom=bottom, color=colour, label=name, width=0.86)
        bottom = [b + h for b, h in zip(bottom, heights, strict=True)]
    step = max(1, -(-len(labels) // 8))
    axes.set_xticks(range(0, len(labels), step), [labels[i] for i in range(0, len(labels), step)])
    axes.set_xlim(-0.6, len(labels) - 0.4)
    axes.grid(axis="y", color=_GRID, linewidth=0.6)
    if len(shown) > 1:
        figure.legend(loc="outside upper left", ncols=4, frameon=False, fontsize=9, labelcolor=_INK)
    return _svg(figure, title)


def bars(counts: Mapping[str, float], title: str, unit: str = "") -> str:
    """Horizontal bars, the first on top, each with its number."""
    figure, axes = _axes(0.7 + 0.28 * len(counts))
    places = range(len(counts) - 1, -1, -1)
    drawn = axes.barh(places, list(counts.values()), color=_SERIES[0], height=0.7)
    axes.bar_label(
        drawn, labels=[f"{value:,.4g}{unit}" for value in counts.values()], padding=3, fontsize=9, color=_INK
    )
    axes.set_yticks(places, list(counts))
    axes.margins(x=0.12)
    axes.grid(axis="x", color=_GRID, linewidth=0.6)
    return _svg(figure, title)


def _largest(series: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    order = sorted(series, key=lambda name: -sum(series[name].values()))
    if len(order) <= _MOST:
        return {name: series[name] for name in order}
    rest: dict[str, int] = {}
    for name in order[_MOST - 1 :]:
        for label, n in series[name].items():
            rest[label] = rest.get(label, 0) + n
    return {**{name: series[name] for name in order[: _MOST - 1]}, "others": rest}


def _axes(height: float) -> tuple[Any, Any]:
    logging.getLogger("matplotlib").setLevel(logging.WARNING)  # its font cache is no news for a crawl's log
    from matplotlib.figure import Figure  # no pyplot: no global state, no display

    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    axes = figure.subplots()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_GRID)
    axes.tick_params(colors=_INK, labelsize=9, length=0)
    axes.set_axisbelow(True)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.yaxis.get_major_locator().set_params(integer=True)
    return figure, axes


def _svg(figure: Any, title: str) -> str:
    import matplotlib as mpl

    out = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": title}):
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = re.sub(r"<metadata>.*?</metadata>", "", out.getvalue()[out.getvalue().index("<svg") :], flags=re.S)
    text = text.replace(_INK, "currentColor").replace("#000000", "currentColor").replace(_GRID, "var(--line)")
    for i, colour in enumerate(_SERIES):
        text = text.replace(colour, f"var(--s{i})")
    text = re.sub(
        r'<svg [^>]*viewBox="([^"]*)"[^>]*>',
        r'<svg viewBox="\1" role="img" aria-label="@TITLE@">',
        text,
        count=1,
    )
    text = re.sub(r'<g id="[^"]*"', "<g", text)  # the same in every plot of the page
    prefix = re.sub(r"\W+", "", title)
    text = re.sub(r'((?: id="|"#|\(#))', rf"\1{prefix}", text)
    return text.replace("@TITLE@", title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;"))
