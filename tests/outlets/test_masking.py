"""A masked page keeps its markup, its labels and its dates, and none of its words."""

import re

from scraper import extract
from scraper.fixtures import FIXTURES
from scraper.masking import masked

PAGE = (FIXTURES / "jpnn" / "desktop.html").read_bytes()


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{6,}", text.lower()))


def test_the_record_keeps_its_shape_and_loses_its_words() -> None:
    before, after = extract(PAGE), extract(masked(PAGE, ["JPNN.com"]))
    assert [b.kind for b in after.blocks] == [b.kind for b in before.blocks]
    assert [(r.rule, r.kind, r.block) for r in after.removed] == [
        (r.rule, r.kind, r.block) for r in before.removed
    ]
    assert (after.date_published, after.outlet, len(after.editors)) == (
        before.date_published,
        before.outlet,
        len(before.editors),
    )
    assert (
        len(words_of(before.article_body) & words_of(after.article_body)) <= 12
    )  # function words and labels
    assert before.headline != after.headline


def test_the_same_word_is_masked_alike_everywhere() -> None:
    after = extract(masked(PAGE, ["JPNN.com"]))
    assert after.field_sources["headline"] in ("outlet", "printed")
    assert masked(PAGE) == masked(PAGE)
