"""A first look at a record, which says of nearly every one that it is sound, in a third of the time of the full one.

msgspec looks at the kinds of things, plain searches at what texts must be; both are told by the record's own
annotations, as the full look is. Where there is a doubt the full one looks, and says what is wrong; so the first may be
stricter than that, never laxer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import repeat
from operator import attrgetter
from types import UnionType
from typing import Annotated, Any, NamedTuple, TypeAlias, Union, get_args, get_origin, get_type_hints

import msgspec

from scraper.article import Article, Pattern

_Check: TypeAlias = Callable[[Iterable[str | None]], bool]
_Get: TypeAlias = Callable[[Any], Any]


class _Look(NamedTuple):
    """How to look at a class of records, or of their parts."""

    kinds: Any  # a class of msgspec's with the same fields
    texts: Sequence[tuple[_Get, _Check]]  # values of one pattern together, and what these must be
    lists: _Get
    pairs: _Get
    parts: Sequence[
        tuple[_Get, Any, Sequence[tuple[_Get, _Check]]]
    ]  # of one class each, with their own texts


def line_of(article: Article) -> bytes | None:
    """The record as JSON, where every field surely is what the schema says; None where that is in doubt."""
    try:
        return msgspec.json.encode(article) if surely_sound(article) else None
    except UnicodeEncodeError:  # half a pair of surrogates
        return None


def surely_sound(article: Article) -> bool:
    """Whether every field of a record surely is what the schema says; the laws are another matter."""
    look = _look()
    # What msgspec takes for a list, a dict or a part may be something like it.
    if set(map(type, look.lists(article))) != {list} or set(map(type, look.pairs(article))) != {dict}:
        return False
    try:
        msgspec.convert(article, look.kinds, from_attributes=True)
    except (msgspec.ValidationError, AttributeError):
        return False
    for values, check in look.texts:
        if not check(values(article)):
            return False
    for values, part, texts in look.parts:
        found = values(article)
        if found:
            if set(map(type, found)) != {part}:
                return False
            for value, check in texts:
                if not check([*map(value, found)]):
                    return False
    return True


@cache
def _look() -> _Look:
    hints = get_type_hints(Article, include_extras=True)
    lists = [name for name, hint in hints.items() if get_origin(hint) is list]
    parts = [(name, part) for name in lists if is_dataclass(part := get_args(hints[name])[0])]
    by_pattern: dict[Pattern, list[str]] = {}
    for name, hint in hints.items():
        if pattern := _pattern(hint):
            by_pattern.setdefault(pattern, []).append(name)
    return _Look(
        _like(Article),
        [(_several(names), _matching(pattern)) for pattern, names in by_pattern.items()],
        _several(lists),
        _several([name for name, hint in hints.items() if get_origin(hint) is dict]),
        [(attrgetter(name), part, _texts(part)) for name, part in parts],
    )


def _several(names: Sequence[str]) -> _Get:
    """A tuple of attributes, of one too."""
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda thing: (get(thing),)


def _texts(part: Any) -> list[tuple[_Get, _Check]]:
    hints = get_type_hints(part, include_extras=True)
    found = [(name, _pattern(hint)) for name, hint in hints.items()]
    return [(attrgetter(name), _matching(pattern)) for name, pattern in found if pattern]


@cache
def _like(part: Any) -> Any:
    """A class of msgspec's with the fields of a dataclass, patterns left out."""
    hints = get_type_hints(part, include_extras=True)
    like = [(field.name, _kind(hints[field.name])) for field in fields(part)]
    return msgspec.defstruct(part.__name__, like, gc=False)


def _kind(hint: Any) -> Any:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return inside[0]
    if origin is list:
        return list[_kind(inside[0])]  # type: ignore[misc]
    if origin in (Union, UnionType):
        return Union[tuple(map(_kind, inside))]  # noqa: UP007 (of as many as there are)
    return _like(hint) if is_dataclass(hint) else hint  # type: ignore[arg-type]


def _pattern(hint: Any) -> Pattern | None:
    """The pattern of a text, or of one that may be missing."""
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    told = [thing for option in options if get_origin(option) is Annotated for thing in get_args(option)[1:]]
    return next((thing for thing in told if isinstance(thing, Pattern)), None)


@cache
def _matching(pattern: Pattern) -> _Check:
    if pattern.regex == r"\S":
        return lambda told: all(map(str.strip, told))  # type: ignore[arg-type]  # none is missing
    if pattern.regex == r"^https?://[^\s]+$":
        return _are_addresses
    # As the full look's engine understands it: the end is the end, and digits are at most those.
    match = re.compile(pattern.regex.replace("$", r"\Z").replace(r"\d", "[0-9]")).match
    return lambda told: all(map(match, _there(told)))


def _there(told: Iterable[str | None]) -> list[str]:
    return [text for text in told if text is not None]


def _are_addresses(told: Iterable[str | None]) -> bool:
    urls = _there(told)
    if not urls:
        return True
    # More than its longest beginning each, and no blank in all of them.
    whole = "".join(urls)
    begun = all(map(str.startswith, urls, repeat(("http://", "https://"))))
    return begun and min(map(len, urls)) > len("https://") and whole.split(None, 1) == [whole]
