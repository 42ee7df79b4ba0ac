"""The Indonesian lexicon: lines and spans that are never the article, each with a name, a kind and a reason.

Whole-line phrases are anchored at both ends and bounded in length, so that a sentence which merely contains the
words stays. Every phrase carries an example; the tests hold that its own rule removes it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scraper.article import RemovalKind


class Phrase(NamedTuple):
    """A whole-line pattern (case-insensitive, matched against the full line)."""

    name: str
    kind: RemovalKind
    pattern: str
    why: str
    example: str


_PLATFORM = (
    r"(?:google\s*(?:news|berita)|whats?app|wa\s+(?:channel|gro?up)|(?:channel|saluran|gro?up)\s+wa|telegram|instagram|tiktok|"
    r"youtube|facebook|twitter|play\s*store|app\s*store|android|ios|newsletter|aplikasi)"
)
_URGE = (
    r"(?:silahkan|silakan|ayo|yuk|mari|jangan\s+lupa|baca|simak|cek|ikuti|dapatkan|update|follow|akses|temukan|"
    r"lihat|nonton|tonton|gabung|bergabung|klik|pantau|nantikan|unduh|download|kunjungi|subscribe|like|add|pilih|"
    r"mau\s+berita|nyalakan)"
)

PHRASES: tuple[Phrase, ...] = (
    Phrase("advertisement", "ad",
           r"\W*(?:advertisements?|advertorial|iklan|pariwara|sponsored(?:\s+content)?|adsense|slot-iklan-\S+)\W*",
           "label of an ad slot", "ADVERTISEMENT"),
    Phrase("scroll_on", "ad",
           r"\W*(?:(?:scroll|geser|gulir)(?:\s+ke\s+bawah|\s+down)?\s+(?:to|untuk)\s+"
           r"(?:continue|resume|read|melanjutkan|membaca|lanjut|melihat|baca).{0,40})",
           "tells to scroll past an ad", "SCROLL TO CONTINUE WITH CONTENT"),
    Phrase("gambas", "embed", r"(?:\[gambas:[^\]]{1,60}\]\s*)+", "placeholder of an embedded video or post",
           "[Gambas:Video 20detik]"),
    Phrase("shortcode", "related", r"\[bacajuga:[^\]]*\]\s*(?:\([^)]*\)?)?.{0,40}",
           "template code that was not rendered", "[bacajuga:Baca Juga](6045933)"),
    Phrase("social_embed", "embed",
           r"(?:view\s+this\s+post\s+on\s+instagram|lihat\s+postingan\s+ini\s+di\s+instagram|"
           r"(?:a\s+post|a\s+video|sebuah\s+kiriman)\s+(?:shared|dibagikan)\s+(?:by|oleh)\s.{1,120}|"
           r"[—–-]\s?.{1,60}\(@\w{1,20}\)\s.{4,40}|.{0,280}\bpic\.twitter\.com/\w+.{0,120})",
           "an embedded post of a social network", "View this post on Instagram"),
    Phrase("platform_promotion", "promotion",
           rf"\W{{0,3}}(?:{_URGE})\b.{{0,200}}\b{_PLATFORM}\b.{{0,160}}",
           "asks to follow the outlet elsewhere",
           "Silakan baca konten menarik lainnya dari GenPI.co di Google News"),
    Phrase("more_of_outlet", "promotion",
           r"(?:temukan|dapatkan|simak|baca|ikuti|cek|nantikan|update)\b.{0,120}\b(?:hanya\s+)?(?:di|dari)\s+[\w-]+"
           r"\.(?:com|co\.id|co|id|net|tv)\b.{0,80}|untuk\s+(?:berita|artikel)\s+(?:menarik\s+)?lain(?:nya)?\W{1,2}(?:silakan\s+)?"
           r"(?:kunjungi|klik|akses|baca)\s+(?:[\w-]+\.(?:com|co\.id|co|id|net|tv)\b|di\s?sini|(?:situs|laman|tautan|link)\s+(?:kami|ini))\W*",
           "advertises the outlet itself", "Simak berita menarik lainnya di contohkabar.com."),
    Phrase("video_prompt", "promotion",
           r"(?:[^.!?]{1,40}[.!?]+\s*)?(?:yuk|ayo|coba)?\W{0,2}(?:coba\s+|kamu\s+|sudah\s+)*"
           r"(?:simak|lihat|tonton|saksikan|menonton|nonton)\W{1,2}(?:juga\s+|live\s+)?(?:\w+\s+)?video\b.{0,40}?"
           r"(?:ini|berikut|redaksi|pilihan|menarik)?\s*[:!?.]*",
           "invites to an embedded video", "Yuk, Simak Juga Video ini!"),
    Phrase("live_prompt", "promotion", r"saksikan\s+live\s+.{2,60}:", "invites to a live stream",
           "Saksikan Live DetikPagi:"),
    Phrase("do_not_miss", "promotion", r"jangan\s+sampai\s+(?:terlewatkan|ketinggalan)\b.{0,80}",
           "invites to other content", "Jangan Sampai Terlewatkan"),
    Phrase("ad_free", "promotion",
           r"(?:baca\s+berita\s+(?:tanpa|dengan\s+sedikit)\s+iklan|nyaman\s+tanpa\s+iklan)\b.{0,80}",
           "sells a subscription", "Baca berita tanpa iklan. Gabung Kabar+"),
    Phrase("get_app", "promotion",
           r"(?:download|unduh|get)\s+(?:app|aplikasi|idn)\b.{0,60}|scan\s+this\s+qr\b.{0,60}|"
           r"(?:close\s+)?banner\s+apps?\b.{0,60}|aplikasi\s+berita\s+terbaru\b.{0,80}|"
           r"dapatkan\s+di\s+play\s+store\b.{0,60}",
           "advertises the outlet's app", "Download IDN App sekarang!"),
    Phrase("breaking_news", "promotion",
           r"(?:simak\s+breaking\s+news|dapatkan\s+update\s+berita\s+pilihan)\b.{0,500}",
           "asks to follow the outlet elsewhere",
           "Simak breaking news dan berita pilihan kami langsung di ponselmu."),
    Phrase("preferred_source", "promotion", r"add\s+as\s+(?:a\s+)?preferred\s+source\s+on\s+google",
           "asks to be preferred in a search engine", "Add as a preferred source on Google"),
    Phrase("syndication_note", "promotion",
           r"[-–—\s]*(?:artikel|berita|tulisan)\s+ini\s+(?:telah|sudah)\s+(?:tayang|naik|terbit|ditayangkan|"
           r"dipublikasikan|dimuat)\s+(?:di|pada|sebelumnya)\b.{0,300}",
           "says where the text ran before", "Artikel ini telah tayang di Kabar.com dengan judul \"Uji Coba\""),
    Phrase("disclaimer", "promotion", r"disclaimer(?:\s+on)?\s*:.{0,900}", "legal notice of the outlet",
           "Disclaimer: Setiap keputusan investasi ada di tangan pembaca."),
    Phrase("fact_check_hotline", "promotion", r"fakta\s+atau\s+hoaks\?.{0,600}",
           "advertises a fact-check hotline", "FAKTA ATAU HOAKS? Silakan WhatsApp nomor kami."),
    Phrase("comment_notice", "other",
           r"isi\s+komentar\s+sepenuhnya\b.{0,120}|(?:kirim|tulis|beri|lihat)\s+komentar|"
           r"ingatlah\s+untuk\s+menjaga\s+komentar\b.{0,120}|please\s+enable\s+javascript\b.{0,120}",
           "part of the comment form", "Kirim Komentar"),
    Phrase("n_of_m", "pagination",
           r"\W*(?:halaman\s*:?\s*)?\d{1,2}\s*(?:dari|of|/)\s*\d{1,2}(?:\s*halaman)?\W*",
           "counter of a split article", "2 dari 3 halaman"),
    Phrase("page_links", "pagination",
           r"halaman\s*:?(?:\s*\d{1,2})*(?:\s+(?:show\s+all|semua|next|selanjutnya|berikutnya|sebelumnya))?\W*|"
           r"(?:show\s+all|tampilkan\s+semua|lihat\s+semua|next|prev(?:ious)?|selanjutnya|sebelumnya|berikutnya|"
           r"first|last)\s*[›»→]*|lanjutkan\s+membaca\s*↓?|kembali\s+ke\s+artikel|"
           r"(?:(?:berita|artikel|pos)\s*(?:sebelumnya|selanjutnya|berikutnya)\W*){1,2}|(?:simak\s+|baca\s+)?(?:berita\s+|artikel\s+)?selengkapnya\s+di\s+"
           r"halaman\s+(?:selanjutnya|berikut\w*)\W*|(?:baca|lihat)?\s*selengkapnya\W*|halaman\s+(?:selanjutnya|berikutnya)\s*:"
           r"[^.!?:]{3,120}|lanjut(?:kan)?\s+ke\s+halaman\s+(?:selanjutnya|berikut\w*|\d{1,2})\W*|"
           r"(?:\d{1,2}\s+){1,15}(?:next|berikutnya|selanjutnya)\s*[›»→]*",
           "leads to another page", "Halaman Selanjutnya"),
    Phrase("enlarge", "caption", r"perbesar|img_title|x\s+close|tutup|close|zoom", "button of a picture",
           "Perbesar"),
    Phrase("loading", "other", r"loading\s*\.{0,3}|memuat\s*\.{0,3}", "placeholder of a script", "Loading..."),
    Phrase("more_here", "promotion",
           r"(?:klik|tekan)\s+(?:di\s?sini|(?:tautan|link)\s+ini)\b.{0,50}\b(?:berita|artikel)\s+"
           r"(?:lain(?:nya)?|terkait)\W*",
           "leads to other articles", "Klik di sini untuk membaca berita lainnya"),
    Phrase("tell_us", "promotion",
           r"punya\s+(?:informasi|info|berita|cerita|keluhan|foto|video)\b[^.]{0,120}\?.{0,30}\b"
           r"(?:kirim|hubungi|sampaikan)\w*\b.{0,160}", "asks readers for news",
           "Punya informasi menarik? Kirim ke WhatsApp redaksi kami."),
    Phrase("follow_us", "promotion", r"(?:ikuti|follow)\s+(?:kami|us)(?:\s+(?:di|on|at))?\W*|"
           r"please\s+follow\s+(?:and|&)\s+like\s+us\W*",
           "asks to follow the outlet elsewhere", "Ikuti kami di"),
    Phrase("hashtag", "promotion", r"(?:#\w+\s*){1,4}", "campaign hashtag", "#KabarBaik"),
    Phrase("view_counter", "share",
           r"(?:post\s+views?|(?:page\s+)?views?|dibaca|dilihat|(?:jumlah|total)\s+(?:pembaca|dibaca|views?)|hits)\s*:\s*"
           r"\d[\d.,]*(?:\s*(?:kali|x|views?|orang))?",
           "counts the readers", "Post Views: 214"),
    Phrase("share", "share",
           r"(?:bagikan|share|sebarkan)(?:\s+(?:artikel|berita|ini|ke|via|to|this|on|:)){0,4}\s*:?(?:\s*\w+){0,2}|"
           r"(?:facebook|twitter|whatsapp|telegram|linkedin|pinterest|email|mail|line|tweet|x|copy\s+link|"
           r"salin\s+(?:tautan|link))(?:\s+[\w-]+\.(?:com|co|id|net)(?:\.id)?)?|\d[\d.,]*\s+(?:shares?|komentar|"
           r"comments?|views?|kali\s+dilihat)",
           "share button or counter", "Bagikan Artikel:"),
    Phrase("no_crawling", "other",
           r"dilarang\s+(?:keras\s+)?[a-z]{4,20}\b.{0,140}\b(?:crawling|pengindeksan|(?:situs|laman|portal)(?:\s+web)?\s+ini)\b"
           r"[^.:]{0,60}\btanpa\s+(?:izin|ijin|seizin|persetujuan)\b[^,\"”]{0,100}",
           "forbids copying from the site", "Dilarang mengambil konten di situs web ini tanpa izin tertulis redaksi."),
    Phrase("copyright", "copyright",
           r"(?:copyrights?\b|hak\s+cipta\b|©)(?:\s*(?:@|©|\(c\)))?\s*.{0,160}|.{0,80}\ball\s+rights?\s+reserved\b.{0,40}",
           "copyright line", "Copyright © 2024 by GenPI.co"),
    Phrase("source_credit", "other",
           r"(?:sumber(?:\s+(?:asli|berita|artikel|foto|gambar|video|tulisan))?|source|via|disadur\s+dari|"
           r"dikutip\s+dari|kredit\s+foto)\s*:\s*.{1,100}|disadur\s+dari\s+.{2,120}\)",
           "credits a source outside the prose", "Sumber: Berbagai sumber"),
    # (?=[^(]*+\() asks for a bracket first: without one the search for it would begin 240 times.
    Phrase("caption", "caption",
           r"(?:(?:foto|photo|ilustrasi|image|gambar|dok(?:umentasi)?|grafis|infografis|video)\s*[:/]\s?.{2,200}|"
           r"dok\.\s?.{2,120}|(?:afp|reuters|antara|ap)\s+(?:photo|foto)\b.{0,80}|"
           r".{0,120}\b(?:photo|image)\s+by\s.{2,80}|"
           r"(?=[^(]*+\().{0,240}[^.!?”\"’]\s*\([\w.]+\.(?:com|co\.id|co|net|id)/[\w .]{2,40}\)\W*|"
           r"(?=[^(]*+\().{0,240}\(\s*(?:credit|kredit|foto|photo|dok|sumber(?:\s+foto)?|c)\s*[:.)].{0,80}|©\s*\w.{0,120})",
           "caption or credit of a picture", "Foto: Dinas Perhubungan"),
    Phrase("reading_time", "other", r"waktu\s+baca\s*:?\s*\d+\s+menit|(?:baca|bacaan)\s+\d+\s+detik|"
           r"\d{1,2}\s+menit\s+(?:baca|membaca)|reading\s+time\s*:?\s*<?\s*\d{1,2}\s+min(?:ute)?s?(?:\s+read)?|"
           r"\d{1,2}\s+min(?:ute)?s?\s+read",
           "reading time", "waktu baca 4 menit"),
    Phrase("text_size", "other",
           r"text\s+sizes?\b.{0,40}|(?:ukuran\s+(?:font|huruf|teks)\s*:?\s*)?(?:a\s?[-+−]?\s*){2,4}|"
           r"ukuran\s+(?:font|huruf|teks)\s*:?", "text size control",
           "Text Sizes Medium Large Larger"),
    Phrase("player", "other",
           r"(?:dengarkan|putar)\s+(?:artikel|berita|audio)(?:\s+ini)?\W*|\d{1,2}:\d\d\s*/\s*\d{1,2}:\d\d",
           "controls of a read-aloud player", "Dengarkan artikel ini"),
    Phrase("reaction", "other",
           r"(?:beri(?:kan)?\s+(?:nilai|rating|penilaian|reaksi)|bagaimana\s+(?:reaksi|tanggapan)\s+anda|apa\s+reaksi\s+anda)\b"
           r".{0,60}|(?:menyukai\s+ini|like\s+this)\s*:(?:\s*(?:suka|like)\s+(?:memuat|loading)\W*)?|(?:suka|like)\s+(?:memuat|loading)\W*",
           "asks for a rating or a reaction", "Beri nilai artikel ini"),
    Phrase("translator", "byline", r"(?:translator|penerjemah|alih\s+bahasa|uploader|pengunggah)\s*:\s*\S.{1,60}",
           "names who translated or published", "Translator: Rara Ayu"),
)  # fmt: skip

# The longest line that any phrase may take; a longer one is prose whatever it begins with.
LONGEST = 900
WHOLE_LINE = re.compile("|".join(f"(?P<{p.name}>{p.pattern})" for p in PHRASES), re.I | re.S)
BY_NAME = {p.name: p for p in PHRASES}

# Headings of lists of other articles; what follows them are links, not the article.
LIST_HEADING = re.compile(
    r"\W*(?:(?P<popular>(?:berita\s+|artikel\s+)?(?:ter)?populer|trending(?:\s+\w+)?|terpopuler|paling\s+dibaca)|"
    r"(?P<related>(?:berita|artikel|topik|video|konten|news)\s+(?:berita\s+)?(?:terkait|lain(?:nya)?|rekomendasi|"
    r"pilihan|terkini|terbaru)|recommended\s+(?:by(?:\s+\w+)?|for\s+you|stories|articles)|rekomendasi(?:\s+untuk\s+anda)?|"
    r"related\s+(?:articles?|posts?|news)|more\s+(?:stories|news|from\b.{0,30})|(?:anda|kamu)\s+mungkin\s+(?:juga\s+)?(?:menyukai|suka|tertarik)(?:\s+ini)?|"
    r"you\s+may\s+(?:also\s+)?like|berita\s+rekomendasi|terkait|tag(?:s|\s+terkait)?|topik(?:\s+berita)?\s+terkait|"
    r"read\s+next))\s*:?\W*",
    re.I,
)

_JUGA = (
    # "BacaJuga": themes set the two words in elements of their own
    r"(?:(?-i:Baca(?=Juga)|BACA(?=JUGA))|(?:baca|lihat|simak|tonton|dengar|cek|saksikan|klik)\s+)(?:ini\s+|artikel\s+|berita\s+|konten\s+)?(?:juga|pula)"
    r"(?:\s+(?:berita|artikel)(?:\s+(?:ini|lain(?:nya)?|terkait|berikut))?(?=\s*:))?"
)
_MORE = (
    r"baca\s+(?:artikel|berita|konten)(?:-(?:artikel|berita))?\s+(?:menarik\s+|seru\s+)?lain(?:nya)?|"
    r"(?:artikel|berita)\s+(?:menarik\s+)?(?:terkait|lainnya)|pilihan\s+editor|(?:baca\s+|berita\s+){1,2}selengkapnya|"
    r"bacaan\s+(?:lain(?:nya)?|terkait)(?=\s*:)|baca\s+(?:berita|artikel)\s+(?:sebelumnya|terkait)(?=\s*:)|"
    r"jangan\s+lewatkan(?=\s*[:!])|baca\s+(?:lagi|selanjutnya)(?=\s*:)|(?:anda|kamu)\s+mungkin\s+(?:juga\s+)?(?:suka|tertarik)(?=\s*:)|"
    r"related\s+(?:news|articles?|stor(?:y|ies)|posts?)(?=\s*:)|"
    r"also\s+read|read\s+(?:also|more|next)|sudah\s+baca\s+ini\s+belum"
)
_VIDEO = r"(?:simak|lihat|tonton|saksikan)\s+(?:juga\s+)?video\b"
# A read-also label at the head of a line; what follows decides whether it is one (see readalso.py).
READ_ALSO = re.compile(
    rf"[^\w(\"“‘'«]{{0,5}}(?P<label>(?:sudah\s+)?(?:(?P<video>{_VIDEO})|{_JUGA}|{_MORE}|(?:baca|read)(?=\s*:)))(?P<after>.*)",
    re.I | re.S,
)
# Read-also text glued to the end of a paragraph, or in brackets inside it.
GLUED_READ_ALSO = re.compile(
    # A straight quotation mark behind a blank opens a quotation, in which the label is spoken.
    r"(?:(?<=[.!?”’)\]])|(?<=[.!?”’)\]]\s)|(?<=[^\s(]\")|(?<=[^\s(]\"\s))"
    rf"(?P<label>{_JUGA}|{_MORE}|[Bb]aca)\s*:\s*(?P<title>\S.{{5,300}})\Z",
    re.I | re.S,
)
BRACKETED_READ_ALSO = re.compile(
    rf"\(\s*(?:{_JUGA}|baca)\s*:\s*(?P<title>[^()]{{5,200}}(?:\([^()]*\)[^()]*)?)\)", re.I
)
# A cheap look before names.is_byline: a colon, an opening without one ("Oleh …", "Laporan …") or a trade at the end.
MAY_BE_BYLINE = re.compile(
    r"[:：]|\A\W*(?:oleh|by|ditulis|written|laporan|posted|submitted|diposting)\b|\A[*()\[]+\s?(?:para\s+)?penulis\b|"
    r",\s?\w+\W*\Z", re.I,
)  # fmt: skip
INLINE_GAMBAS = re.compile(r"\[Gambas:[^\]]{1,60}\]", re.I)

# The article's tags in words, without links: only the end of the article makes them that.
TAG_WORDS = re.compile(
    r"(?:tags?|tagar|kata\s+kunci|keywords?)\s*:\s*[^.!?:,]{2,40}(?:,[^.!?:,]{2,40}){1,11},?\s*", re.I
)
# The label of the article's tags, when nothing but links follows it; a ruler typed as text.
TAG_LABEL = re.compile(
    r"\W*(?:tags?|tagar|labels?|topik|kata\s+kunci|keywords?)\b(?:\s+terkait)?\s*:?\s*", re.I
)
RULER = re.compile(r"[\s*=_~#•·.–—-]+")

# Marks that close an article: (*), (boy/jpnn), [rhm], (H-4), (Ant), (ANTARA/JPNN).
_CODE = (
    r"(?:\*{1,3}|[A-Z]-\d{1,2}|[a-z]{2,4}-\d{1,2}|[A-Z][a-z]{2}|"
    r"(?=[^()\[\]]*[a-z/*])[A-Za-z]{2,8}\d{0,2}(?:\s?[/-]\s?[A-Za-z0-9.]{2,12}){1,3}|[a-z]{2,5}\d{0,2}|"
    r"\*{1,3}\s?/\s?[A-Za-z0-9]{2,12}|[A-Za-z]{2,12}\s?/\s?\*{1,3}|[a-z]{1,4}-\d{1,3}(?:/[a-z]{2,8})?|(?i:humas|redaksi|rilis|rls|tim(?:\s[a-z]{2,12})?|adv|red|ist)|ANT|Antara|ANTARA)"
)
END_MARK = re.compile(
    rf"(?:(?<=[.!?”\"’'…)])|(?<=[.!?”\"’'…)]\s)|\A)\s*(?P<mark>[(\[]\s?{_CODE}\s?[)\]]|\[[A-Z]{{2,4}}\])\W*\Z"
)
# Marks that only the end of the article makes ones: "(LK01)", "(Rara Ayu/kabar)", "■", "//rin", "**rin", "-rin-".
TAIL_MARK = re.compile(
    r"(?:(?<=[.!?”\"’'…)])|(?<=[.!?”\"’'…)]\s)|\A)\s*(?P<mark>\(\s?[A-Z]{2,3}-?\d{2}\s?\)|"
    r"\([A-Z][a-z]+(?:\s[A-Z][a-z.]+){1,2}\s?/\s?(?P<brand>[^()/]{2,30})\)|[■◼]|//\s?[a-z]{2,5}|\*{2}\s?[a-z]{2,5}|"
    r"[-–—]{1,2}[a-z]{2,5}[-–—]{1,2})\W*\Z"
)
# "(*)", perhaps with the writer's initials or first name after it; "***" glued to the last sentence.
LONE_MARK = re.compile(
    r"(?:\s|(?<=[.!?…”\"’']))(?P<mark>\(\*{1,3}\)(?:\s[A-Z]{2,3}|\s[A-Z][a-z]{2,12})?|\*{3})\W*\Z"
)
