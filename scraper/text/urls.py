"""Addresses: one key for every spelling of an article's URL, and links made absolute."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urljoin

_URL = re.compile(r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.IGNORECASE | re.DOTALL)
# An address that joining leaves as it is, but for the fragment.
_PLAIN = re.compile(
    r"(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w./~%+,;=&@!:-]*(?:\?[\w./~%+,;=&@!:-]+)?)?)(?:#[!-~]*)?",
    re.ASCII,
)
_AUTHORITY = re.compile(r"(?:.*@)?((?:[\w-]+\.)*[\w-]+)\.?(?::(\d*))?", re.DOTALL)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BREAKS = re.compile(r"[\t\r\n]")
# What browsers strip from the ends (control characters, the blank), and the invisible ones of editors.
_EDGES = "".join(map(chr, range(0x21))) + "\x7f\x85\xa0\u200b\u2028\u2029\ufeff"

_TWIN_LABELS = ("www.", "m.", "mobile.", "amp.")
_TWIN_SEGMENTS = frozenset({"amp", "m"})
_DEFAULT_PORTS = frozenset({"", "80", "443"})  # http and https are one scheme in a key

_TRACKING = frozenset(
    "fbclid gclid gclsrc dclid wbraid gbraid msclkid yclid twclid ttclid li_fat_id igsh igshid"
    " mibextid srsltid _ga _gl mc_cid mc_eid _hsenc _hsmi mkt_tok cmpid ncid ocid smid spm scm"
    " ref referer referrer ref_src ref_url source src via share shared sharetype share_from tag_from feature"
    " fb_action_ids fb_action_types fb_comment_id fb_ref fb_source __twitter_impression ved usg"
    " tblci dicbo origurl oborigurl".split()
)
_TRACKING_PREFIXES = ("utm_", "utm-", "gad_", "jx", "at_", "pk_", "mtm_", "ns_", "_x_tr_", "cx_")
_SESSION = frozenset(
    "sid s_id sessid session sessionid session_id phpsessid jsessionid aspsessionid cfid cftoken".split()
)
# "p" is the article's number on WordPress and stays.
_PAGING = frozenset("page halaman showpage showall single paged".split())
_TWINS = frozenset({"amp"})
_DROPPED = _TRACKING | _SESSION | _PAGING | _TWINS
_DROPPED_PAIRS = frozenset({("outputtype", "amp"), ("output", "amp"), ("m", "1")})
_SESSION_SEGMENT = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)

_UNIT = re.compile(r"%([0-9A-Fa-f]{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/-]", re.DOTALL)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_CAPTURE = re.compile(
    r"(?:(?:https?:)?//(?:web\.|www\.)?archive\.org)?/web/\d{4,14}(?:[a-z]{2}_)?/(.+)",
    re.IGNORECASE | re.DOTALL,
)
_WEB = re.compile(r"(https?):/*", re.IGNORECASE)

# A visit asks the same of the same few addresses some ten times each.
_remembered = lru_cache(1024)


@_remembered
def url_key(url: str) -> str:
    """The same text for every address of one article; other texts come back with their edges stripped.

    Folds http, mobile hosts, AMP, tracking, sessions and paging; it is an identity and need not be fetchable.
    """
    text = _clean(url)
    parts = _split(text)
    if parts is None:
        return text
    host, port, path, query = parts
    while (twin := next((label for label in _TWIN_LABELS if host.startswith(label)), None)) and "." in host[
        len(twin) :
    ]:
        host = host[len(twin) :]
    place = host if port in _DEFAULT_PORTS else f"{host}:{port}"
    wanted = _query_key(query)
    return f"https://{place}{_path_key(path)}" + (f"?{wanted}" if wanted else "")


def join_url(base: str, href: str) -> str | None:
    """A link as an absolute web address, without fragment and archive prefix; None for the rest."""
    plain = _PLAIN.fullmatch(href)
    if plain and "archive.org" not in href and "/web/" not in href:
        return plain[1]
    link = unarchive(_clean(href))
    if not link or link.startswith("#"):
        return None
    try:
        link = urljoin(unarchive(_clean(base)), link)
    except ValueError:
        return None
    link = unarchive(_clean(link.partition("#")[0]))
    return link.replace(" ", "%20") if is_http(link) else None


@_remembered
def unarchive(url: str) -> str:
    """The address behind the Wayback Machine's prefix, which saved captures put before every link."""
    while (hit := _CAPTURE.fullmatch(url)) is not None:
        inner = hit[1]
        if web := _WEB.match(inner):
            url = f"{web[1]}://{inner[web.end() :]}"
        else:
            url = inner if _SCHEME.match(inner) else f"http://{inner}"
    return url


def host_of(url: str) -> str:
    """The lower-case host of a web address, without user and port; "" where there is none."""
    parts = _split(_clean(url))
    return parts[0] if parts else ""


def apex_of(host: str) -> str:
    """The site that a host belongs to, without its sub-domains: "bola.contoh.co.id" is "contoh.co.id"'s."""
    return ".".join(host.split(".")[-3 if host.endswith((".co.id", ".or.id", ".go.id", ".ac.id")) else -2 :])


def same_site(host: str, domain: str) -> bool:
    """True where `host` is `domain` or lies below it."""
    host, domain = host.lower().rstrip("."), domain.lower().strip(".")
    return bool(domain) and (host == domain or host.endswith("." + domain))


def is_http(url: str) -> bool:
    """True for an absolute http or https address with a well-formed host."""
    return _split(_clean(url)) is not None


def _clean(url: str) -> str:
    return _BREAKS.sub("", url).strip(_EDGES)


@_remembered
def _split(url: str) -> tuple[str, str, str, str] | None:
    """(host, port, path, query) of a cleaned web address, or None. Never raises, unlike urlsplit."""
    hit = _URL.fullmatch(url)
    place = _AUTHORITY.fullmatch(hit[2]) if hit else None
    if hit is None or place is None:
        return None
    return place[1].lower(), place[2] or "", hit[3], hit[4] or ""


def _normal(text: str) -> str:
    """Percent-encoding in its normal form (RFC 3986, 6.2.2): unreserved decoded, the rest upper-case hex."""

    def one(hit: re.Match[str]) -> str:
        if hit[1] is None:
            return "".join(f"%{byte:02X}" for byte in hit[0].encode("utf-8", "surrogatepass"))
        character = chr(int(hit[1], 16))
        return character if character in _UNRESERVED else f"%{hit[1].upper()}"

    return _UNIT.sub(one, text)


def _path_key(path: str) -> str:
    segments: list[str] = []
    for segment in _SESSION_SEGMENT.sub("", _normal(path)).split("/"):
        if segment == "..":
            segments[-1:] = []
        elif segment not in ("", "."):
            segments.append(segment)
    while segments and segments[0].lower() in _TWIN_SEGMENTS:
        del segments[0]
    while segments and segments[-1].lower() == "amp":
        del segments[-1]
    return "".join(f"/{segment}" for segment in segments)


def _query_key(query: str) -> str:
    kept: set[str] = set()
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        name, value = _normal(name), _normal(value)
        low = name.lower()
        if (
            not name
            or low in _DROPPED
            or low.startswith(_TRACKING_PREFIXES)
            or (low, value.lower()) in _DROPPED_PAIRS
        ):
            continue
        kept.add(f"{name}={value}" if value else name)
    return "&".join(sorted(kept))


def slug(text: str) -> str:
    """A section's name as addresses spell it: ``Gaya Hidup`` is gaya-hidup."""
    return re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", text).casefold()).strip("-")
