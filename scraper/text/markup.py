"""Tags that stand in a text as letters: templates that escape twice print "<b>" where they meant bold."""

from __future__ import annotations

import re

# Names of HTML elements only: "<Nama>" in a form or "a < b" in prose are no markup.
MARKUP = re.compile(
    r"<!--|<!doctype|</?(?:html|head|body|div|span|p|br|hr|a|b|i|u|s|em|strong|small|big|sub|sup|font|center|img|"
    r"figure|figcaption|picture|source|video|audio|iframe|script|noscript|style|link|meta|h[1-6]|ul|ol|li|dl|dt|dd|"
    r"table|thead|tbody|tr|td|th|blockquote|pre|code|section|article|aside|header|footer|nav|main|form|input|button|"
    r"label|select|option|amp-[\w-]+|ins|del|mark|svg|object|embed)(?:\s[^<>]*)?/?>",
    re.I,
)


def without_markup(text: str) -> str:
    """The text without tags, blanks folded."""
    return " ".join(MARKUP.sub(" ", text).split()) if "<" in text and MARKUP.search(text) else text
