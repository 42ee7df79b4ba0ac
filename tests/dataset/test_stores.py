"""One contract, every store: what is put is read back byte for byte, once, whatever is put again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scraper.article import Article, json_line
from scraper.dataset import ALL, Store, Wanted, fill, open_store
from scraper.errors import InvalidRecord

from .invented import article

FILES = ("articles.jsonl", "articles.jsonl.gz", "articles.jsonl.zst", "articles.parquet")
DATABASES = ("articles.db", "postgresql")
Open = Callable[..., Store]


@pytest.fixture(params=[*DATABASES, *FILES])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens one and the same store, as often as it is called."""
    server = request.param == "postgresql"
    name = request.getfixturevalue("postgres")() if server else str(tmp_path / request.param)
    if request.param.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="no Parquet: pip install 'saring[parquet]'")
    stores: list[Store] = []

    def again(*, write: bool = True) -> Store:
        stores.append(open_store(name, write=write))
        return stores[-1]

    yield again
    for store in stores:
        store.close()


def lines(records: Any) -> list[str]:
    return [json_line(record) for record in records]


def put(store: Store, *articles: Article) -> None:
    assert store.put([each.to_dict() for each in articles]) == len(articles)


def test_write_again_revise_read_back(opened: Open) -> None:
    one, two = article("a"), article("b", "Lain sama sekali.", images=[], rights={}, date_published=None)
    revised = article("a", "Kini lain.", revision=2, removed=one.removed[:1])
    store = opened()
    put(store, one, two)
    put(store, one, two)
    assert lines(store.newest()) == [one.to_json(), two.to_json()], "and none twice"
    put(store, revised)
    put(store, one)  # an earlier one that comes again changes nothing
    store = opened(write=False)
    assert lines([store.get(one.id), store.get(two.id)]) == [revised.to_json(), two.to_json()]
    assert lines(store.revisions(one.id)) == [one.to_json(), revised.to_json()]
    assert sorted(lines(store.newest())) == sorted([revised.to_json(), two.to_json()])
    assert store.get("genpi-c") is None and store.revisions("genpi-c") == []
    assert Article(**store.get(two.id)).id == two.id  # type: ignore[arg-type]


def test_two_revisions_at_once_and_thousands(opened: Open) -> None:
    many = [article(f"{n:04}") for n in range(1200)]
    many.insert(7, article("0003", "Sudah berubah.", revision=2))
    store = opened()
    assert fill(store, (each.to_dict() for each in many)) == len(many)
    assert len(list(store.newest())) == 1200
    assert lines(store.revisions("genpi-0003")) == [many[3].to_json(), many[7].to_json()]


def test_search(opened: Open) -> None:
    store = opened()
    put(
        store,
        article("a", "Banjir di Semarang surut.", headline="Kafé baru"),
        article("b", "Semarang bersiap; banjir besar mengancam."),
        article("c", "Tiada apa-apa."),
    )

    def found(query: str, limit: int = 20) -> set[str]:
        return {record["id"][-1] for record in store.search(query, limit)}

    assert found("BANJIR semarang") == {"a", "b"} and found('"banjir besar"') == {"b"}
    assert found('"besar banjir"') == found("gempa") == found("banjir gempa") == set()
    assert found("kafé") == {"a"} and len(found("banjir", 1)) == 1
    for odd in ("", '"', "AND", "banjir* OR (", "-", "%", "'; drop table articles; --"):
        assert found(odd) <= {"a", "b"}
    put(store, article("a", "Kering kerontang.", revision=2))
    assert found("banjir") == {"b"} and found("kerontang") == {"a"}, "only the newest revision"


def test_choices_mean_the_same_everywhere(opened: Open) -> None:
    days = [
        None,
        "2024-05-31T23:59:00+07:00",
        "2024-06-01",
        "2024-06-30T23:59:00+09:00",
        "2024-07-01T00:00:00+07:00",
    ]
    articles = [
        article(f"{n}", *["kata kata kata"] * (n or 1), date_published=day, outlet="genpi" if n % 2 else "jpnn",
                in_language="id" if n else "en", article_section=["Gaya Hidup"] if n == 2 else ["Politik", "Daerah"],
                rights={"robots_txt": "allowed"} if n == 3 else {"tdm_reservation": "1"})
        for n, day in enumerate(days)
    ]  # fmt: skip
    store = opened()
    put(store, *articles)
    for wanted, expected in (
        (ALL, "01234"),
        (Wanted(since="2024-06-01"), "234"),
        (Wanted(until="2024-06-30"), "123"),
        (Wanted(since="2024-06-01", until="2024-06-30"), "23"),
        (Wanted(outlets=("genpi",)), "13"),
        (Wanted(outlets=("genpi", "jpnn"), languages=("en",)), "0"),
        (Wanted(sections=("gaya-hidup",)), "2"),
        (Wanted(sections=("DAERAH", "gaya hidup")), "01234"),
        (Wanted(min_words=6), "234"),
        (Wanted(only_allowed=True), "3"),
    ):
        found = sorted(record["id"].removeprefix("genpi-") for record in store.newest(wanted))
        assert "".join(found) == expected, wanted


def test_reading_goes_on_while_others_write(opened: Open) -> None:
    store = opened()
    put(store, *(article(f"{n}") for n in range(300)))
    reader = opened(write=False).newest()
    first = next(reader)
    put(store, article("neu"), article("7", "Diubah.", revision=2))
    rest = list(reader)
    assert len({record["id"] for record in [first, *rest]}) == 300
    assert {record["revision"] for record in rest} == {1}


def test_what_cannot_be_kept_leaves_everything_as_it_was(opened: Open) -> None:
    store = opened()
    put(store, article("a"))
    for bad in (
        {"id": "genpi-b"},
        article("b").to_dict() | {"headline": "\ud800"},
    ):
        with pytest.raises(InvalidRecord):
            store.put([article("c").to_dict(), bad])
    assert lines(store.newest()) == [article("a").to_json()]
