"""A draft outlet must be one that works on the page it was drafted from."""

import pytest

from scraper import extract
from scraper.draft import draft
from scraper.fixtures import FIXTURES
from scraper.outlet import Outlet

PAGES = sorted(FIXTURES.glob("*/desktop.html"))[::9]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.parent.name)
def test_the_draft_reads_its_own_page(path: object) -> None:
    html = path.read_bytes()  # type: ignore[attr-defined]
    url = extract(html).canonical_url
    assert url
    made = draft(html, url)
    namespace: dict[str, Outlet] = {}
    exec(made.module, namespace)  # our own text
    outlet = namespace["OUTLET"]
    assert outlet.owns(url)
    assert outlet.is_article(url)
    again = extract(html, url, outlet=outlet)
    assert again.article_body == made.article.article_body
