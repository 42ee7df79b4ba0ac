"""GOAL Indonesia (FootballCo): Next.js, server-rendered, one page an article, declared times in UTC."""

from scraper.outlet import Index, Outlet, Strike, css, ld

OUTLET = Outlet(
    name="goal",
    publisher="GOAL Indonesia",
    domains=("goal.com",),
    sources=(Index("/id/berita/{page}", links="li[data-testid=article-card] a"),),
    article_url=r"/id/[a-z-]+/[a-z0-9-]+/[a-z0-9]{18,26}",
    not_article=r"^/id/(?:livescore|jadwal|pertandingan)(?:/|$)",
    body=css("article"),
    fields={"date_published": ld("datePublished")},
    boilerplate=(
        Strike(
            "betting_notice",
            r"(?i)^.{0,120}\b(?:verifikasi usia|iklan perjudian)\b.{0,120}$",
            "ad",
            why="betting ad",
        ),
        Strike(
            "google_source", r"^Tambahkan GOAL\b.{0,120}$", "promotion", why="asks to be preferred on Google"
        ),
    ),
    evidence="public selectors 2026",
)
