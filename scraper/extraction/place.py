"""Where an article stands in its outlet, as printed: its tags and the trail of sections."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from scraper.page import Page, jsonld
from scraper.page.page import text_of
from scraper.text.spaces import tidy

_TAG_HREF = re.compile(r"/(?:(?:list)?tags?|topik|topic|tagar|tagged|label|hashtag)[/=?]|[?&]tag=", re.I)
_TAG_BOX = re.compile(
    r"(?:^|[\s_-])(?:tags?\w*|topik|topics?|keywords?|labels?|tagcloud|hashtags?)(?=$|[\s_-])", re.I
)
_TAG_LABEL = re.compile(r"(?:tags?|topik|hot\s+topics?|tagar)\s*:?", re.I)


def tags(page: Page, about: str) -> list[str]:
    """The tags printed for this article: links to tag pages, grouped by the box they stand in.

    ``about`` is text of the article (headline, declared keywords, lead): of several boxes the one whose tags speak of
    it is the article's; a list of hot topics is the site's.
    """
    boxes: dict[Any, list[str]] = {}
    links = [link for link in page.select("a") if _names_a_tag(link)]
    known = set(links)
    for link in links:
        label = text_of(link).strip(" #,")
        box = _tag_box(link, known)
        if label and box is not None and len(label) < 60 and not _TAG_LABEL.fullmatch(label):
            boxes.setdefault(box, []).append(label)
    about = about.lower()

    def weight(box: Any) -> tuple[float, int, int]:
        share = sum(t.lower() in about for t in boxes[box]) / len(boxes[box])
        named = bool(_TAG_BOX.search(f"{box.get('class') or ''} {box.get('id') or ''}"))
        return (share, int(named), len(boxes[box]))

    ranked = sorted(boxes, key=weight, reverse=True)
    return boxes[ranked[0]] if ranked and weight(ranked[0])[0] >= 0.3 else []


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
    return "tag" in (link.get("rel") or "").split()


def _tag_box(link: Any, known: set[Any]) -> Any | None:
    """The element that gathers tags around a link; None for links in prose and in menus."""
    element, named = link.getparent(), None
    for _ in range(4):
        if element is None or element.tag in ("body", "nav", "header", "footer"):
            break
        if element.tag == "p" and len(text_of(element)) > 2 * len(text_of(link)) + 60:
            return None
        if len(list(islice((a for a in element.iter("a") if a in known), 2))) > 1:
            return element
        if named is None and _TAG_BOX.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            named = element
        element = element.getparent()
    return named
