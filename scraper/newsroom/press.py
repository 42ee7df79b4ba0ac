"""The press of the demo newsroom: joins words and templates to the replies of the whole site.

Every page is printed once, with ``@ORIGIN@`` where the serving address goes, so that no page depends on the port
or the clock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from scraper.newsroom.truth import BLOCKS, NotArticle, read_articles, read_lines, section, told

PER_PAGE = 10
HTML = "text/html; charset=utf-8"
_ORGANISATION = {"@type": "Organization", "name": "GenPI.co", "url": "https://www.genpi.co"}


class Reply(NamedTuple):
    """One answer of the server, before the serving address goes in."""

    body: str
    content_type: str
    modified: datetime
    status: int = 200


class Press:
    """Prints the site: ``replies`` by target, ``told`` and ``refused`` from the folder's words and templates."""

    def __init__(self, folder: Path) -> None:
        self.articles = read_articles(folder)
        self.others = read_lines(folder / "not_articles.jsonl")
        self.templates = {p.name: Template(p.read_text("utf-8")) for p in (folder / "templates").iterdir()}
        named = (line.split(": ", 1) for line in self.templates.pop("parts.html").template.splitlines())
        self.parts = {name: Template(markup) for name, markup in named}
        self.by_id = {a["id"]: a for a in self.articles}
        self.newest = self.articles[::-1]
        self.kanal = list(dict.fromkeys(a["kanal"] for a in self.articles))
        self.menu = "".join(self._link(f"/{k}", section(k).title()) for k in self.kanal)
        self.popular = self._links(self.articles[::8])
        self.told = [told(a, self.by_id) for a in self.articles]
        self.refused = [NotArticle(o["path"], o["why"], o["status"]) for o in self.others]
        self.replies: dict[str, Reply] = {}
        self._print_articles()
        self._print_lists()
        self._print_others()
        self._print_feeds()

    def _part(self, name: str, /, **values: Any) -> str:
        return self.parts[name].substitute(values)

    def _page(self, name: str, /, **values: Any) -> str:
        return self.templates[name].substitute(values)

    def _link(self, path: str, title: str) -> str:
        return self._part("link", href=f"@ORIGIN@{path}", title=escape(title))

    def _links(self, articles: Iterable[dict[str, Any]]) -> str:
        return "".join(self._link(a["path"], a["headline"]) for a in articles)

    def _put(self, target: str, body: str, content_type: str = HTML, at: datetime | None = None) -> None:
        self.replies[target] = Reply(body, content_type, at or self.newest[0]["time"])

    def _print_articles(self) -> None:
        for n, article in enumerate(self.articles):
            common = self._common(article)
            if article["amp"]:
                whole = [item for page in article["pages"] for item in page]
                body = self._body(article, whole, first=True, last=True, amp=True)
                page = self._page("amp.html", body=body, **common)
                self._put(f"/amp{article['path']}", page, at=article["time"])
            common["previous"] = self._each("bare_link", self.articles[n - 1 : n] if n else [])
            common["next"] = self._each("bare_link", self.articles[n + 1 : n + 2])
            for number, items in enumerate(article["pages"], 1):
                page = self._page("article.html", **common, **self._desktop(article, number, items, common))
                self._put(page_target(article["path"], number), page, at=article["time"])

    def _common(self, article: dict[str, Any]) -> dict[str, str]:
        lead = article["pages"][0][0]["text"]
        published = article["time"].isoformat()
        stamp = article["time"].strftime("%Y/%m/%d")
        image = f"/uploads/arsip/normal/{stamp}/{article['slug'][:48].strip('-')}.svg"
        self._put(image, self.templates["image.svg"].template, "image/svg+xml", article["time"])
        canonical = f"https://www.genpi.co{article['path']}"
        kin = [a for a in self.newest if a["kanal"] == article["kanal"] and a is not article]
        # The outlet itself signs what has no reporter: a brand, which is nobody's name.
        writer = {"@type": "Person", "name": article["author"]} if article["author"] else _ORGANISATION
        ld = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": canonical,
            "headline": article["headline"],
            "description": lead,
            "datePublished": published,
            "dateModified": published,
            "author": writer,
            "publisher": _ORGANISATION,
            "image": [f"@ORIGIN@{image}"],
            "articleSection": section(article["kanal"]).title(),
            "keywords": article["tags"],
        }
        return {
            "headline": _text(article["headline"]),
            "headline_attr": escape(article["headline"]),
            "description_attr": escape(lead),
            "keywords_attr": escape(", ".join(article["tags"])),
            "json_ld": json.dumps(ld, ensure_ascii=False).replace("</", "<\\/"),
            "section": escape(section(article["kanal"]).title()),
            "related": self._links(kin[:4]),
            "popular": self.popular,
            "menu": self.menu,
            "canonical": canonical,
            "image": image,
            **{name: escape(article[name]) for name in ("date", "editor", "kanal", "caption", "path")},
        }

    def _desktop(
        self, article: dict[str, Any], number: int, items: Sequence[dict[str, Any]], common: dict[str, str]
    ) -> dict[str, str]:
        """What differs between the numbered pages of one article."""
        path, count = article["path"], len(article["pages"])
        lead = article["pages"][0][0]["text"].split()
        labels = [(str(n), n) for n in range(1, count + 1)] + [
            ("Next", min(number + 1, count)),
            ("Last »", count),
        ]
        pagination = "".join(
            self._part("page_here", label=label)
            if label == str(number)
            else self._part("page_link", label=label, href=f"@ORIGIN@{page_target(path, n)}")
            for label, n in labels
        )
        last = number == count
        return {
            "body": self._body(article, items, first=number == 1, last=last, amp=False),
            "thumb": self._part("thumb", **common),
            "popin": self._part("popin", links=self._links(self.articles[5::13])) if last else "",
            # The teaser under the later pages repeats the lead and stops in mid-sentence.
            "teaser": self._part("teaser", text=escape(" ".join(lead[:12]))) if number > 1 else "",
            "pagination": pagination if count > 1 else "",
            "redaktur": self._part("redaktur", name=escape(article["editor"])) if last else "",
            "tags": ", ".join(self._part("tag", slug=_slug(t), text=escape(t)) for t in article["tags"]),
        }

    def _body(
        self, article: dict[str, Any], items: Sequence[dict[str, Any]], *, first: bool, last: bool, amp: bool
    ) -> str:
        """The markup of the items of one page, with end mark, video prompt and ad slots where the site has them."""
        out: list[str] = []
        blocks = [item for item in items if item["kind"] in BLOCKS]
        final = blocks[-1] if last and article["end_mark"] else None
        tag = next((t for t in article["tags"] if any(t in i.get("text", "") for i in blocks[1:])), None)
        for kind, group in groupby(enumerate(items), key=lambda pair: pair[1]["kind"]):
            run = list(group)
            if kind == "list_item":
                out.append(self._part("list", items="".join(self._simple(i) for _, i in run)))
            elif kind == "table_row":
                rows = [[self._part("cell", text=escape(c)) for c in i["cells"]] for _, i in run]
                out.append(
                    self._part("table", rows="".join(self._part("row", cells="".join(r)) for r in rows))
                )
            for n, item in run if kind in ("paragraph", "heading", "quote") else ():
                text = _text(item["text"])
                if kind == "paragraph" and tag and item is not blocks[0] and tag in item["text"]:
                    link = self._part("tag_link", slug=_slug(tag), text=_text(tag))
                    text, tag = text.replace(_text(tag), link, 1), None
                if first and n == 0:
                    text = self.parts["dateline"].template + text
                if item is final and not article["end_mark_own_line"]:
                    text, final = f"{text} {article['end_mark']}", None
                following = items[n + 1] if n + 1 < len(items) else {}
                if following.get("style") == "glued":
                    text += self._read_also(following)
                out.append(self._part(kind, text=text))
            if final is not None and run[-1][1] is final:
                out.append(self._part("paragraph", text=article["end_mark"]))
            for _, item in run if kind in ("read_also", "continued") else ():
                if item.get("style") != "glued":
                    out.append(self._read_also(item))
            for _, item in run if kind == "video" else ():
                out.append(
                    self._part("amp_video" if amp else "video", text=escape(item["text"]), id=article["id"])
                )
        for place, slot in ((5, 2), (2, 1)):
            if len(out) > place:
                out.insert(place, self._part("amp_ad" if amp else "ad", id=article["id"], n=slot))
        return "\n".join(out)

    def _simple(self, item: dict[str, Any]) -> str:
        return self._part(item["kind"], text=_text(item["text"]))

    def _read_also(self, item: dict[str, Any]) -> str:
        other = self.by_id[item["article"]]
        name = f"read_also_{item['style']}" if item["kind"] == "read_also" else item["kind"]
        return self._part(name, href=f"@ORIGIN@{other['path']}", title=_text(other["headline"]))

    def _each(self, name: str, articles: Iterable[dict[str, Any]]) -> str:
        """One part an article: a card of a list, an entry of a sitemap or feed."""
        return "\n".join(
            self._part(
                name,
                path=a["path"],
                id=a["id"],
                date=a["date"],
                published=a["time"].isoformat(),
                rfc=format_datetime(a["time"]),
                kanal=escape(section(a["kanal"])),
                title=_text(a["headline"]),
                description=_text(a["pages"][0][0]["text"]),
            )
            for a in articles
        )

    def _list(self, path: str, title: str, articles: Sequence[dict[str, Any]], more: str = "") -> str:
        # Every list links to what is no article too, as menus and footers of real sites do.
        extra = "<ul>" + "".join(self._link(o["path"], o["title"]) for o in self.others) + "</ul>"
        values = {
            "title": escape(title),
            "path": path,
            "menu": self.menu,
            "cards": self._each("card", articles),
        }
        return self._page("index.html", **values, more=more, extra=extra)

    def _print_lists(self) -> None:
        self._put("/", self._list("/", "Berita Terkini", self.newest[:12]))
        for kanal in self.kanal:
            listed = [a for a in self.newest if a["kanal"] == kanal]
            self._put(f"/{kanal}", self._list(f"/{kanal}", section(kanal).title(), listed))
        for tag in dict.fromkeys(t for a in self.articles for t in a["tags"]):
            listed = [a for a in self.newest if tag in a["tags"]]
            self._put(f"/tag/{_slug(tag)}", self._list(f"/tag/{_slug(tag)}", f"Tag: {tag}", listed))
        # One page more than there are articles for, and that one is empty: so a crawler sees the end.
        for n in range(1, self.index_pages + 2):
            listed = self.newest[(n - 1) * PER_PAGE : n * PER_PAGE]
            href = f"@ORIGIN@{page_target('/indeks', n + 1)}"
            more = self._part("more_pages", href=href, label="Selanjutnya") if n < self.index_pages else ""
            self._put(page_target("/indeks", n), self._list("/indeks", "Indeks Berita", listed, more))

    @property
    def index_pages(self) -> int:
        return -(-len(self.articles) // PER_PAGE)

    def _print_others(self) -> None:
        for other in self.others:
            title = _text(other["title"])
            content = "".join(self._part("paragraph", text=_text(t)) for t in other["text"])
            if other["why"] == "list":
                if other["path"] not in self.replies:
                    self._put(other["path"], self._list(other["path"], other["title"], self.articles[::6]))
                continue
            if other["why"] == "login":
                content += self._part("login")
            elif other["why"] == "gallery":
                figures = (
                    self._part("gallery_figure", n=n, text=escape(c))
                    for n, c in enumerate(other["captions"], 1)
                )
                content += self._part("gallery", figures="".join(figures), title=title)
            if other["status"] == 200:
                self._put(other["path"], self._message(title, content))
        self.not_found = self._message("404", "<p>Alamat ini tidak ada di ruang redaksi.</p>")

    def _message(self, title: str, content: str) -> str:
        return self._page("message.html", title=title, content=content, menu=self.menu, popular=self.popular)

    def _print_feeds(self) -> None:
        plain = (self._part("sitemap_plain", path=o["path"]) for o in self.others)
        urls = "\n".join([self._each("sitemap_url", self.newest), *plain])
        news = self._each("news_url", self.newest[:12])
        items = self._each("rss_item", self.newest[:15])
        self._put("/sitemap.xml", self._page("sitemap.xml", urls=urls), "application/xml")
        self._put("/sitemap-news.xml", self._page("sitemap-news.xml", urls=news), "application/xml")
        self._put("/rss", self._page("rss.xml", items=items), "application/rss+xml; charset=utf-8")
        self._put("/robots.txt", self.templates["robots.txt"].template, "text/plain; charset=utf-8")


def page_target(path: str, number: int) -> str:
    """The target of page ``number`` of a path."""
    return path if number == 1 else f"{path}?page={number}"


def _text(words: str) -> str:
    return escape(words, quote=False)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
