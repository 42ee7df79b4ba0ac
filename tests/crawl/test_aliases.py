"""Pages that name another one as the article's own, rightly or wrongly: in whatever order they are visited, every
article is emitted once."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count, permutations

import pytest

from scraper.article import Article, Block
from scraper.crawl.fault import Fault
from scraper.crawl.frontier import Frontier
from scraper.crawl.policy import Policy
from scraper.crawl.visit import Answer, Visit
from scraper.ledger import Ledger
from scraper.ledger.queue import Offer

HOST = "www.genpi.co"
# What stands at each address: the article (a letter; a second one is its edition), and which address the page names.
# "-" is no article, "" names nothing else.
Site = Mapping[str, tuple[str, str]]
SITES: dict[str, tuple[Site, str]] = {
    "another address of the same": ({"a": ("A", ""), "b": ("A", "a"), "c": ("A", "a")}, "A"),
    "an edited copy": ({"a": ("A", ""), "b": ("A2", "a")}, "A"),
    "a wrong template": ({"a": ("A", ""), "b": ("B", "a"), "c": ("C", "a")}, "ABC"),
    "two addresses of one, a wrong template": ({"a": ("A", ""), "b": ("B", "a"), "c": ("B", "a")}, "AB"),
    "a wrong template, unlisted": ({"b": ("B", "x"), "c": ("C", "x"), "x": ("X", "")}, "BCX"),
    "names what is gone": ({"a": ("-", ""), "b": ("B", "a"), "c": ("C", "a")}, "BC"),
    "names an address of another": ({"a": ("A", ""), "b": ("A", "a"), "c": ("C", "b")}, "AC"),
    "a chain of one article": ({"a": ("A", "b"), "b": ("A2", "c"), "c": ("A", "")}, "A"),
    "a chain of three": ({"a": ("A", "b"), "b": ("B", "c"), "c": ("C", "")}, "ABC"),
    "a circle of one article": ({"a": ("A", "b"), "b": ("A", "c"), "c": ("A", "a")}, "A"),
    "a circle of three": ({"a": ("A", "b"), "b": ("B", "c"), "c": ("C", "a")}, "ABC"),
    "two that name each other": ({"a": ("A", "b"), "b": ("B", "a")}, "AB"),
}
# Where nothing tells which of two addresses is the article's own, the first one is.
EQUALS = ("a circle of one article", "two addresses of one, a wrong template")
_numbers = count()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return Ledger(f"sqlite:///{tmp_path_factory.mktemp('aliases') / 'l.db'}")


def article(name: str, its_id: str) -> Article:
    """Four paragraphs, of which the second edition of an article changes one."""
    texts = [f"Paragraf {n} dari berita {name[0]} yang dibaca warga." for n in range(4)]
    if len(name) > 1:
        texts[1] = f"Paragraf yang diganti oleh redaksi pada terbitan {name}."
    blocks = [Block("paragraph", text) for text in texts]
    return Article(
        id=its_id, headline=f"Judul {name}", article_body="\n\n".join(texts), blocks=blocks, outlet="genpi"
    )


class Crawl:
    """Runs over a site; every step in a process of its own, as after a kill."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.outlet = f"outlet_{next(_numbers)}"
        self.emitted: list[tuple[str, str, int]] = []  # the article, its id, its revision
        self.visits: list[str] = []

    def run(self, site: Site, order: str) -> None:
        listed = [name for name in order if name != "x"]
        frontier = self._frontier()
        frontier.offer([Offer(name, f"https://{HOST}/{name}", HOST) for name in listed], "/sitemap.xml")
        while (lease := frontier.take()) is not None:
            self.visits.append(lease.key)
            visit = Visit(lease, lease.url, page=Answer(lease.url))
            name, names = site[lease.key]
            if name == "-":
                frontier.refuse(visit, Fault("skipped", "gone"))
            else:
                visit.article = article(name, f"genpi-{lease.key}")
                if names:
                    visit.canonical, visit.canonical_key = f"https://{HOST}/{names}", names
                saved = frontier.emit(visit, visit.article.to_dict())
                if not isinstance(saved, Fault) and saved.outcome != "unchanged":
                    self.emitted.append((name, saved.id, saved.revision))
            frontier = self._frontier()
        frontier.finish()

    def _frontier(self) -> Frontier:
        return Frontier(self.ledger, self.outlet, "{}", Policy(), clock=lambda: 1000.0)


@pytest.mark.parametrize("name", SITES)
def test_every_article_once_in_any_order(name: str, ledger: Ledger) -> None:
    site, expected = SITES[name]
    ids = set()
    for order in permutations(site):
        crawl = Crawl(ledger)
        crawl.run(site, "".join(order))
        assert sorted(article[0] for article, _, _ in crawl.emitted) == sorted(expected), order
        assert all(revision == 1 for _, _, revision in crawl.emitted)
        ids.add(frozenset((article[0], its_id) for article, its_id, _ in crawl.emitted))
        first = len(crawl.visits)
        crawl.run(site, "".join(reversed(order)))
        assert len(crawl.emitted) == len(expected), "the second run found nothing new"
        assert len(crawl.visits) - first <= first, "and asked for no more than the first"
    assert len(ids) == 1 or name in EQUALS, "nor do their ids depend on it"


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_canonical_that_changes_between_days(order: str, ledger: Ledger) -> None:
    crawl = Crawl(ledger)
    crawl.run({"a": ("A", ""), "b": ("B", "")}, order)
    crawl.run({"a": ("A", ""), "b": ("B", "a")}, order)  # the template breaks …
    assert len(crawl.emitted) == 2
    crawl.run({"a": ("A", ""), "b": ("B2", "a")}, order)
    assert crawl.emitted[2:] == [("B2", "genpi-b", 2)], "what has an id keeps it"
    crawl.run({"a": ("A2", ""), "b": ("B2", "")}, order)  # … and is mended
    assert crawl.emitted[3:] == [("A2", "genpi-a", 2)]


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_an_article_and_its_other_address_written_anew(order: str, ledger: Ledger) -> None:
    crawl = Crawl(ledger)
    crawl.run({"a": ("A", ""), "b": ("A", "a")}, order)
    crawl.run({"a": ("Z", ""), "b": ("Z", "a")}, order)  # not one paragraph is left
    assert crawl.emitted == [("A", "genpi-a", 1), ("Z", "genpi-a", 2)]


def test_what_is_undecided_stays_so_until_the_next_run(ledger: Ledger) -> None:
    """The run ends before the other address was to be had, and is not gone on with."""
    crawl = Crawl(ledger)
    frontier = crawl._frontier()
    frontier.offer([Offer(name, f"https://{HOST}/{name}", HOST) for name in "ba"], "/sitemap.xml")
    lease = frontier.take()
    assert lease
    visit = Visit(lease, lease.url, article=article("B", "genpi-b"), page=Answer(lease.url, etag='"1"'))
    visit.canonical, visit.canonical_key = f"https://{HOST}/a", "a"
    frontier.emit(visit, visit.article.to_dict())  # type: ignore[union-attr]
    other = frontier.take()
    assert other
    frontier.postpone(Visit(other, other.url), Fault("failed", "http_503", until=9000.0))
    frontier.close_out(full=False)
    frontier.finish()
    later = Frontier(ledger, crawl.outlet, "{}", Policy(), clock=lambda: 9000.0)
    later.offer([Offer(name, f"https://{HOST}/{name}", HOST) for name in "ba"], "/sitemap.xml")
    again = later.take()
    assert again and again.key == "b" and again.past.startswith("alias/"), "it is asked without a condition"
