"""What the page itself says about its use: robots meta, TDM reservation, licence."""

from __future__ import annotations

from scraper.page import Page

_ROBOTS = ("robots", "googlebot", "googlebot-news")
_TDM = {"tdm-reservation": "tdm_reservation", "tdm-policy": "tdm_policy"}
_WORDS = ("noindex", "noai", "noimageai", "noarchive", "nosnippet", "none")


def rights(page: Page) -> dict[str, str]:
    """Declared limits by name (``meta_robots``, ``tdm_reservation``, ``tdm_policy``, ``license``); empty when free."""
    found: dict[str, str] = {}
    said = {w.strip().lower() for n in _ROBOTS for v in page.meta.get(n, ()) for w in v.split(",")}
    limits = [w for w in _WORDS if w in said]
    if limits:
        found["meta_robots"] = ", ".join(limits)
    for name, key in _TDM.items():
        if name in page.meta:
            found[key] = page.meta[name][0]
    license_url = page.ld_article.get("license")
    if isinstance(license_url, str) and license_url.strip():
        found["license"] = license_url.strip()
    return found
