"""Spidermon's monitors (saring[alarms]): our alarms and accounts, for its mail, Slack and Telegram actions.

``-s SPIDERMON_ENABLED=1`` runs them at the end of a crawl; ``SPIDERMON_SPIDER_CLOSE_MONITORS`` may name a suite of
your own, with actions, that takes these in.
"""

from __future__ import annotations

from typing import Any

from spidermon import Monitor, MonitorSuite, monitors


@monitors.name("Saring")
class SaringMonitor(Monitor):  # type: ignore[misc]  # Spidermon has no types
    """What the crawl itself judged: its alarms, and its accounts."""

    data: Any

    @monitors.name("No drift")  # type: ignore[untyped-decorator]
    def test_no_drift(self) -> None:
        """The run looks like its outlet's earlier ones."""
        alarms = self.data.stats.get("saring/alarms", [])
        self.assertEqual([], [f"{a['cause']}: {a['means']}: {a['message']}" for a in alarms])

    @monitors.name("Nothing refused by a host for haste")  # type: ignore[untyped-decorator]
    def test_no_haste(self) -> None:
        """No host answered 429."""
        self.assertEqual(0, self.data.stats.get("downloader/response_status_count/429", 0))


class SaringSuite(MonitorSuite):  # type: ignore[misc]
    """The suite that runs where no other is named."""

    monitors = (SaringMonitor,)
