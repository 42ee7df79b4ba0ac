"""One line of the body region: what is left of it, and everything that was taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from scraper.article import BlockKind, LinkKind, RemovalKind
from scraper.boilerplate.markup import Fate
from scraper.text.markup import without_markup


@dataclass(slots=True)
class Anchor:
    """A stretch of a line that is a link."""

    start: int
    end: int
    url: str | None


@dataclass(slots=True)
class Cut:
    """A span taken out of a line (the whole line where ``whole``), with the links that stood in it."""

    rule: str
    kind: RemovalKind
    text: str
    links: list[tuple[LinkKind, str, str | None]] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """One line of the body region. ``text`` is what is left of it; ``cuts`` what was taken out, in order.

    ``anchors``: links in ``text``. ``lead``: how much of its start is set in bold. ``after_image``: an image stands
    right before it. ``group``: lines of one block element share it. ``fate``: its element was removed by a rule.
    """

    text: str
    kind: BlockKind = "paragraph"
    anchors: list[Anchor] = field(default_factory=list)
    lead: int = 0
    after_image: bool = False
    group: int = 0
    fate: Fate | None = None
    cuts: list[Cut] = field(default_factory=list)

    @property
    def gone(self) -> bool:
        """Whether nothing of the line is left in the article."""
        return not self.text

    @property
    def linked(self) -> bool:
        """Whether the whole line is one or more links (but for punctuation)."""
        if not self.anchors:
            return False
        at = 0
        for anchor in self.anchors:
            if any(c.isalnum() for c in self.text[at : anchor.start]):
                return False
            at = anchor.end
        return not any(c.isalnum() for c in self.text[at:])

    def cut(
        self,
        start: int,
        end: int,
        rule: str,
        kind: RemovalKind,
        links: Iterable[tuple[LinkKind, str, str | None]] = (),
    ) -> None:
        """Take ``text[start:end]`` out. What has no letter or digit left goes with it."""
        text = self.text
        before, after = text[:start].rstrip(), text[end:].lstrip()
        if not any(c.isalnum() for c in before + after):
            start, end, before, after = 0, len(text), "", ""
        taken = text[start:end].strip()
        if not taken:
            return
        self.cuts.append(Cut(rule, kind, taken, list(links)))
        joint = " " if before and after and after[0] not in ".,;:!?)" else ""
        shift = len(before) + len(joint) - (len(text) - len(after))
        kept = []
        for a in self.anchors:
            if a.end <= start:
                kept.append(Anchor(a.start, min(a.end, len(before)), a.url))
            elif a.start >= end:
                kept.append(Anchor(max(0, a.start + shift), max(0, a.end + shift), a.url))
        self.anchors = [a for a in kept if a.end > a.start]
        self.lead = max(0, self.lead - end) if not before else min(self.lead, len(before))
        self.text = before + joint + after

    def cut_all(self, pattern: re.Pattern[str], rule: str, kind: RemovalKind) -> None:
        """Take every match of a pattern out, as one cut and in one pass: there may be very many."""
        taken = [match[0] for match in pattern.finditer(self.text)]
        if len(taken) == 1:
            match = pattern.search(self.text)
            self.cut(match.start(), match.end(), rule, kind)  # type: ignore[union-attr]  # it matched a line above
        elif taken:
            rest = " ".join(pattern.sub(" ", self.text).split(" ")).strip()
            if not any(c.isalnum() for c in rest):
                self.remove(rule, kind)
                return
            self.cuts.append(Cut(rule, kind, " ".join(taken)))
            self.text, self.anchors, self.lead = re.sub(" {2,}", " ", rest), [], 0

    def remove(
        self, rule: str, kind: RemovalKind, links: Iterable[tuple[LinkKind, str, str | None]] = ()
    ) -> None:
        """Take the whole line out."""
        self.cut(0, len(self.text), rule, kind, links)

    def links_from(self, start: int) -> bool:
        """Whether from ``start`` on every letter of the line stands in a link."""
        left = sum(map(str.isalnum, self.text[start:]))
        return left <= sum(
            sum(map(str.isalnum, self.text[max(a.start, start) : a.end])) for a in self.anchors
        )

    def titles(self, kind: LinkKind, start: int = 0) -> list[tuple[LinkKind, str, str | None]]:
        """The links of the line from ``start`` on, as (kind, title, url)."""
        found: list[tuple[LinkKind, str, str | None]] = []
        for a in self.anchors:
            title = without_markup(self.text[max(a.start, start) : a.end]).strip(" :•·-–»\u00a0")
            if a.end > start and any(c.isalnum() for c in title):
                found.append((kind, title, a.url))
        return found


def live(lines: list[Line]) -> list[Line]:
    """The lines that are not gone."""
    return [line for line in lines if not line.gone]
