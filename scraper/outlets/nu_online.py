"""NU Online (PBNU) with its regional sites: one page an article, times in WIB; the markup is not known.

Regional sites print today's date in the header; the by-line's role stands under the name.
"""

from scraper.outlet import Feed, Outlet, Strike, before, path_part

OUTLET = Outlet(
    name="nu_online",
    publisher="NU Online",
    domains=("nu.or.id",),
    sources=(Feed("/rss/feed.rss"), Feed("https://jabar.nu.or.id/rss.xml")),
    article_url=r"/[a-z-]+/[a-z0-9-]+-[A-Za-z0-9]{5}",
    fields={"authors": before("Penulis"), "article_section": path_part(0)},
    boilerplate=(
        Strike(
            "dateline_line", r"^[A-Z][\w .'’-]{2,30}, NU Online(?: [A-Z]\w+)?$", "dateline", why="has no dash"
        ),
    ),
    evidence="five real page texts 2022-2024",
)
