"""Medcom.id, of Media Group: server-rendered, times in WIB, one page; "NAME • DATE", on mobile "NAME - DATE".

Read-also lines say "Baca:"; datelines close with a colon. The names of the elements are not known: those of the sister
site and of schema.org are tried for the body, and the line under the heading is told by its form.
"""

import re
from dataclasses import dataclass

from scraper.outlet import Feed, Outlet, Prune, Strike, css
from scraper.page import Page
from scraper.page.page import text_of, texts

_TIME = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4} \d\d[:.]\d\d(?: WIB)?")
_SIGNED = re.compile(rf"([A-Z][\w .,'’]{{2,80}}?) [•-] ({_TIME.pattern})")


@dataclass(frozen=True, slots=True)
class Signed:
    """The name (1) or the time (2) of the line under the heading."""

    part: int

    def read(self, page: Page) -> list[str]:
        for text, holder in texts(page.root):
            for element in (holder, holder.getparent()) if _TIME.search(text) else ():
                match = _SIGNED.fullmatch(text_of(element)) if element is not None else None
                if match:
                    return [match[self.part]]
        return []


OUTLET = Outlet(
    name="medcom",
    publisher="Medcom.id",
    domains=("medcom.id",),
    sources=(Feed("/rss"), Feed("/ekonomi/rss"), Feed("/teknologi/rss")),
    article_url=r"/[\w-]+/[\w-]+/[A-Za-z0-9]{8}-[^/]+",
    body=css("[itemprop=articleBody]", ".news-text", ".article-content"),
    fields={"authors": Signed(1), "date_published": Signed(2)},
    boilerplate=(
        Prune(
            "ads",
            "[id^=Ads_], [id^=banner], .parallax_ads, .banner_content, #div_billboard1",
            "ad",
            why="ad slots",
        ),
        Strike(
            "reaction", r"^Bagaimana tanggapan [Aa]nda mengenai artikel ini\?$", "other", why="reaction poll"
        ),
        Strike(
            "more_here",
            r"^(?:Selengkapnya baca di sini|Klik di sini untuk .{3,80})\W*$",
            why="leads elsewhere",
        ),
    ),
    evidence="real page texts 2020-2022, links 2026, filter lists; no saved HTML seen",
)
