"""The ledger's tables, the same in SQLite and PostgreSQL. Times are seconds since 1970."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)  # fmt: skip

# Raised when the tables change; an older ledger is refused by name instead of failing somewhere later.
VERSION = "4"

metadata = MetaData()
_Id = BigInteger().with_variant(Integer, "sqlite")

meta = Table(
    "meta", metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)  # fmt: skip

# One crawl of one outlet for one purpose (scope: its arguments). Killed and started again, it is the same run.
runs = Table(
    "runs", metadata,
    Column("id", _Id, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("origin", Text, nullable=False, default=""),  # what stood for the outlet; others know other pages
    Column("started", Float, nullable=False),
    Column("finished", Float),
    Column("alive_until", Float, nullable=False),
    Column("tried", Integer, nullable=False, default=0),   # pages read anew, and …
    Column("sound", Integer, nullable=False, default=0),   # … those that gave an article as its outlet prints them
    Index("runs_outlet", "outlet", "finished"),
    sqlite_autoincrement=True,
)  # fmt: skip

urls = Table(
    "urls", metadata,
    Column("id", _Id, primary_key=True),            # in the order of discovery
    Column("outlet", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("url", Text, nullable=False),            # on the outlet's own host, whatever stood for it
    Column("host", Text, nullable=False),           # the host that is asked
    Column("source", Text, nullable=False),         # the list that gave it first
    Column("first_run", _Id, nullable=False),
    Column("run", _Id, nullable=False),             # the latest that met it
    Column("state", Text, nullable=False),          # waiting, leased, or how it ended in that run
    Column("reason", Text, nullable=False, default=""),
    Column("past", Text, nullable=False, default=""),  # how it ended before: state/reason; or see ledger.aliases
    Column("tries", Integer, nullable=False, default=0),
    Column("next_visit", Float, nullable=False, default=0.0),
    Column("visited", Float),
    Column("page_url", Text),                       # the address that gave the article, on the outlet's own host
    Column("etag", Text),
    Column("last_modified", Text),                  # what is asked with: the server's, else when it answered
    Column("content_hash", Text),
    Column("version", Text),                        # of the rules that read it; others read it anew
    Column("article_id", Text),
    Column("day", Text),                            # of the article, as its list or it itself says: 2024-06-01
    Column("alias_of", Text),                       # the key of the article whose other address this is
    Column("lease_owner", Text),
    Column("lease_until", Float),
    UniqueConstraint("outlet", "key"),
    Index("urls_open", "outlet", "state"),
    Index("urls_alias", "outlet", "alias_of"),
    sqlite_autoincrement=True,
)  # fmt: skip

# Days (or months) of a dated archive that a run has read to their end, so that one gone on with skips them.
walks = Table(
    "walks", metadata,
    Column("run", _Id, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("day", Text, primary_key=True),
)  # fmt: skip

# In the order in which addresses are leased: what is new first, each in the order of discovery.
Index("urls_queue", urls.c.outlet, urls.c.run, urls.c.state, urls.c.first_run.desc(), urls.c.id)

articles = Table(
    "articles", metadata,
    Column("outlet", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("digest", Text, nullable=False),         # of its words: the same words are the same article
    Column("key", Text, nullable=False),            # of the address it came from
    Index("articles_digest", "outlet", "digest"),
)  # fmt: skip

revisions = Table(
    "revisions", metadata,
    Column("seq", _Id, primary_key=True),           # the order of the lines in articles.jsonl
    Column("outlet", Text, nullable=False),
    Column("article_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("run", _Id, nullable=False),
    Column("key", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("line", Text, nullable=False),           # the record
    UniqueConstraint("outlet", "article_id", "revision"),
    Index("revisions_outlet", "outlet", "seq"),
    sqlite_autoincrement=True,
)  # fmt: skip

changes = Table(
    "changes", metadata,
    Column("seq", _Id, primary_key=True),           # the order of the lines in revisions.jsonl
    Column("outlet", Text, nullable=False),
    Column("article_id", Text, nullable=False),
    Column("run", _Id, nullable=False),
    Column("line", Text, nullable=False),           # what differs between two revisions
    Index("changes_outlet", "outlet", "seq"),
    sqlite_autoincrement=True,
)  # fmt: skip

quarantine = Table(
    "quarantine", metadata,
    Column("seq", _Id, primary_key=True),           # the order of the lines in quarantine.jsonl
    Column("outlet", Text, nullable=False),
    Column("identity", Text, nullable=False),       # the same bytes for the same reason are said once
    Column("run", _Id, nullable=False),
    Column("line", Text, nullable=False),
    UniqueConstraint("outlet", "identity"),
    sqlite_autoincrement=True,
)  # fmt: skip

# What a run looked like, counted (scraper.health): a row a run, so that reports need not read the articles.
health = Table(
    "health", metadata,
    Column("run", _Id, primary_key=True, autoincrement=False),
    Column("outlet", Text, nullable=False),
    Column("at", Float, nullable=False),            # when it ended
    Column("healthy", Integer, nullable=False),     # 1: the outlet's baseline learns from it
    Column("told", Text, nullable=False),           # JSON: counts, alarms, pace
    Index("health_outlet", "outlet", "at"),
)  # fmt: skip

# How far each output file repeats its table: everything up to seq, which is size bytes.
files = Table(
    "files", metadata,
    Column("name", Text, primary_key=True),
    Column("seq", _Id, nullable=False),
    Column("size", BigInteger, nullable=False),
)  # fmt: skip

# The promises made to one host, whoever visits it: no request before next_request and paused_until. One process at a
# time is its visitor (owner); another that waits for it has its name down (wanted_by) and is the next.
hosts = Table(
    "hosts", metadata,
    Column("host", Text, primary_key=True),
    Column("next_request", Float, nullable=False, default=0.0),
    Column("paused_until", Float, nullable=False, default=0.0),
    Column("amp_misses", Integer, nullable=False, default=0),  # AMP twins missing in a row; -1: it has some
    Column("owner", Text),
    Column("owner_until", Float, nullable=False, default=0.0),
    Column("wanted_by", Text),
    Column("wanted_until", Float, nullable=False, default=0.0),
)  # fmt: skip

robots = Table(
    "robots", metadata,
    Column("origin", Text, primary_key=True),       # scheme://host[:port]
    Column("status", Integer),                      # of the answer that counts; None while there is none
    Column("body", LargeBinary),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("read", Float, nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("next_try", Float, nullable=False, default=0.0),
)  # fmt: skip

# Sitemaps, feeds and index pages as last read: a list that answers 304 is read from here.
lists = Table(
    "lists", metadata,
    Column("outlet", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body", LargeBinary, nullable=False),    # deflated
)  # fmt: skip

# When each source of an outlet was read, what was new in it, and when it is worth the next visit.
source_visits = Table(
    "source_visits", metadata,
    Column("outlet", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("visited", Float, nullable=False),
    Column("next_visit", Float, nullable=False),
    Column("interval", Float, nullable=False),
    Column("found_new", Integer, nullable=False),
    Column("elapsed", Float, nullable=False),       # seconds since the visit before; 0: there was none
)  # fmt: skip

# Scheduled runs: one of an outlet at a time.
locks = Table(
    "locks", metadata,
    Column("outlet", Text, primary_key=True),
    Column("owner", Text, nullable=False),          # as in ledger.owner; empty: nobody
    Column("since", Float, nullable=False),
    Column("until", Float, nullable=False),
)  # fmt: skip

# What ARCHIVE kept: where each response stands in which WARC file, entered once it is written there.
captures = Table(
    "captures", metadata,
    Column("seq", _Id, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("url", Text, nullable=False),            # as it was asked for
    Column("status", Integer, nullable=False),
    Column("kind", Text, nullable=False),           # of the WARC record: response or revisit
    Column("truncated", Text),
    Column("digest", Text, nullable=False),         # of the payload, as WARC spells it
    Column("date", Text, nullable=False),           # WARC-Date, UTC
    Column("folder", Text, nullable=False),         # a path or an address
    Column("file", Text, nullable=False),
    Column("offset", BigInteger, nullable=False),   # of the record's gzip member in the file, in bytes
    Column("length", BigInteger, nullable=False),
    Index("captures_url", "outlet", "url"),
    Index("captures_digest", "outlet", "digest"),
    sqlite_autoincrement=True,
)  # fmt: skip
