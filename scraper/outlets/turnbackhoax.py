"""TurnBackHoax (MAFINDO): server-rendered since late 2025, WordPress before; one page an article, days or WIB times.

Headlines open with the verdict in brackets; the checker is named in the text, the by-line of old pages is a team's.
"""

import re
from dataclasses import dataclass

from scraper.outlet import Feed, Index, Outlet, Strike, css
from scraper.page import Page
from scraper.page.page import texts

_CHECKED_BY = r"\(?Hasil [Pp]eriksa [Ff]akta:?\s+(?P<name>(?:[A-Z][\w.'’-]*\s?){1,5})(?:\([^()]*\))?[\s).]*$"


@dataclass(frozen=True, slots=True)
class _Checker:
    """The name in "Hasil periksa fakta NAME"."""

    def read(self, page: Page) -> list[str]:
        return [m["name"] for text, _ in texts(page.root) if (m := re.match(_CHECKED_BY, text.strip()))]


OUTLET = Outlet(
    name="turnbackhoax",
    publisher="TurnBackHoax.ID",
    domains=("turnbackhoax.id",),
    host="turnbackhoax.id",
    sources=(Feed("/feed/"), Index("/articles?category=all&page={page}")),
    article_url=r"/articles/\d+(?:-[a-z0-9-]+)?|/\d{4}/\d\d/\d\d/[a-z0-9-]+",
    body=css("section.article--main", "div.entry-content"),
    fields={
        "authors": (_Checker(), css("span.entry-meta-author a")),
        "date_published": css("span.entry-meta-date a"),
    },
    boilerplate=(
        Strike("archive_mark", r"\s?\[arsip\]", "other", why="link to an archived copy of the claim"),
        Strike("checked_by", rf"^{_CHECKED_BY}", "byline", why="names the checker"),
    ),
    evidence="885 real texts, public selectors 2025-2026",
)
