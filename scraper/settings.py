"""Scrapy's settings for this project. Where a value is not Scrapy's own, the line says why."""

import os

from scraper import __version__

BOT_NAME = "saring"
SPIDER_MODULES = ["scraper.spiders"]
SPIDER_LOADER_CLASS = "scraper.spiders.loader.OutletLoader"  # one outlet is needed, not 121
COMMANDS_MODULE = "scraper.commands"  # `scrapy crawl` that tells success from silence by its exit code

# Who we are: -s CONTACT=… or the environment's CONTACT, where an outlet can reach the operator.
PROJECT_PAGE = "https://pypi.org/project/saring/"
CONTACT = os.environ.get("CONTACT", "")
USER_AGENT = f"saring/{__version__} (+{CONTACT or PROJECT_PAGE})"  # the spider sets it again, for -s CONTACT
ROBOTSTXT_USER_AGENT = "saring"  # the product token alone, as RFC 9309 matches it
ROBOTSTXT_OBEY = True

# Politeness. One request at a time and a second between two of them, exactly: Scrapy's default jitter of 0.5
# would halve the promised pause.
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0
# The manners middleware lets one at a time pass, and overtake one that drips.
CONCURRENT_REQUESTS_PER_DOMAIN = 16
CONCURRENT_REQUESTS = 16
CONCURRENT_ITEMS = 1  # a visit yields one; Scrapy starts so many tasks for every answer
CONCURRENT_VISITS = 4  # little more is in flight than a limit or a stop would waste
AUTOTHROTTLE_ENABLED = False  # it reads latency alone, so a fast 429 makes it faster
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",
}

# Limits. The default of 1 GiB let a gzip bomb become an item at 2.8 GB of memory; pages stay below 1 MiB.
# A quarter more than 5 MiB, so that a data island of 5 MiB still fits into its page.
DOWNLOAD_MAXSIZE = 5 * 1024 * 1024 + 256 * 1024
DOWNLOAD_WARNSIZE = 0
LIST_MAXSIZE = 50 * 1024 * 1024  # sitemaps: the protocol's own limit
DOWNLOAD_TIMEOUT = 30  # of the whole response, so that a drip ends too
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False  # a page's own redirect is a consent or challenge page more often than a move
MEMUSAGE_LIMIT_MB = 1500
INDEX_MAX_PAGES = 100  # of one paged index

# Every status reaches the spider, which writes it down. A try that failed is made again by the ledger, later: Scrapy's
# own retries come within milliseconds. A crawl stays for tries that fall due within RETRY_WAIT_SECONDS.
HTTPERROR_ALLOW_ALL = True
URLLENGTH_LIMIT = 0  # would drop requests silently; the spider writes down what is too long
RETRY_ENABLED = False
RETRY_BACKOFF_SECONDS = 60  # before the second try; it doubles
RETRY_WAIT_SECONDS = 120
RETRY_MAX_TRIES = 5
RECHECK_SECONDS = 86_400  # what is gone, and what is refused and has no ETag, is looked at again
DOWNLOAD_FAIL_ON_DATALOSS = False  # half a page is told by its flag, and its bytes are kept

# The ledger: LEDGER_DSN=postgresql://… for several machines; empty: OUTPUT_DIR/ledger.db.
LEDGER_DSN = os.environ.get("LEDGER_DSN", "")
LEASE_SECONDS = 120
SCHEDULER = "scraper.scheduler.LedgerScheduler"

# Scheduled runs (`saring schedule --run` sets SCHEDULED): one of an outlet at a time, and only of sources that are due.
SCHEDULED = False
SCHEDULE_FIRST_SECONDS = 3600  # between the first two visits of a source; then as often as there is news, …
SCHEDULE_MIN_SECONDS = 300  # … at least this long apart
SCHEDULE_MAX_SECONDS = 86_400  # … and at most

# Extraction in processes of its own; 0 does it in the crawl's, which one hostile page can then stop.
EXTRACT_WORKERS = max(1, (os.cpu_count() or 2) - 1)
EXTRACT_SECONDS = 10
EXTRACT_MEMORY_MB = 400

# Nothing but the web, and no doors into the process.
DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("http", "https"), "scraper.middlewares.handler.PatientDownloadHandler"),
    **dict.fromkeys(("file", "data", "ftp", "s3")),
}
DOWNLOAD_VERIFY_CERTIFICATES = True
FAST = False  # -s FAST=1: pages come through aiohttp, on uvloop where saring[fast] is installed
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # it listens on a local port and runs Python
COOKIES_ENABLED = False
REFERER_ENABLED = False
HTTPCACHE_ENABLED = False  # pickle; and a crawl's answer must be today's

# Scrapy's own parts that are used. Naming the others with None would still load them, a fifth of the start; and each is
# a step that every answer waits for. Left out, beside what is off: offsite (knows hosts, not ports), robots
# (one that answers 503 allows all), compression (passes half a gzip on as whole), redirects (a circle is a chain to
# it): ours are below; and those that check statuses, depths and lengths, which the spider writes down itself; and
# that which counts requests, in a quarter of a millisecond each: crawl.pace counts them anyway.
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
}
SPIDER_MIDDLEWARES_BASE = {"scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25}
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
}
DOWNLOADER_MIDDLEWARES = {
    "scraper.middlewares.guard.GuardMiddleware": 50,
    "scraper.middlewares.robots.RobotsMiddleware": 100,
    "scraper.middlewares.encoding.EncodingMiddleware": 590,
    "scraper.middlewares.redirect.RedirectMiddleware": 600,
    "scraper.middlewares.manners.MannersMiddleware": 950,  # the last: its pauses are those on the wire
    "scraper.middlewares.archive.ArchiveMiddleware": 990,  # sees responses first, as they came
}
TWISTED_DNS_RESOLVER = "scraper.middlewares.resolver.GuardedResolver"
ITEM_PIPELINES = {
    "scraper.pipelines.validate.ValidatePipeline": 100,
    "scraper.pipelines.choice.ChoicePipeline": 200,
    "scraper.pipelines.quarantine.QuarantinePipeline": 300,
    "scraper.pipelines.store.StorePipeline": 350,  # closed after the next, which lets articles out
    "scraper.pipelines.articles.ArticlesPipeline": 400,
}
EXTENSIONS = {
    "scraper.extensions.calendar.CalendarExtension": 350,
    "scraper.extensions.progress.ProgressExtension": 400,
    "scraper.extensions.summary.SummaryExtension": 500,
}

# Drift (docs/drift.md): alarms of a run that leaves its outlet's baseline are posted to ALARM_WEBHOOK as JSON.
ALARM_WEBHOOK = os.environ.get("ALARM_WEBHOOK", "")
DRIFT_ACCEPT = False  # -s DRIFT_ACCEPT=1: this run is the new usual
SPIDERMON_ENABLED = False  # the spider adds its extension then; -s SPIDERMON_ENABLED=1, with saring[alarms]
SPIDERMON_SPIDER_CLOSE_MONITORS = ["scraper.extensions.monitors.SaringSuite"]
REPORT_FILE = ""  # where a crawl writes the report at its end, e.g. output/report.html

# Every response as WARC files: 1 (OUTPUT_DIR/archive), a path, or an address that fsspec knows. Off: ""
ARCHIVE = os.environ.get("ARCHIVE", "")
ARCHIVE_MAX_BYTES = 2**30  # then the next file

# Databases that repeat articles.jsonl: 1 (OUTPUT_DIR/articles.db), FILE.db, postgresql://…; several with commas.
STORE = os.environ.get("STORE", "")

# Files. FEED_EXPORT_ENCODING: without it JSON feeds are written as \u escapes.
OUTPUT_DIR = "output"
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {
    "csv": "scraper.extensions.feeds.ArticleCsvExporter",
    "xml": "scraper.extensions.feeds.ArticleXmlExporter",
    "parquet": "scraper.extensions.feeds.ParquetExporter",
    "gz": "scraper.extensions.feeds.GzipJsonLinesExporter",  # by its last ending: -O articles.jsonl.gz
    "zst": "scraper.extensions.feeds.ZstdJsonLinesExporter",
}

LOG_LEVEL = "INFO"
LOG_FORMATTER = "scraper.extensions.logs.OneLineFormatter"
LOG_VERSIONS: list[str] = []
STATS_DUMP = False  # the summary is one line; -s STATS_DUMP=1 for all of it
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
