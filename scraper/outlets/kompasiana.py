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
    body=css("[itemprop=articleBody]", "article:has(p)"),
    boilerplate=(
        Prune("boxes", ".kolom-newslt, .banner-center, .ads-inf-box", "ad"),
        Strike("shortcode", r"\[/?caption\b[^\]]*\]", "caption"),
        Strike("dates", r"^\d{1,2} \w+ \d{4}\s+\d\d:\d\d\s+Diperbarui: .{10,40}$", "other"),
        Strike("waiting", r"(?i)^mohon tunggu\W*", "other", why="placeholder before the writer's occupation"),
        Strike("report", r"^Laporkan (?:Konten|Akun)$", "other"),
        Strike("platform", r"^(?:Disclaimer: )?Kompasiana adalah platform blog\b.{0,300}$", "other"),
    ),
    evidence="real page texts 2016-2022; markup unseen",
)
