"""Okezone and its channels (news, economy, bola, …), of MNC Media: server-rendered, WIB, whole with ?page=all.

<meta> datePublished is a leftover of the template (2014); dateModified has no zone. mpi.okezone.com republishes
SINDOnews.
"""

from scraper.outlet import AllOnOne, Feed, Index, Outlet, Prune, Sitemap, css

_CHANNELS = "news economy bola sports celebrity women ototekno muslim edukasi health".split()

OUTLET = Outlet(
    name="okezone",
    publisher="Okezone",
    domains=("okezone.com",),
    sources=(
        Sitemap("/sitemap.xml"),
        *(
            Feed(f"https://sindikasi.okezone.com/index.php/rss/{n}/RSS2.0")
            for n in (0, 1, 2, 11, 12, 13, 14, 16)
        ),
        *(
            Index(f"https://{c}.okezone.com/indeks/{{y}}/{{m}}/{{d}}/{{page}}", first=0, step=10)
            for c in _CHANNELS
        ),
        Index("/tag/{tag}"),
    ),
    article_url=r"/read/\d{4}/\d\d/\d\d/\d+/\d+/[^/]+",
    whole_article=(AllOnOne(links="#paging .nomor, .box-nomor a"),),
    body=css(".c-detail.read", "#contentx"),
    fields={
        "authors": css(".journalist > a:nth-child(2)", ".nmreporter > div"),
        "date_published": css(".journalist > span", ".namerep b"),
    },
    boilerplate=(Prune("video", ".vicon", "embed", why="video box"),),
    evidence="real pages 2015, 2020; adapter checked live 2026-07; 1,131 texts 2025",
)
