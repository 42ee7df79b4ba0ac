"""Where an article stands in its outlet, as printed: its tags and the trail of sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from scraper.extraction.printed import named_elsewhere
from scraper.page import Page, jsonld
from scraper.page.page import text_of
from scraper.text.spaces import letters, tidy

_TAG_HREF = re.compile(r"/(?:(?:list)?tags?|topik|topic|tagar|tagged|label|hashtag)[/=?]|[?&]tag=", re.I)
_TAG_BOX = re.compile(
    r"(?:^|[\s_-])(?:tags?\w*|topik|topics?|keywords?|labels?|tagcloud|hashtags?)(?=$|[\s_-])", re.I
)
_TAG_LABEL = re.compile(r"(?:tags?|topik|hot\s+topics?|tagar)\s*:?", re.I)
# Printed before an article's tags; what may also stand before words that are no links.
_LABEL = re.compile(
    r"\W*(?:(?P<sure>tags?|tagged|kata\s+kunci|keywords?)|topik|tagar|hashtags?|labels?)(?:\s+terkait)?\b\s*(?P<colon>:)?\s*",
    re.I,
)
_OF_THE_SITE = re.compile(
    r"\W*(?:hot\s+topics?|(?:tags?|topik|tagar)\s+(?:populer|terpopuler|hangat|pilihan|hari\s+ini)|trending\b.{0,20})\W*",
    re.I,
)
_NEAR = 500  # letters between the body and its tags: share buttons, a by-line, a promotion
_PARAGRAPH = 100  # letters
_LABEL_LETTERS = 20
_MOST_WORDS = 6  # of a tag


def tags(page: Page, about: str, elements: Sequence[Any] = ()) -> list[str]:
    """The tags printed for this article: links to tag pages, grouped by the box they stand in.

    ``about`` is text of the article (headline, declared keywords, lead): of several boxes the one whose tags speak of
    it is the article's; a list of hot topics is the site's. Where none does, it is the one that is named or labelled
    so and stands in the body or right behind it; ``elements`` hold the body.
    """
    boxes: dict[Any, list[str]] = {}
    box_of: dict[Any, Any] = {}
    links = [link for link in page.select("a") if _names_a_tag(link)]
    known = set(links)
    for link in links:
        label = text_of(link).strip(" #,")
        box = _tag_box(link, known)
        if label and box is not None and len(label) < 60 and not _TAG_LABEL.fullmatch(label):
            boxes.setdefault(box, []).append(label)
            box_of[link] = box
    about = about.lower()

    def weight(box: Any) -> tuple[float, int, int]:
        share = sum(t.lower() in about for t in boxes[box]) / len(boxes[box])
        return (share, int(_is_named(box)), len(boxes[box]))

    best = max(boxes, key=weight, default=None)
    if best is not None and weight(best)[0] >= 0.3:
        return boxes[best]
    return _beside_the_body(page, elements, box_of, boxes)


def _beside_the_body(
    page: Page, elements: Sequence[Any], box_of: dict[Any, Any], boxes: dict[Any, list[str]]
) -> list[str]:
    """The first tags that are named or labelled so, in the body or right behind it."""
    texts = page.texts.all()
    inside = {e for element in elements for e in element.iter("*")}
    body = [i for i, (_, holder) in enumerate(texts) if holder in inside]
    prose = max((i for i in body if len(texts[i][0]) > _PARAGRAPH), default=0)
    far = 0
    for i in range(body[0] if body else len(texts), len(texts)):
        text, holder = texts[i]
        if len(text) < _PARAGRAPH and _OF_THE_SITE.fullmatch(text):
            break
        box = next((box_of[e] for e in (holder, holder.getparent()) if e in box_of), None)
        if box is not None and _is_named_so(box) and not _framed(box):
            return boxes[box]
        if len(text) < _PARAGRAPH and (label := _LABEL.match(text)) and not _framed(holder):
            found = _labelled(label, holder, plain=i > prose)
            if found:
                return found
        far += len(tidy(text)) if i > body[-1] else 0
        if far > _NEAR:
            break
    return []


def _labelled(label: re.Match[str], holder: Any, *, plain: bool) -> list[str]:
    """The tags that follow a label: nothing but links, or, where ``plain``, words between commas."""
    element = holder
    for _ in range(3):
        line = text_of(element)
        if len(line) > 400:
            break
        before, _, after = line.partition(tidy(label[0]))
        if any(map(str.isalnum, before)):
            break
        if any(map(str.isalnum, after)):
            names = [text_of(a).strip(" #,") for a in element.iter("a")]
            if letters("".join(names)) != letters(after):
                names = re.split(r"[,;#]", after) if plain and label["sure"] and label["colon"] else []
                names = names if len(names) > 1 and after[-1] not in ".!?" else []
            names = [name for name in map(tidy, names) if name]
            return names if all(len(name.split()) <= _MOST_WORDS for name in names) else []
        element = element.getparent()
    return []


def _is_named(box: Any) -> bool:
    return bool(_TAG_BOX.search(f"{box.get('class') or ''} {box.get('id') or ''}"))


def _is_named_so(box: Any) -> bool:
    """Whether a box, or an element around it with nothing but a label besides, says that it holds tags."""
    most = len(text_of(box)) + _LABEL_LETTERS
    around = (e for e in (box, *islice(box.iterancestors(), 2)) if _is_named(e))
    return any(len(text_of(e)) <= most for e in around)


def _framed(element: Any) -> bool:
    """Whether an element stands in the site's frame; an article has a footer of its own."""
    while element is not None:
        if element.tag == "footer":
            return _is_the_sites(element)
        verdict = named_elsewhere(element.tag, element.get("class"), element.get("id"))
        if verdict is not None:
            return verdict
        element = element.getparent()
    return False


def _is_the_sites(footer: Any) -> bool:
    return next(footer.iterancestors("article", "main"), None) is None


def publisher(page: Page) -> str | None:
    """The site's name as it declares it."""
    names = jsonld.strings(page.ld_article, "publisher.name") or page.meta.get("og:site_name", [])
    return names[0].strip() if names else None


def breadcrumb(page: Page) -> list[str]:
    """The trail of sections, home and article included as printed; JSON-LD's BreadcrumbList when none is printed."""
    for selector in (".breadcrumb a", ".breadcrumbs a", "[class*=crumb] a", "[itemtype*=BreadcrumbList] a"):
        trail = [text_of(e) for e in page.select(selector)]
        if any(trail):
            return [t for t in trail if t]
    for node in page.ld:
        if "BreadcrumbList" in jsonld.types(node):
            names = jsonld.strings(node, "itemListElement.item.name") or jsonld.strings(
                node, "itemListElement.name"
            )
            return [tidy(n) for n in names]
    return []


def _names_a_tag(link: Any) -> bool:
    href = (link.get("href") or "").lower()
    if ("tag" in href or "topi" in href or "label" in href) and _TAG_HREF.search(href):
        return True
    if "/taxonomy/term/" in href:  # Drupal's sections have such addresses too
        return any(_is_named(e) for e in islice(link.iterancestors(), 4))
    return "tag" in (link.get("rel") or "").split()


def _tag_box(link: Any, known: set[Any]) -> Any | None:
    """The element that gathers tags around a link; None for links in prose and in menus."""
    element, named = link.getparent(), None
    for _ in range(4):
        if element is None or element.tag in ("body", "nav", "header"):
            break
        if element.tag == "footer" and _is_the_sites(element):
            break
        if element.tag == "p" and len(text_of(element)) > 2 * len(text_of(link)) + 60:
            return None
        if len(list(islice((a for a in element.iter("a") if a in known), 2))) > 1:
            return element
        if named is None and _is_named(element):
            named = element
        element = element.getparent()
    return named
