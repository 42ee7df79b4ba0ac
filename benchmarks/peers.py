"""The peers, each as a function from a page to a record of the fields it knows.

Optional: ``pip install 'saring[peers]'``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

Extractor = Callable[[bytes, str], dict[str, Any]]


def trafilatura(html: bytes, url: str, **options: Any) -> dict[str, Any]:
    """trafilatura with its metadata."""
    import trafilatura as library

    made = library.bare_extraction(html, url=url, with_metadata=True, include_comments=False, **options)
    if made is None:
        return {}
    return {
        "article_body": made.text,
        "headline": made.title,
        "date_published": made.date,
        "authors": (made.author or "").split("; ") if made.author else [],
        "keywords": made.tags or [],
    }


def trafilatura_precise(html: bytes, url: str) -> dict[str, Any]:
    """trafilatura with favor_precision, its best preset on Indonesian pages."""
    return trafilatura(html, url, favor_precision=True)


def newspaper(html: bytes, url: str) -> dict[str, Any]:
    """newspaper4k, language Indonesian."""
    from newspaper import Article

    article = Article(url, language="id", fetch_images=False)
    article.download(input_html=html.decode("utf-8", "replace"))
    article.parse()
    published = article.publish_date
    return {
        "article_body": article.text,
        "headline": article.title,
        "date_published": published.isoformat() if published else None,
        "authors": article.authors or [],
        "keywords": sorted(article.tags or ()),
    }


def readability(html: bytes, url: str) -> dict[str, Any]:
    """readability-lxml, its summary as text."""
    from lxml.html import fromstring
    from readability import Document

    document = Document(html.decode("utf-8", "replace"), url=url)
    body = fromstring(document.summary())
    for block in body.iter("p", "div", "li", "br", "tr", "h1", "h2", "h3", "h4", "blockquote"):
        block.tail = "\n" + (block.tail or "")
    return {"article_body": body.text_content(), "headline": document.short_title()}


def resiliparse(html: bytes, _url: str) -> dict[str, Any]:
    """resiliparse, main content as text."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse_from_bytes(html, "utf-8")
    return {"article_body": extract_plain_text(tree, main_content=True, alt_texts=False, links=False)}


PEERS: dict[str, tuple[str, Extractor]] = {
    "trafilatura": ("trafilatura", trafilatura),
    "trafilatura, precise": ("trafilatura", trafilatura_precise),
    "newspaper4k": ("newspaper4k", newspaper),
    "readability-lxml": ("readability-lxml", readability),
    "resiliparse": ("resiliparse", resiliparse),
}


def installed(package: str) -> str | None:
    """The installed version of a peer, None where it is missing."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
