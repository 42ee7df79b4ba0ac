"""One tree of errors. Each names the address (or file) it is about, the reason, and what to do."""

from __future__ import annotations


class SaringError(Exception):
    """Base of every error this package raises on purpose.

    ``reason`` is a short stable code for counters and quarantine, ``about`` the address or file, ``advice`` what a
    user can do.
    """

    reason = "error"
    advice = ""

    def __init__(self, message: str, *, about: str | None = None, reason: str | None = None) -> None:
        self.about = about or "(no address)"
        self.message = message
        if reason is not None:
            self.reason = reason
        super().__init__(message)

    def __str__(self) -> str:
        advice = f" {self.advice}" if self.advice else ""
        return f"{self.about}: {self.message} [{self.reason}].{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (workers); exceptions with keyword arguments need to say how.
        return _rebuild, (type(self), self.message, self.about, self.reason)


def _rebuild(cls: type[SaringError], message: str, about: str, reason: str) -> SaringError:
    return cls(message, about=about, reason=reason)


class PageRefused(SaringError):
    """The bytes were refused before parsing: empty, not HTML, too large or hostile to the parser."""

    reason = "refused"
    advice = "Check that the file or response is one complete HTML page."


class NotAnArticle(SaringError):
    """The page was read, but it is no article: a login form, a list, a gallery, an error page."""

    reason = "not_an_article"
    advice = "Give the address of a single article."


class IncompleteArticle(SaringError):
    """A split article of which pages are missing."""

    reason = "incomplete"
    advice = "Pass the other pages with more_pages=, or crawl the address so that they are fetched."


class UnknownOutlet(SaringError):
    """An outlet name that the catalogue does not hold."""

    reason = "unknown_outlet"
    advice = "`saring outlets` lists the names; 'generic' uses no outlet rules."


class InvalidOutlet(SaringError):
    """An outlet declaration that cannot be right; raised when the declaration is made."""

    reason = "invalid_outlet"


class InvalidRecord(SaringError):
    """A record that breaks the published schema or a law of the record."""

    reason = "invalid_record"
    advice = "`saring schema` prints the schema."


class UsageError(SaringError):
    """A command or spider argument that cannot be understood."""

    reason = "usage"
