"""What left the usual, and the likely cause: a run's counts against those of the outlet's earlier, healthy runs. Pure.

A rate is out when it differs by a quarter or more from the furthest that a healthy run ever was, and chance would
give such a run less than once in ten thousand (binomial). So a day of three articles can tell a template that broke
altogether, and a quiet Sunday is no alarm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import comb
from statistics import fmean, stdev

from scraper.health.day import CAUSES, Alarm, Day
from scraper.health.measure import WATCHED, Measure

LEARNED = 30  # healthy runs that make the baseline
LEAST_HISTORY = 20  # articles (or pages) below which there is no baseline
_FEW = 3  # articles or pages below which a run says nothing
_RUN = 5  # articles from which on a single run's rate counts as its own
_LARGE = 8  # articles from which on a run's mean length is telling, and so many such runs
_CHANCE = 1e-4
_STEP = 0.25
_MANY = 400  # more pages are scaled down: the binomial of thousands says nothing more
_WALLS = frozenset({"challenge", "login", "consent", "paywall", "http_401", "http_402", "http_403"})


def judge(day: Day, history: Sequence[Day]) -> list[Alarm]:
    """The alarms of a run, the most telling first; ``history``: the outlet's healthy runs, oldest first."""
    history = history[-LEARNED:]
    found = [*_pages(day, history)]
    for template, measure in sorted(day.templates.items()):
        before = [d.templates[template] for d in history if template in d.templates]
        if sum(m.articles for m in before) < LEAST_HISTORY:  # a template that is new: as the outlet's others
            before = [d.whole for d in history]
        if sum(m.articles for m in before) >= LEAST_HISTORY and measure.articles >= _FEW:
            found += _articles(measure, before, template)
    found += _frozen(day, history)
    order = list(CAUSES)
    return _without_echoes(sorted(found, key=lambda alarm: order.index(alarm.cause)))


def _without_echoes(alarms: list[Alarm]) -> list[Alarm]:
    """Without what another alarm of the same template explains: another body has other lines and lengths."""
    broken = {a.template for a in alarms if a.cause == "selector"}
    walled = any(a.cause in ("wall", "js_shell") for a in alarms)
    explained = {"body_cut", "body_long", "repeated_line", "field_lost"}
    return [
        a for a in alarms
        if not (a.cause in explained and (a.template in broken or walled) and not a.severe)
    ]  # fmt: skip


def chance_below(count: int, of: int, rate: float) -> float:
    """The chance of ``count`` or fewer among ``of`` where each has the chance ``rate``."""
    if of > _MANY:
        count, of = round(count * _MANY / of), _MANY
    rate = min(0.98, max(0.02, rate))
    return sum(comb(of, k) * rate**k * (1 - rate) ** (of - k) for k in range(count + 1))


def fell(count: int, of: int, before: Sequence[tuple[int, int]]) -> float | None:
    """The lowest usual rate, where ``count`` of ``of`` is clearly below it; None where it is not.

    ``before``: (count, of) of earlier runs.
    """
    usual = _furthest(before, low=True)
    if usual is None or of < _FEW or count / of > usual - _STEP:
        return None
    return usual if chance_below(count, of, usual) < _CHANCE else None


def rose(count: int, of: int, before: Sequence[tuple[int, int]]) -> float | None:
    """The same for a rate that is clearly above the highest usual one."""
    lost = fell(of - count, of, [(total - part, total) for part, total in before])
    return None if lost is None else 1 - lost


def _furthest(before: Sequence[tuple[int, int]], *, low: bool) -> float | None:
    total = sum(of for _, of in before)
    if total < LEAST_HISTORY:
        return None
    rates = [count / of for count, of in before if of >= _RUN]
    return (min if low else max)([sum(count for count, _ in before) / total, *rates])


# -- pages that gave no article -------------------------------------------------------------------------------


def _pages(day: Day, history: Sequence[Day]) -> Iterator[Alarm]:
    tried = day.tried

    def before(reasons: frozenset[str] | None) -> list[tuple[int, int]]:
        return [(_of(d.refused, reasons), d.tried) for d in history]

    for cause, reasons in (("wall", _WALLS), ("js_shell", frozenset({"js_shell"})), ("pages_lost", None)):
        count = _of(day.refused, reasons)
        usual = rose(count, tried, before(reasons)) if count else None
        if usual is not None:
            top = ", ".join(f"{reason} {n}" for reason, n in day.refused.most_common(4))
            message = f"{count} of {tried} pages ({top}), usually at most {usual:.0%}"
            yield Alarm(cause, message, severe=2 * count > tried)
            return


def _of(refused: Counter[str], reasons: frozenset[str] | None) -> int:
    return sum(n for reason, n in refused.items() if reasons is None or reason in reasons)


# -- articles -------------------------------------------------------------------------------------------------


def _articles(now: Measure, before: Sequence[Measure], template: str) -> Iterator[Alarm]:
    yield from _selector(now, before, template)
    dated = list(_dates(now, before, template))
    yield from dated
    yield from _lines(now, before, template)
    yield from _length(now, before, template)
    for name in WATCHED:
        if name == "date_published" and dated:
            continue
        usual = fell(now.filled[name], now.articles, [(m.filled[name], m.articles) for m in before])
        if usual is not None:
            message = (
                f"{name} in {now.rate(now.filled[name]):.0%} of {now.articles} articles, usually {usual:.0%}"
            )
            yield Alarm("field_lost", message, template, severe=name == "headline")


def _selector(now: Measure, before: Sequence[Measure], template: str) -> Iterator[Alarm]:
    usual = fell(now.own, now.articles, [(m.own, m.articles) for m in before])
    if usual is None:
        return
    message = (
        f"the outlet's own rule answered {now.own} of {now.articles} articles, usually {usual:.0%}; the generic "
        "reader stands in, marked body_rule_missed"
    )
    yield Alarm("selector", message, template)


def _dates(now: Measure, before: Sequence[Measure], template: str) -> Iterator[Alarm]:
    """Dates that are missing or odd, that another reader answers, or that are printed otherwise."""
    n = now.articles
    odd = rose(now.odd_dates, n, [(m.odd_dates, m.articles) for m in before])
    known = Counter[str]()
    for m in before:
        known.update(m.shapes)
    new = Counter({shape: count for shape, count in now.shapes.items() if shape not in known})
    other = sum(new.values())
    usual_reader = _usual_reader(before, "date_published")
    key = f"date_published={usual_reader}"
    reader = (
        fell(now.readers[key], n, [(m.readers[key], m.articles) for m in before]) if usual_reader else None
    )
    if odd is not None:
        yield Alarm("date_format", f"{now.odd_dates} of {n} dates missing, ahead or contradicted", template)
    elif other >= _FEW and other > n / 2 and sum(known.values()) >= LEAST_HISTORY:
        shown = ", ".join(repr(shape) for shape, _ in new.most_common(2))
        message = f"{other} of {n} are printed as {shown}, usually as {known.most_common(1)[0][0]!r}"
        yield Alarm("date_format", message, template)
    elif reader is not None:
        yield Alarm(
            "date_format",
            f"{usual_reader} answered {now.readers[key]} of {n}, usually {reader:.0%}",
            template,
        )


def _usual_reader(before: Sequence[Measure], name: str) -> str:
    """The reader that answers a field most often."""
    counts = Counter[str]()
    for m in before:
        counts.update({key: n for key, n in m.readers.items() if key.startswith(f"{name}=")})
    return counts.most_common(1)[0][0].partition("=")[2] if counts else ""


def new_lines(now: Measure, before: Sequence[Measure]) -> dict[str, int]:
    """Lines that stand in many articles of a run, and stood in none of those before more than now and then."""
    least = max(_FEW, round(0.15 * now.articles))
    total = sum(m.articles for m in before)
    known = Counter[str]()
    for m in before:
        known.update(m.lines)
    return {
        line: n for line, n in now.repeated(least).items()
        if not total or known[line] / total < 0.25 * n / now.articles
    }  # fmt: skip


def new_heads(now: Measure, before: Sequence[Measure]) -> dict[str, int]:
    """Beginnings in common of lines that go on differently (another title, name or address), by the same comparison.

    Two in five articles must have one: reporters begin alike now and then, a template does always.
    """
    known = Counter[str]()
    for m in before:
        known.update(m.heads)
    total = sum(m.headed for m in before)
    if total < LEAST_HISTORY:
        return {}
    least = max(_RUN, round(0.4 * now.articles))
    found = {head: n for head, n in now.heads.most_common() if n >= least}
    return {f"{head} …": n for head, n in found.items() if known[head] / total < 0.25 * n / now.articles}


def _lines(now: Measure, before: Sequence[Measure], template: str) -> Iterator[Alarm]:
    found = new_lines(now, before)
    lines = tuple(found)
    found |= {
        head: n
        for head, n in new_heads(now, before).items()
        if not any(x.startswith(head[:-2]) for x in lines)
    }
    if found:
        n = next(iter(found.values()))
        message = (
            f"{len(found)} such, one in {n} of {now.articles} articles; `saring propose` drafts the rules"
        )
        yield Alarm("repeated_line", message, template, examples=tuple(found)[:5])


def _length(now: Measure, before: Sequence[Measure], template: str) -> Iterator[Alarm]:
    telling = [m for m in before if m.articles >= _FEW and m.words]
    if not telling or now.articles < _FEW:
        return
    usual = [m.words / m.articles for m in telling]
    shares = [m.removed_share for m in telling]
    words = now.words / now.articles
    stubs = rose(now.short, now.articles, [(m.short, m.articles) for m in before])
    if words < 0.4 * min(usual) or stubs is not None:
        message = f"{words:.0f} words per article, usually at least {min(usual):.0f}"
        # A few articles that were changed, or short by chance, are said but not withheld.
        severe = words < 0.2 * min(usual) and now.articles >= _LARGE
        yield Alarm("body_cut", message, template, severe=severe)
    elif _far_below(words, now, telling):
        message = (
            f"{words:.0f} words per article, far below what runs of this size have: {min(usual):.0f} at least"
        )
        yield Alarm("body_cut", message, template)
    elif now.removed_share > 0.3 + max(shares):
        message = f"{now.removed_share:.0%} of the words removed, usually at most {max(shares):.0%}"
        yield Alarm("body_cut", message, template)
    elif words > 3 * max(usual) and now.articles >= _RUN:
        yield Alarm("body_long", f"{words:.0f} words per article, usually at most {max(usual):.0f}", template)


def _far_below(words: float, now: Measure, telling: Sequence[Measure]) -> bool:
    """A body that lost its half: a quarter below the least of larger runs, five deviations below their mean."""
    larger = [m.words / m.articles for m in telling if m.articles >= _LARGE]
    if now.articles < _LARGE or len(larger) < _LARGE:
        return False
    return words < 0.75 * min(larger) and words < fmean(larger) - 5 * stdev(larger)


# -- sources --------------------------------------------------------------------------------------------------

_DAY = 86_400.0


def _frozen(day: Day, history: Sequence[Day]) -> Iterator[Alarm]:
    """Nothing new for much longer than ever: three times the longest gap, or a day that usually brings dozens."""
    times = [d.at for d in history if d.fresh]
    if day.fresh or not day.listed or len(times) < 4:
        return
    gaps = _gaps(times)
    since = day.at - times[-1]
    rates = sorted(
        d.fresh / gap for d, gap in zip([d for d in history if d.fresh][1:], _gaps(times), strict=False)
    )
    expected = rates[len(rates) // 2] * since
    if since > 3 * max(gaps) or (since >= 0.8 * _DAY and expected >= 12 and since >= 0.9 * max(gaps)):
        message = f"nothing new for {since / 3600:.0f} h; usually {expected:.0f} articles in that time"
        yield Alarm("frozen", message)


def _gaps(times: Sequence[float]) -> list[float]:
    return [max(later - earlier, 1.0) for earlier, later in pairwise(times)]
