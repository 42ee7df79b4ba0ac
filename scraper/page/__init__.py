"""One page: bytes in, guarded, decoded, parsed once; JSON-LD, meta and readers over it."""

from scraper.page.page import Page
from scraper.page.readers import (
    After,
    Before,
    Css,
    Data,
    Ld,
    Meta,
    PathPart,
    Reader,
    Script,
    after,
    before,
    css,
    data,
    ld,
    meta,
    path_part,
    script,
)

__all__ = [
    "After", "Before", "Css", "Data", "Ld", "Meta", "Page", "PathPart", "Reader", "Script", "after", "before", "css",
    "data", "ld", "meta", "path_part", "script",
]  # fmt: skip
