"""The three verbs of removing. A rule is a value with a name, a kind and a reason; each hit is a Removal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scraper.article import LinkKind, RemovalKind
from scraper.errors import InvalidOutlet
from scraper.page.select import compiled

# The reason a rule gives when it names none of its own.
_REASONS: dict[RemovalKind, str] = {
    "ad": "advertising",
    "related": "leads to other articles",
    "promotion": "advertises the outlet or its channels",
    "copyright": "copyright line",
    "dateline": "place and outlet before the lead",
    "byline": "names writers or editors",
    "end_mark": "mark that closes the article",
    "caption": "caption or credit of a picture",
    "share": "share button or counter",
    "embed": "embedded video or post",
    "pagination": "leads to another page",
    "other": "part of the template",
}


@dataclass(frozen=True, slots=True)
class Prune:
    """Drop the elements that a CSS selector matches inside the body.

    ``links`` names what the links in them are ("read_also", "related", …); None when they are not worth keeping.
    """

    name: str
    css: str
    kind: RemovalKind = "other"
    links: LinkKind | None = None
    why: str = ""

    def __post_init__(self) -> None:
        compiled(self.css)
        object.__setattr__(self, "why", self.why or _REASONS[self.kind])


@dataclass(frozen=True, slots=True)
class Strike:
    """Take the span that a regular expression matches out of a line; a whole-line match empties the line.

    The pattern is searched in every line of the body; anchor it (``^``, ``$``) so that innocent prose survives.
    """

    name: str
    pattern: str
    kind: RemovalKind = "promotion"
    why: str = ""
    regex: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "regex", _compile(self.name, self.pattern))
        object.__setattr__(self, "why", self.why or _REASONS[self.kind])


@dataclass(frozen=True, slots=True)
class Stop:
    """End the body at the first line that the pattern matches; that line and all after it are removed."""

    name: str
    pattern: str
    kind: RemovalKind = "related"
    links: LinkKind | None = "related"
    why: str = ""
    regex: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "regex", _compile(self.name, self.pattern))
        object.__setattr__(self, "why", self.why or _REASONS[self.kind])


Rule = Prune | Strike | Stop


def _compile(name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise InvalidOutlet(f"rule {name!r}: not a regular expression: {pattern!r} ({error})") from None
