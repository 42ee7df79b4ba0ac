"""Writers and editors: the outlet's rules, printed by-lines, then what is declared; roles are never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from scraper.extraction import signed
from scraper.extraction.place import publisher as declared_publisher
from scraper.outlet import Outlet
from scraper.page import Page, jsonld
from scraper.text.markup import without_markup
from scraper.text.names import Byline, parse_byline
from scraper.text.persons import person, split_names
from scraper.text.spaces import tidy

Rule = Callable[[str, Page], list[str]]


@dataclass(slots=True)
class People:
    """Who wrote and who edited, and which reader said so."""

    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    def take(self, source: str, byline: Byline) -> None:
        """Add the people of a by-line, unless a better reader has spoken for their role."""
        for name, people in (("authors", byline.authors), ("editors", byline.editors)):
            had: list[str] = getattr(self, name)
            first = self.sources.get(name, source)
            if people and (not had or first == source):
                self.sources[name] = first
                setattr(self, name, unique([*had, *people]))


def read_people(
    page: Page,
    further: Iterable[Page],
    outlet: Outlet | None,
    rule: Rule,
    bylines: list[str],
    body: str = "",
    headline: str | None = None,
) -> People:
    """Read the people of an article.

    ``further`` are its other pages, ``rule`` asks the outlet's readers, ``bylines`` came out of the body, ``body`` is
    what is left of it: the writer of a film or book that an article lists is not the article's. ``headline`` is where
    the line with the date is looked for.
    """
    kept = set(body.split("\n\n"))
    publisher = outlet.publisher if outlet else declared_publisher(page)
    found = People()

    def persons(values: Iterable[str]) -> tuple[str, ...]:
        names = (name for value in values for name in split_names(value))
        return tuple(unique(p for name in names if (p := person(name, publisher=publisher))))

    found.take("outlet", Byline(persons(rule("authors", page)), persons(rule("editors", page))))
    if not (found.authors and found.editors):  # else nobody has a role left to give
        printed_lines: list[tuple[str, str]] = []
        for each in (page, *further):
            own = [("outlet", line) for line in rule("byline", each)]
            printed_lines += own or [("printed", line) for line in signed.bylines(each, kept)]
        for source, line in [*printed_lines, *(("body", line) for line in bylines)]:
            found.take(source, parse_byline(line, publisher=publisher))
    role = outlet.ld_author if outlet else "authors"
    declared = persons(_declared(page)) if role == "editors" or not found.authors else ()
    if role == "editors":
        found.take("json_ld", Byline((), declared))
    elif role != "nobody":
        _take_writers("json_ld", [declared], found)
    if role != "nobody" and not found.authors:
        _take_writers("printed", (persons([name]) for name in signed.author(page)), found)
        if not found.authors and (name := signed.beside_date(page, headline, publisher)):
            _take_writers("printed", [persons([name])], found)
    if not found.authors:  # the name in capitals that closed the body, without a role
        closing = persons(line for line in bylines if line.isupper() and ":" not in line)
        found.take("body", Byline(closing[-1:], ()))
    return found


def _take_writers(source: str, candidates: Iterable[tuple[str, ...]], found: People) -> None:
    """Add the first that are somebody; one who is printed as the editor is the editor (kompas, republika)."""
    for people in candidates:
        if found.authors:
            return
        if people and not _overlap(people, found.editors):
            found.take(source, Byline(people, ()))


def _declared(page: Page) -> list[str]:
    """The authors that JSON-LD names; addresses are none."""
    names = jsonld.strings(page.ld_article, "author.name") or jsonld.strings(page.ld_article, "author")
    return [tidy(name) for name in names if "://" not in name]


def _overlap(people: Iterable[str], others: Iterable[str]) -> bool:
    return bool({p.lower() for p in people} & {o.lower() for o in others})


def unique(values: Iterable[str]) -> list[str]:
    """Each value once, whatever its case, in order; values without a letter or digit are dropped."""
    found: dict[str, str] = {}
    for value in values:
        if value and any(c.isalnum() for c in value):
            found.setdefault(value.lower(), without_markup(value))
    return list(found.values())
