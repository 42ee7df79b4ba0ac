"""Invented articles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scraper.article import Article, Block, Image, Link, Removal


def article(name: str = "a", *texts: str, **given: Any) -> Article:
    """An article of the paragraphs ``texts``, every field of it filled but for what is ``given``."""
    blocks = [Block("paragraph", text) for text in texts or (f"Isi {name}, “kutip” é 🎉.", "Alinea kedua.")]
    body = "\n\n".join(block.text for block in blocks)
    whole = Article(
        id=f"genpi-{name}", url=f"https://www.genpi.co/berita/1/{name}", canonical_url=None, outlet="genpi",
        publisher="GenPI.co", is_part_of="www.genpi.co", headline=f"Judul {name}", description="Ringkasan, \"dua\" baris",
        dateline="GenPI.co", article_body=body, blocks=blocks, end_mark="(*)", word_count=len(body.split()),
        authors=["Sari, S.H.", "Tono"], editors=["Wulan"], date_published="2024-06-19T13:40:00+07:00",
        date_published_raw="19 Juni 2024 13:40", date_modified="2024-06-20", time_zone_from="assumed",
        article_section=["Gaya Hidup", "Kuliner"], keywords=["sambal", "ulek"],
        images=[Image("https://www.genpi.co/1.jpg", None, "Foto: Tono")], is_accessible_for_free=True,
        related_links=[Link("read_also", "Baca ini", None, 0), Link("popular", "Itu", "https://www.genpi.co/2")],
        cited_sources=["AP News"], field_sources={"headline": "outlet", "authors": "json_ld"}, extraction="rules",
        removed=[Removal("read_also", "related", 0, "BACA JUGA: Ini", None), Removal("ad", "ad", None, "IKLAN", None)],
        warnings=["dates_disagree"], date_downloaded="2024-06-21T01:02:03.456789+00:00", http_status=200,
        etag='"x"', content_sha256="0" * 64, rights={"robots_txt": "allowed", "meta_robots": "noai"},
    )  # fmt: skip
    return replace(whole, **given)
