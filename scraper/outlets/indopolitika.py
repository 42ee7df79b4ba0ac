"""Indopolitika: WordPress, articles at the root, one page each, times in WIB."""

from scraper.outlet import Index, Outlet, Prune, css

OUTLET = Outlet(
    name="indopolitika",
    publisher="Indopolitika.com",
    domains=("indopolitika.com",),
    host="indopolitika.com",
    sources=(
        Index("/indeks-berita/page/{page}/", links=".widget.indeks h2.media-title a.media-link"),
        Index("/page/{page}/?s={keyword}", links=".widget.indeks h2.media-title a.media-link"),
    ),
    article_url=r"/[a-z0-9]+(?:-[a-z0-9]+){2,}",
    not_article=r"^/(?:author|category|indeks-berita|page|redaksi|tag|wp-)",
    body=css(".post-body.post-article", ".post-content .post-article"),
    fields={"headline": css(".post-title h1"), "authors": css(".post-authorname a")},
    boilerplate=(
        Prune("text_in_box", ".teks-dalam-kotak", "related", "read_also", why="read-also box"),
        Prune("google_pill", ".buttonOnGooglePill", "promotion", why="asks to follow on Google"),
        Prune("auto_placed", ".google-auto-placed", "ad", why="ad slot"),
    ),
    evidence="public selectors 2026-07-19",
)
