"""Independen.id (AJI Indonesia): Drupal, articles at the root, one page each, times in WIB."""

from scraper.outlet import Index, Outlet, css, meta

OUTLET = Outlet(
    name="independen",
    publisher="Independen.id",
    domains=("independen.id",),
    host="independen.id",
    sources=(Index("/"),),
    article_url=r"/[a-z0-9]+(?:[_-]+[a-z0-9]+){2,}",
    not_article=r"^/(?:node|taxonomy|user|tags|agenda|category|frontpages|about|contact|advertise|pedoman|kontak|"
    r"privacy|ketentuan|redaksi|penulis|kolom)(?:[/_-]|$)",
    body=css("article"),
    fields={"authors": (css(".field-name-author"), meta("author"))},
    expects=frozenset({"headline", "date_published", "authors", "article_body"}),
    evidence="public adapter, verified live 2026-07-12",
)
