"""Media Indonesia, of Media Group: server-rendered, times in WIB as D/M/YYYY, one page.

The printed name above the text is the reporter; JSON-LD's author is the editor, and dateModified precedes publication.
"""

from scraper.outlet import Index, Outlet, Sitemap, css

OUTLET = Outlet(
    name="mediaindonesia",
    publisher="Media Indonesia",
    domains=("mediaindonesia.com",),
    host="mediaindonesia.com",
    sources=(
        Sitemap("/sitemap.xml"),
        Index("/indeks/20/{page}", first=0, step=20),
        Index("/{section}/20/{page}", first=0, step=20),
        Index("/tag/{tag}"),
    ),
    article_url=r"/[\w-]+/\d+/[\w-]*[a-z][\w-]*",
    not_article=r"^/(?:video|galleries|tag|author|indeks)/",
    body=css("div.article"),
    fields={"authors": css(".author-2"), "date_published": css(".info .datetime", ".post-header .datetime")},
    ld_author="editors",
    evidence="real pages 2026-01; adapter checked 2026-07 (a Cloudflare challenge was seen on /indeks)",
)
