"""IDX Channel (MNC): server-rendered, whole under /all, times in WIB; a box names people by their job."""

from dataclasses import dataclass

from scraper.outlet import AllOnOne, Outlet, Prune, Sitemap, css
from scraper.page import Page


@dataclass(frozen=True, slots=True)
class _Team:
    """Names of the team box (``a.list-tim-editor``) whose job is the one given."""

    job: str

    def read(self, page: Page) -> list[str]:
        jobs, names = css(".list-tim-editor .job-editor"), css(".list-tim-editor .name-editor")
        pairs = zip(jobs.read(page), names.read(page), strict=False)
        return [name for job, name in pairs if self.job in job.lower()]


OUTLET = Outlet(
    name="idxchannel",
    publisher="IDXChannel",
    domains=("idxchannel.com",),
    sources=(
        Sitemap("/sitemap.xml"),
        *(Sitemap(f"/{kanal}/sitemap.xml") for kanal in ("news", "market-news", "economics", "technology")),
    ),
    article_url=r"/[a-z][a-z0-9-]+/[a-z0-9]+-[a-z0-9-]+",
    not_article=r"^/(?:foto|video|infografis|tag|search|indeks)/",
    whole_article=(AllOnOne("{url}/all"),),
    body=css(".article--content"),
    fields={
        "date_published": css(".article--creator .text-body--2"),
        "authors": (_Team("reporter"), css(".article--creator a.creator")),
        "editors": _Team("editor"),
    },
    boilerplate=(Prune("related_news", "#relatedNews", "related", "related", why="list inside the body"),),
    evidence="public selectors 2026",
)
