"""Articles as workers hand them over: what is known of them, what opens them, and what is then written."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from dataclasses import asdict, fields, replace

import pytest

from scraper.article import Article, Block, Removal
from scraper.crawl.sealed import Seal, Sealed, entry_of, fault_of, seal_of, sealed
from scraper.ledger.diff import digest_of
from scraper.outlets import by_name
from scraper.workers import Workers

from .sites import article as printed
from .sites import prose


def plain() -> Article:
    return Article(
        id="genpi-1", url="https://www.genpi.co/berita/1/a", headline="Panen Raya", article_body="Satu.",
        blocks=[Block("paragraph", "Satu.")], word_count=1, date_published="2024-06-19",
        removed=[Removal("ad", "ad", None, "Iklan"), Removal("ad", "ad", 0, "IKLAN")], warnings=["no_authors"],
    )  # fmt: skip


def made() -> Sealed:
    seal = sealed(plain())
    assert isinstance(seal, Seal)
    return Sealed(pickle.loads(pickle.dumps(seal)))


def test_what_a_crawl_asks_for_leaves_it_sealed() -> None:
    article = made()
    assert (article.id, article.url, article.date_published, article.revision) == (
        "genpi-1", "https://www.genpi.co/berita/1/a", "2024-06-19", 1,
    )  # fmt: skip
    seal = seal_of(article)
    assert seal is article.seal and dict(seal.removed) == {"ad": 2} and seal.warnings == ("no_authors",)
    assert fault_of(article) is None
    entry = entry_of(article)
    assert entry.digest == digest_of(plain().to_dict()) and entry.become("genpi-1", 1) == plain().to_json()
    assert article.seal is not None


@pytest.mark.parametrize("name", [field.name for field in fields(Article)])
def test_every_field_is_there(name: str) -> None:
    assert getattr(made(), name) == getattr(plain(), name)


def test_it_is_an_article_for_whoever_takes_it_apart() -> None:
    assert asdict(made()) == asdict(plain()) and made().to_dict() == plain().to_dict()
    assert made().to_json() == plain().to_json() and pickle.loads(pickle.dumps(made())) == plain()
    assert copy.deepcopy(made()) == plain()
    with pytest.raises(AttributeError, match="judul"):
        made().judul  # type: ignore[attr-defined]  # noqa: B018


def test_what_a_pipeline_changes_is_what_is_written() -> None:
    article = made()
    article.keywords.append("panen")
    assert json.loads(entry_of(article).become("genpi-1", 1))["keywords"] == ["panen"]
    article = made()
    article.headline = "Panen"
    told = json.loads(entry_of(article).become("genpi-2", 3))
    assert (told["headline"], told["id"], told["revision"]) == ("Panen", "genpi-2", 3)
    assert entry_of(article).digest == digest_of(replace(plain(), headline="Panen").to_dict())
    article.blocks = []
    fault = fault_of(article)
    assert fault and "article_body" in fault.message


def test_what_is_not_valid_is_not_sealed() -> None:
    for change in ({"word_count": -1}, {"headline": None}, {"headline": "a\ud800"}):
        wrong = replace(plain(), **change)  # type: ignore[arg-type]
        assert sealed(wrong) is wrong and fault_of(wrong)


def test_a_worker_signs_what_it_seals() -> None:
    url = "https://www.genpi.co/berita/1/kerja-bakti"
    signature = {
        "http_status": 200,
        "date_downloaded": "2020-01-01T00:00:00+00:00",
        "rights": {"tdm_policy": "x"},
    }
    page = printed("Kerja bakti di Wonoasri bersama warga", *prose("wonoasri")).encode()
    work = Workers(0).extract(page, url, outlet=by_name("genpi"), signature=signature)
    article = asyncio.run(work)  # type: ignore[arg-type]
    assert isinstance(article, Sealed) and article.seal
    assert (article.http_status, article.rights["tdm_policy"]) == (200, "x")
