"""TVRI News (LPP TVRI): server-rendered, channels as subdomains, one page an article, times in WIB.

The form of its article addresses is not known: whatever its news sitemaps list is taken for one.
"""

from scraper.outlet import Outlet, Sitemap, css, meta

OUTLET = Outlet(
    name="tvrinews",
    publisher="TVRINews",
    domains=("tvrinews.com",),
    host="tvrinews.com",
    sources=tuple(
        Sitemap(f"https://{channel}.tvrinews.com/sitemap/news.xml")
        for channel in ("nasional", "ekonomi", "daerah")
    ),
    not_article=r"^/(?:sitemap|search|tag|kategori|category)(?:/|$)",
    body=css("div.blog-content"),
    fields={"authors": meta("author")},
    evidence="public selectors 2026",
)
