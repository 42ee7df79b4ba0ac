"""What the sites of KapanLagi Youniverse (KLY) share: the page object ``gtm`` of their inline scripts.

``window.kmklabs.gtm`` (liputan6, bola.com, fimela) and ``window.kly.gtm`` (the others) are JavaScript literals, not
JSON. They name reporters and editors apart, the tags, and a clock in WIB, which on bola.net shows the month for the
minutes: no outlet reads it, the printed times are right.
"""

from __future__ import annotations

from dataclasses import dataclass

from scraper.outlet import Script, script
from scraper.page import Page


def layer(key: str, split: str = "") -> Script:
    """The string under one key of the page object."""
    return script(rf'(?s)\bgtm\s*=\s*\{{.{{0,6000}}?"{key}"\s*:\s*"([^"]*)"', split)


@dataclass(frozen=True, slots=True)
class Credits:
    """Reporters and editors of the page object as by-lines: the roles that JSON-LD mixes up or leaves out.

    Where no reporter is named the object knows the desk only; a reporter who edits his own piece is no editor.
    """

    def read(self, page: Page) -> list[str]:
        reporters = layer("reporters", ",").read(page)
        editors = [name for name in layer("editors", ",").read(page) if name not in reporters]
        if not reporters or reporters[0].startswith("Reporter "):
            return []
        return [f"Reporter: {', '.join(reporters)}", *([f"Editor: {', '.join(editors)}"] if editors else [])]
