"""Infobanknews: WordPress, articles at the root, one page each, times in WIB; its REST interface lists everything."""

from scraper.outlet import Feed, Index, Outlet, Prune, css, ld, meta

OUTLET = Outlet(
    name="infobanknews",
    publisher="Infobanknews",
    domains=("infobanknews.com",),
    host="infobanknews.com",
    sources=(
        Feed("/feed"),
        Index("/wp-json/wp/v2/posts?per_page=20&page={page}&_fields=link", links="json:link"),
        Index(
            "/wp-json/wp/v2/posts?search={keyword}&per_page=20&page={page}&_fields=link", links="json:link"
        ),
    ),
    article_url=r"/[a-z0-9]+(?:-[a-z0-9]+){2,}",
    not_article=r"^/(?:wp-|category/|tag/|author/|feed|page/)",
    body=css("div.article-content", "div.entry-content"),
    fields={"authors": (ld("author.name"), meta("author", "byline"))},
    boilerplate=(Prune("campaign", "[data-ad-campaign], [data-ad-position]", "ad", why="ad slot"),),
    evidence="public selectors 2026-07-18",
)
