"""A record on its way into the ledger: mostly a line of JSON that nobody needs to take apart."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from scraper.article import json_line
from scraper.ledger.diff import digest_of


class Entry:
    """A record by its line, its words' digest (ledger.diff) and its id, or by its values."""

    def __init__(self, its_id: str, digest: str, *, line: bytes, revision: int = 1) -> None:
        self.id = its_id
        self.digest = digest
        self._line = line
        self._revision = revision

    @classmethod
    def of(cls, record: Entry | dict[str, Any]) -> Entry:
        """The entry of a record that is given by its values."""
        if isinstance(record, Entry):
            return record
        entry = cls(record["id"], digest_of(record), line=b"", revision=0)
        entry.values = record
        return entry

    @cached_property
    def values(self) -> dict[str, Any]:
        """The record as plain data."""
        return dict(json.loads(self._line))

    def become(self, its_id: str, revision: int) -> str:
        """Take on the id and revision that the ledger gives; the line to keep."""
        if (self.id, self._revision) != (its_id, revision):
            self.values["id"], self.values["revision"] = its_id, revision
            self.id, self._revision = its_id, revision
            self._line = json_line(self.values).encode()
        return self._line.decode()
