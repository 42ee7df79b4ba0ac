"""Where the article stands on a page nobody has described. The one importer of trafilatura.

trafilatura says which text is the article's; the page's own tree says where that text stands. The element that holds
it is then cleaned line by line like any other body, so that nothing in it vanishes unrecorded.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from scraper.boilerplate.fragment import fragment_text
from scraper.page import Page
from scraper.page.jsonld import strings
from scraper.page.page import texts
from scraper.text.spaces import tidy

# Elements that name themselves the article's body, by schema.org, AMP and the common publishing systems.
_NAMED = (
    "[itemprop~=articleBody]", "[itemprop='articlebody']", ".article-body", ".entry-content", ".post-content",
    ".article-content", ".article__body", ".detail-content", ".detail__body-text", ".read__content", ".content-detail",
    ".detail-text", ".txt-article", ".article-text", ".post-body", ".content-article", ".isi-berita", ".news-content",
    ".article-content-body", ".td-post-content", ".single-content", "#article-body", "#content_news",
    ".amp-wp-article-content",
)  # fmt: skip
_LEAST = 40  # letters: shorter text nodes say nothing about where an article stands
_SHARE = 0.8
_SILENT = frozenset({"script", "style", "noscript", "template", "title", "option", "textarea"})
_ENOUGH = 400  # letters of prose that make a marked element the body without asking further
_FRAMES = frozenset({"body", "html"})
_FRAME = re.compile(
    r"(?:^|[\s_-])(?:sidebar|(?<!elementor[-_])widget\w*|related\w*|terkait|glossary|glosarium|popular|terpopuler|populer|rekomendasi|"
    r"recommend\w*|comments?|komentar|footer|breaking|newsletter|rightside\w*)(?=$|[\s_-])",
    re.I,
)
_BODY = re.compile(
    r"(?:^|\s)(?:entry-content|post-body|post-content|article-content|article-body|hentry)(?=$|\s)"
)
_LETTERS = re.compile(r"[\W_]+")


def body_elements(page: Page) -> list[Any]:
    """The element(s) that hold the article; empty when the page has none to be found."""
    marked = [e for e in _outermost(page.select(_NAMED[0])) if prose(e) > 0]
    if sum(map(prose, marked)) >= _ENOUGH:
        return _region(marked)
    oracle = _fold(" ".join([*_trafilatura(page), *_ld_body(page)]))
    weights, total = _weigh(page.root, oracle)
    if not total:
        return _region(marked) or _named_with_prose(page) or _declared_body(page)
    for selector in _NAMED:
        named = _outermost([e for e in page.select(selector) if weights.get(e, 0) > 0])
        if named and sum(weights[e] for e in named) >= _SHARE * total:
            return _region(named)
    # The deepest element that still holds nearly all of it.
    best = page.root
    while True:
        inner = max((c for c in best if c in weights), key=lambda c: weights[c], default=None)
        if inner is not None and best.tag == "body" and weights[inner] >= total / 2 and _has_heading(inner):
            total = min(total, weights[inner])  # what stands beside the article's column is the site's
        if inner is None or weights[inner] < _SHARE * total or _own_text(best, oracle):
            return _region([c for c in best if c in weights]) if best.tag in _FRAMES else [best]
        best = inner


def _has_heading(element: Any) -> bool:
    return next(element.iter("h1"), None) is not None


def _own_text(element: Any, oracle: str) -> bool:
    """Whether some of the article stands in the element itself and not in its children: the lead before a <div>."""
    own = [_fold(text) for text in (element.text, *(child.tail for child in element)) if text]
    return any(len(text) >= _LEAST and text in oracle for text in own)


def _declared_body(page: Page) -> list[Any]:
    """JSON-LD's articleBody as an element, for pages whose text only a script would show."""
    lines = [line for text in _ld_body(page) for line in text.splitlines() if line.strip()]
    if sum(map(len, lines)) < _ENOUGH:
        return []
    body = etree.Element("div")
    for line in lines:
        etree.SubElement(body, "p").text = tidy(line)
    return [body]


def _named_with_prose(page: Page) -> list[Any]:
    for selector in _NAMED:
        named = _outermost([e for e in page.select(selector) if prose(e) >= _ENOUGH // 4])
        if named:
            return _region(named)
    return []


def _outermost(elements: list[Any]) -> list[Any]:
    chosen = set(elements)
    return [e for e in elements if not any(a in chosen for a in e.iterancestors())]


def _region(elements: list[Any]) -> list[Any]:
    """The elements with all that stands between them: the parts of one article have headings in between."""
    elements = [*elements, *_continued(elements[-1])] if elements else []
    if len(elements) < 2:
        return elements
    chains = [[*reversed(list(e.iterancestors())), e] for e in elements]
    depth = 0
    while all(len(c) > depth for c in chains) and len({c[depth] for c in chains}) == 1:
        depth += 1
    if not depth or any(len(c) <= depth for c in chains):
        return elements
    first, last = chains[0][depth], chains[-1][depth]
    between, inside = [], False
    for child in chains[0][depth - 1]:
        inside = inside or child is first
        if inside:
            between.append(child)
        if child is last:
            break
    return between


def _continued(element: Any) -> list[Any]:
    """Later siblings of the same class that hold prose too: the further pages of an article in one document."""
    own = set((element.get("class") or "").split())

    def alike(other: Any) -> bool:
        classes = set((other.get("class") or "").split())
        return bool(own & classes) or (not own and not classes and other.tag == element.tag == "div")

    return [
        e for e in element.itersiblings() if isinstance(e.tag, str) and alike(e) and prose(e) > 2 * _LEAST
    ]


def prose(element: Any) -> int:
    """Letters of sentences under an element, outside links and lists of other articles."""
    total = 0
    for text, holder in texts(element):
        if (
            len(text) >= _LEAST
            and holder is not None
            and holder.tag not in _SILENT
            and not _is_teaser(holder)
        ):
            total += len(text)
    return total


def _is_teaser(holder: Any) -> bool:
    """Whether a text stands in a link, in a card of a list of articles, or in the page's frame."""
    for element in (holder, *holder.iterancestors()):
        if element.tag in ("a", "aside", "nav", "footer"):
            return True
        if element.tag == "li" and any(
            next(h.iter("a"), None) is not None for h in element.iter("h2", "h3", "h4", "h5")
        ):
            return True
        if element.tag in ("article", "main", "body"):
            return False
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _BODY.search(named) or "articleBody" in element.get("itemprop", ""):
            return False  # Blogger's main column is a "widget" too
        if _FRAME.search(named):
            return not _has_heading(
                element
            )  # "has-sidebar", "comments-open": what holds the title is the column
    return False


def load() -> None:
    """Load what the first page would load otherwise."""
    import trafilatura  # noqa: F401


def _trafilatura(page: Page) -> list[str]:
    """The lines that trafilatura takes for the main text."""
    import trafilatura

    # trafilatura warns about what it cannot read; our caller reports that itself.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # A tree of its own: trafilatura takes elements out of it, and wants lxml.html's kind.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    tree = document_fromstring(page.source, parser=parser)
    document = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=False
    )
    text = getattr(document, "text", None) if document is not None else None
    return [line for line in (text or "").splitlines() if len(line) >= _LEAST]


def _ld_body(page: Page) -> Iterable[str]:
    """JSON-LD's articleBody; some outlets put HTML there."""
    return map(fragment_text, strings(page.ld_article, "articleBody"))


def _weigh(root: Any, oracle: str) -> tuple[dict[Any, int], int]:
    """Letters of the oracle's text under each element, and in all."""
    weights: dict[Any, int] = {}
    total = 0
    body = root.find("body")
    for text, holder in texts(root if body is None else body):
        if len(text) < _LEAST or holder is None or holder.tag in _SILENT:
            continue
        folded = _fold(text)
        if len(folded) < _LEAST // 2 or folded not in oracle or _is_teaser(holder):
            continue
        total += len(folded)
        while holder is not None:
            weights[holder] = weights.get(holder, 0) + len(folded)
            holder = holder.getparent()
    return weights, total


def _fold(text: str) -> str:
    return _LETTERS.sub("", text).lower()
