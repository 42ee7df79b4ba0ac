"""CSS selectors over one page: its elements are gone through once, then looked up by tag, class, id and attribute.

An XPath of one class costs a third of parsing the whole page (0.3 of 0.9 ms, 150 KB), and a page is asked for forty of
them. What this does not know (sibling combinators, pseudo-classes) is left to the compiled XPath.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, TypeAlias

from cssselect import SelectorError
from cssselect.parser import Attrib, Class, CombinedSelector, Element, Hash, parse
from lxml.cssselect import CSSSelector

from scraper.errors import InvalidOutlet

Check: TypeAlias = Callable[[Any], bool]
XPath: TypeAlias = Callable[[Any], list[Any]]


@lru_cache(maxsize=4096)
def compiled(selector: str) -> XPath:
    """A CSS selector as a compiled XPath; raises InvalidOutlet when it is not one."""
    try:
        made: XPath = CSSSelector(selector, translator="html")
    except SelectorError as error:
        raise InvalidOutlet(f"not a CSS selector: {selector!r} ({error})") from None
    return made


class Index:
    """The elements of a tree by what selectors ask for, each list in document order; the tree must stay as it is.

    Attributes are kept by value: a template repeats few values, so that a test runs once for many elements.
    """

    def __init__(self, root: Any) -> None:
        self.root = root
        self.elements: list[Any] = list(root.iter("*"))
        self._with: dict[str, dict[str, list[int]]] = {}
        self._words: dict[str, dict[str, list[list[int]]]] = {}

    @cached_property
    def tags(self) -> dict[str, list[Any]]:
        """Elements by tag."""
        found: defaultdict[str, list[Any]] = defaultdict(list)
        for element in self.elements:
            found[element.tag].append(element)
        return found

    def having(self, name: str) -> dict[str, list[int]]:
        """Where the elements with an attribute stand, by its value."""
        found = self._with.get(name)
        if found is None:
            self._with[name] = found = defaultdict(list)
            for at, element in enumerate(self.elements):
                value = element.get(name)
                if value is not None:
                    found[value].append(at)
        return found

    def words(self, name: str) -> dict[str, list[list[int]]]:
        """The same by each of the words of an attribute."""
        found = self._words.get(name)
        if found is None:
            self._words[name] = found = {}
            for value, places in self.having(name).items():
                for word in set(value.split()):
                    found.setdefault(word, []).append(places)
        return found

    def at(self, places: Sequence[list[int]]) -> list[Any]:
        """The elements of several lists of places, in document order."""
        if len(places) == 1:
            return [self.elements[at] for at in places[0]]
        return [self.elements[at] for at in sorted(chain.from_iterable(places))]

    def select(self, selector: str) -> list[Any]:
        """The elements that a CSS selector matches, in document order. Raises InvalidOutlet."""
        found: list[Any] = []
        for step in _steps(selector):
            some = step(self) if step else None
            if some is None or (some and found):  # not known here, or several lists to bring into one order
                return compiled(selector)(self.root)
            found = found or some
        return found


Step: TypeAlias = Callable[[Index], "list[Any] | None"]


@lru_cache(maxsize=4096)
def _steps(selector: str) -> tuple[Step | None, ...]:
    """One look-up for each selector of a group; None for one that only the XPath can do."""
    compiled(selector)  # says what is wrong with it
    return tuple(None if one.pseudo_element else _step(one.parsed_tree) for one in parse(selector))


def _step(tree: Any) -> Step | None:
    if not isinstance(tree, CombinedSelector):
        compound = _compound(tree)
        return compound and compound[0]
    left, right = _step(tree.selector), _compound(tree.subselector)
    if left is None or right is None or tree.combinator not in (" ", ">"):
        return None
    _, tag, checks = right
    below = tree.combinator == " "

    def step(index: Index) -> list[Any] | None:
        holders = left(index)
        if not holders:
            return holders
        if below:
            found = (e for holder in holders for e in holder.iterdescendants(tag or "*"))
        elif len(holders) == 1:
            found = holders[0].iterchildren(tag or "*")
        else:
            return None  # children of nested holders come in another order
        return list(dict.fromkeys(e for e in found if all(check(e) for check in checks)))

    return step


def _compound(tree: Any) -> tuple[Step, str | None, tuple[Check, ...]] | None:
    """A selector without combinators: its look-up, its tag, and the checks that an element of that tag must pass."""
    lookups: list[Callable[[Index], Iterable[Any]]] = []
    checks: list[Check] = []
    while not isinstance(tree, Element):
        made = _condition(tree)
        if made is None:
            return None
        lookups.append(made[0])
        checks.append(made[1])
        tree = tree.selector
    if tree.namespace:
        return None
    tag = tree.element.lower() if tree.element else None
    all_checks = tuple(checks)
    if not lookups:
        return (lambda index: index.tags.get(tag, []) if tag else index.elements), tag, all_checks
    first, rest = lookups[0], all_checks[1:]
    if tag and tag not in _COMMON:
        # The few elements of such a tag are sooner looked at than all that have the attribute.
        return (
            (lambda index: [e for e in index.tags.get(tag, ()) if all(check(e) for check in all_checks)]),
            tag,
            all_checks,
        )

    def step(index: Index) -> list[Any]:
        return [e for e in first(index) if (tag is None or e.tag == tag) and all(check(e) for check in rest)]

    return step, tag, all_checks


# Tags that may make up half a page.
_COMMON = frozenset({"div", "span", "a", "p", "li"})


def _condition(tree: Any) -> tuple[Callable[[Index], Iterable[Any]], Check] | None:
    """A class, id or attribute: the elements that have it, and whether one element does."""
    if isinstance(tree, Class):
        return _word("class", tree.class_name)
    if isinstance(tree, Hash):
        return _attribute("id", _equals(tree.id))
    if not isinstance(tree, Attrib) or tree.namespace:
        return None
    name = tree.attrib.lower()
    if tree.operator == "exists":
        return _attribute(name, lambda _: True)
    wanted = tree.value.value if tree.value is not None else None
    if not isinstance(wanted, str) or not wanted:
        return None
    if tree.operator == "~=" and not any(map(str.isspace, wanted)):
        return _word(name, wanted)
    tests: dict[str, Callable[[str], bool]] = {
        "=": lambda value: value == wanted,
        "*=": lambda value: wanted in value,
        "^=": lambda value: value.startswith(wanted),
        "$=": lambda value: value.endswith(wanted),
    }
    test = tests.get(tree.operator)
    return _attribute(name, test) if test else None


def _equals(wanted: str) -> Callable[[str], bool]:
    return lambda value: value == wanted


def _word(name: str, word: str) -> tuple[Callable[[Index], Iterable[Any]], Check]:
    def check(element: Any) -> bool:
        value = element.get(name)
        return value is not None and word in value and word in value.split()

    return lambda index: index.at(index.words(name).get(word, ())), check


def _attribute(name: str, test: Callable[[str], bool]) -> tuple[Callable[[Index], Iterable[Any]], Check]:
    def check(element: Any) -> bool:
        value = element.get(name)
        return value is not None and test(value)

    return lambda index: index.at(
        [places for value, places in index.having(name).items() if test(value)]
    ), check
