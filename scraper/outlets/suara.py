"""Suara.com and its regional sites, of Arkadia Digital Media: server-rendered, times in WIB, whole with ?page=all."""

from scraper.outlet import AllOnOne, Feed, Index, Outlet, Prune, Sitemap, css, script

OUTLET = Outlet(
    name="suara",
    publisher="Suara.com",
    domains=("suara.com",),
    sources=(Sitemap("/sitemap.xml"), Feed("/rss"), Index("/indeks?page={page}")),
    article_url=r"/[\w-]+/\d{4}/\d\d/\d\d/\d{6}/[^/]+",
    whole_article=(AllOnOne(links=".pagination-custom a"),),
    body=css(".article-content"),
    fields={"article_section": script(r"articleCategory['\"]?\s*:\s*['\"]([^'\"]+)['\"]")},
    boilerplate=(
        Prune("summary", ".ten-second", "other", why="baca 10 detik: a summary on every page"),
        Prune("article_read", ".article-read", "related", "read_also", why="read-also box"),
        Prune(
            "next_article",
            "#next-article, .placeholder_belt, .placeholder_read_body, .wrap-pagination",
            "other",
            why="placeholders, page links and another article",
        ),
    ),
    evidence="adapter checked live 2026-07, public selectors 2026",
)
