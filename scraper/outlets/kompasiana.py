"""Kompasiana, KG Media's blog platform: articles of its users, whole under ?page=all, times in WIB.

Behind the second date stands the number of views. Its markup is unseen.
"""

from scraper.outlet import AllOnOne, Index, Outlet, Prune, Strike, css

OUTLET = Outlet(
    name="kompasiana",
    publisher="Kompasiana",
    domains=("kompasiana.com",),
    sources=(Index("/"),),
    article_url=r"/[a-z0-9_]+/[0-9a-f]{24}/[a-z0-9-]+",
    whole_article=(AllOnOne(),),
    body=css("[itemprop=articleBody]", "article:first-of-type"),
    boilerplate=(
        Prune("boxes", ".kolom-newslt, .banner-center, .ads-inf-box", "ad", why="ad and newsletter boxes"),
        Strike("shortcode", r"\[/?caption\b[^\]]*\]", "caption", why="unrendered template code"),
        Strike(
            "dates",
            r"^\d{1,2} \w+ \d{4}\s+\d\d:\d\d\s+Diperbarui: .{10,40}$",
            "other",
            why="date line with views",
        ),
        Strike("waiting", r"(?i)^mohon tunggu\W*", "other", why="placeholder before the writer's occupation"),
        Strike("report", r"^Laporkan (?:Konten|Akun)$", "other", why="buttons"),
        Strike(
            "platform",
            r"^(?:Disclaimer: )?Kompasiana adalah platform blog\b.{0,300}$",
            "other",
            why="notice of the platform",
        ),
    ),
    evidence="real page texts 2016-2022; markup unseen",
)
