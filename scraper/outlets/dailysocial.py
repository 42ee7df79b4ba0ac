"""DailySocial: WordPress, one page an article, times in WIB."""

from scraper.outlet import Feed, Index, Outlet, Prune, css, meta

OUTLET = Outlet(
    name="dailysocial",
    publisher="DailySocial.id",
    domains=("dailysocial.id",),
    host="news.dailysocial.id",
    sources=(
        Index("/page/{page}/", links="article.type-post .entry-title a"),
        Feed("https://dailysocial.id/rss"),
        Index("/page/{page}/?s={keyword}"),
    ),
    article_url=r"/post/[^/]+",
    body=css(".entry-content", ".wp-block-post-content"),
    fields={"authors": (css(".wp-block-post-author-name a"), meta("author"))},
    boilerplate=(Prune("jetpack", "[class*=jetpack]", "related", "related", why="Jetpack's blocks"),),
    evidence="public selectors 2026",
)
