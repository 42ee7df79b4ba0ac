"""Articles as workers hand them over: checked already, and as the line of JSON that the ledger and the files keep.

The crawl's own process needs a handful of their fields; the others are read from the line when somebody asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from scraper.article import Article, json_bytes
from scraper.crawl.checks import article_fault, warn_of_future
from scraper.crawl.fault import Fault
from scraper.errors import InvalidRecord
from scraper.ledger.diff import WORDS, digest_of
from scraper.ledger.entry import Entry

_FIELDS = frozenset(Article.__dataclass_fields__)
# Looked at for every page; none of them is a list, which could be changed unnoticed.
_KNOWN = (
    "id", "url", "canonical_url", "headline", "date_published", "pages_expected", "pages_got", "content_sha256",
    "revision",
)  # fmt: skip


class Seal(NamedTuple):
    """A valid article's line, and what is known of it without looking into that."""

    line: bytes
    digest: str
    warnings: tuple[str, ...]
    removed: Mapping[str, int]  # passages, by kind
    known: tuple[Any, ...]


def sealed(article: Article) -> Article | Seal:
    """The seal of an article; itself, where it is not valid."""
    fault, line = _checked(article)
    return article if fault else _seal(article, line)


def fault_of(article: Article) -> Fault | None:
    """Why an article is none that may be emitted; one that comes sealed was looked at before."""
    return None if isinstance(article, Sealed) and article.seal else _checked(article)[0]


def _checked(article: Article) -> tuple[Fault | None, bytes]:
    from scraper.schema import valid_line  # with msgspec, which the crawl's own process mostly can do without

    warn_of_future(article)
    fault = article_fault(article)
    try:
        return fault, b"" if fault else valid_line(article)
    except InvalidRecord as error:
        return Fault("quarantined", error.reason, error.message), b""


def seal_of(article: Article) -> Seal:
    """The seal as it came, or a new one where something may have changed since."""
    return (isinstance(article, Sealed) and article.seal) or _seal(article, json_bytes(article.to_dict()))


def entry_of(article: Article) -> Entry:
    """An article on its way into the ledger."""
    seal = seal_of(article)
    return Entry(article.id, seal.digest, line=seal.line, revision=article.revision)


def _seal(article: Article, line: bytes) -> Seal:
    return Seal(
        line,
        digest_of({name: getattr(article, name) for name in WORDS}),
        tuple(article.warnings),
        Counter(removal.kind for removal in article.removed),
        tuple(getattr(article, name) for name in _KNOWN),
    )


class Sealed(Article):
    """An article of which only the seal is there. Whoever asks for more of it, or changes it, breaks the seal."""

    __slots__ = ("seal",)
    seal: Seal | None

    def __init__(self, seal: Seal) -> None:
        object.__setattr__(self, "seal", seal)
        for name, value in zip(_KNOWN, seal.known, strict=True):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        """A field that is not read yet."""
        if name not in _FIELDS:
            raise AttributeError(name)
        self._open()
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._open()
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r}, {self.url!r})"  # asked for by asyncio, of results too

    def __reduce__(self) -> tuple[Any, ...]:
        from scraper.schema import load

        return load, (self.to_json(),)

    def _open(self) -> None:
        if self.seal is None:
            return
        from scraper.schema import load

        article = load(self.seal.line)
        object.__setattr__(self, "seal", None)
        for name in _FIELDS:
            object.__setattr__(self, name, getattr(article, name))
