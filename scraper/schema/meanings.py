"""What each field of the record means: the one table behind the JSON Schema's descriptions and docs/record.md."""

from __future__ import annotations

from collections.abc import Mapping

# Groups of the record in its own order: title, then field -> meaning.
GROUPS: Mapping[str, Mapping[str, str]] = {
    "Identity": {
        "schema_version": "Version of this schema. A version that was published keeps its shape; saring reads records "
        "of earlier ones and makes them current (docs/dataset.md).",
        "id": "Stable id, `<outlet>-<16 hex digits>`, made from the outlet and the article's canonical address (from "
        "its own where a crawl finds that the canonical one gives another article, or none; from the outlet and its "
        "words where there is no address). Every revision of an article has the same id.",
        "url": "Address the page was taken from; null for text or files without one.",
        "canonical_url": "The article's own address as the page declares it, on the same site only.",
        "amp_url": "Address of the article's AMP twin.",
        "outlet": "Name of the outlet in saring's catalogue (`saring outlets`); null for an unknown site.",
        "publisher": "The outlet's name as it prints it.",
        "is_part_of": "Host that served the article, such as `jatim.genpi.co`.",
    },
    "Words": {
        "headline": "The headline as printed, without the site's name.",
        "description": "Standfirst or summary that the page declares; not part of the body.",
        "dateline": "Place or brand at the head of the lead (`GenPI.co`, `JAKARTA, KOMPAS.com`), without its dash; "
        "not part of the body.",
        "article_body": "The texts of `blocks`, joined by a blank line. NFC, no markup, no control, bidirectional or "
        "zero-width characters (a zero-width joiner inside emoji stays).",
        "blocks": "The article in reading order: paragraphs, headings, list items, quotes and table rows.",
        "end_mark": "Mark that closes the article in print, such as `(*)` or `(boy/jpnn)`; not part of the body.",
        "in_language": "Language of the article (BCP 47), `id` for Indonesian.",
        "word_count": "Number of words in `article_body`.",
    },
    "People": {
        "authors": "Writers: penulis, reporter, pewarta, kontributor. A bare brand is no person and stands nowhere.",
        "editors": "Editors: editor, redaktur.",
    },
    "Time": {
        "date_published": "When the article was published: ISO 8601 with offset, a bare date where no time is given.",
        "date_published_raw": "That time as it was printed.",
        "date_modified": "When the article was last changed, where that is after its publication.",
        "time_zone_from": "Where the offset comes from: `printed` beside the time (WIB, WITA, WIT), `declared` in the "
        "page's data, `outlet` (its declared zone), or `assumed` (WIB).",
    },
    "Place in the outlet": {
        "article_section": "Sections, outermost first.",
        "keywords": "Tags as printed, in order.",
        "images": "Images of the article.",
        "is_accessible_for_free": "What the page declares about a paywall; null where it declares nothing.",
    },
    "Links": {
        "related_links": "Links to other articles that stand in or around the body.",
        "cited_sources": "Media that the prose names as its source (`Dilansir AP News` gives `AP News`).",
    },
    "Pages": {
        "pages_expected": "Number of pages the article is split over; 1 for an article on one page.",
        "pages_got": "Number of those pages that the record holds. When fewer, `warnings` has `incomplete`.",
    },
    "How it was made": {
        "field_sources": "Which reader answered each field: `outlet`, `printed`, `json_ld`, `meta`, `body`, `text`, "
        "`column` (of a table of texts), `generic`.",
        "extraction": "How the body was found: `rules` of the outlet, `generic`, or `text` (the input was plain text).",
        "rules_version": "Version of the cleaning rules that made the record.",
        "removed": "Every span of the body region that is not part of the article, in reading order. Kept and removed "
        "together are all the words that were there.",
        "warnings": "Codes of what a careful reader should know, such as `missing_editors` or `dates_disagree`.",
    },
    "Where it came from": {
        "date_downloaded": "When the page was downloaded.",
        "http_status": "HTTP status it came with.",
        "etag": "Its ETag.",
        "last_modified": "Its Last-Modified header.",
        "content_sha256": "SHA-256 of the raw bytes.",
        "archive": "File and offset of the raw page in an archive, where one was kept.",
        "revision": "1 for the first version of the article that was seen, 2 for the next, and so on.",
    },
    "Rights": {
        "copyright_notice": "Copyright line as printed. Its year is never used as a date.",
        "rights": "Limits of use that the page or site declares: `meta_robots`, `x_robots_tag`, `tdm_reservation`, "
        "`tdm_policy`, `license`, `robots_txt`, … Empty where none is declared.",
    },
}

FIELDS: Mapping[str, str] = {name: text for group in GROUPS.values() for name, text in group.items()}

# The parts of a record: class name -> (what it is, field -> meaning).
PARTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "Block": (
        "One paragraph, heading, list item, quote or table row, in reading order.",
        {
            "kind": "What the markup says it is; plain text gives paragraphs.",
            "text": "Its text on one line, cleaned.",
        },
    ),
    "Link": (
        "A link to another article that the page prints in or around the body.",
        {
            "kind": "`read_also` (Baca juga), `related`, `popular`, `continued` (Selengkapnya) or `video`.",
            "title": "Title as printed, without a read-also label; the heading of a box, where it says more than "
            "the bare label, stands before its links without an address.",
            "url": "Absolute address; null where the input has none.",
            "after_block": "Index of the block it follows; null before the first block and outside the body.",
        },
    ),
    "Removal": (
        "A span of the body region that is not part of the article, with the rule that took it out.",
        {
            "rule": "Name of the rule; `saring explain` says why.",
            "kind": "What the span is.",
            "block": "Index of the block it was cut from or follows; null before the first block.",
            "text": "The span itself, cleaned.",
            "url": "Address of the first link in it.",
        },
    ),
    "Image": (
        "An image that belongs to the article.",
        {"url": "Absolute address.", "caption": "Caption as printed.", "credit": "Photographer or agency."},
    ),
}
