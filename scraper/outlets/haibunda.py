"""HaiBunda, of the detik network: server-rendered, times in WIB under English months, one page.

The 14 digits of the address are the time of creation, days before publication. The container's name is not known:
those of the network are tried.
"""

from scraper.outlet import Index, Outlet, Prune, css

OUTLET = Outlet(
    name="haibunda",
    publisher="HaiBunda",
    domains=("haibunda.com",),
    sources=(Index("/"),),
    article_url=r"/[\w-]+/\d{14}-\d+-\d+/[^/]+",
    body=css(".itp_bodycontent", ".detail__body-text", ".detail_text", ".detail-text"),
    boilerplate=(
        Prune(
            "inserts",
            ".pic_artikel_sisip_table, .video-sisip, .sisip_embed_sosmed",
            "embed",
            why="inserted media",
        ),
        Prune("push_prompt", ".pushnotif", "promotion", why="asks to allow notifications"),
    ),
    evidence="real page text 2025, filter lists 2026; no saved HTML seen",
)
