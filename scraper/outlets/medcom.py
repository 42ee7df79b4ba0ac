"""Medcom.id, of Media Group: server-rendered, times in WIB, one page; "NAME • DATE" on desktop, "NAME - DATE" on mobile.

Read-also lines say "Baca:". The container's name is not known: that of the sister site and schema.org's are tried.
"""

from scraper.outlet import Feed, Outlet, Prune, Strike, css

OUTLET = Outlet(
    name="medcom",
    publisher="Medcom.id",
    domains=("medcom.id",),
    sources=(Feed("/rss"), Feed("/ekonomi/rss"), Feed("/teknologi/rss")),
    article_url=r"/[\w-]+/[\w-]+/[A-Za-z0-9]{8}-[^/]+",
    body=css("[itemprop=articleBody]", ".news-text", ".article-content"),
    boilerplate=(
        Prune("ads", "[id^=Ads_], [id^=banner], .parallax_ads, .banner_content, #div_billboard1", "ad"),
        Strike("reaction", r"^Bagaimana tanggapan [Aa]nda mengenai artikel ini\?$", "other", why="reaction poll"),
        Strike("more_here", r"^(?:Selengkapnya baca di sini|Klik di sini untuk .{3,80})\W*$", why="leads elsewhere"),
    ),
    evidence="real page texts 2020-2022, links 2026, filter lists; no saved HTML seen",
)
