"""Solopos (Solopos Media Group), on espos.id since about 2024: server-rendered, one page.

Machine dates are WIB labelled +00:00; the writer stands in the meta line, the editor in the author box.
"""

from scraper.outlet import Feed, Index, Outlet, Prune, css

OUTLET = Outlet(
    name="solopos",
    publisher="Solopos.com",
    domains=("solopos.com", "espos.id"),
    sources=(Feed("/feed"), Index("https://index.solopos.com/"), Index("/tag/{tag}")),
    article_url=r"/[a-z0-9-]+-\d+",
    body=css(".post-content-area"),
    fields={
        "headline": css("h1.post-title.title-lg"),
        "date_published": css("ul.post-meta li"),
        "authors": css("li.post-author strong"),
        "editors": css(".author-box h6 a"),
        "keywords": css(".tag-lists a"),
        "article_section": css(".breadcrumb li", "a.post-cat"),
    },
    boilerplate=(Prune("lead_picture", ".post-media", "caption", why="lead picture with its caption"),
                 Prune("banners", ".post-banner-style-1, .ad-banner-img", "ad", why="banners")),
    false_z=True,
    evidence="the publisher's own template of 2021; markup after the move unseen",
)  # fmt: skip
