"""Drift: how many broken days are noticed, how many causes named right, how many healthy days cried over.

Run from the checkout: ``python -m benchmarks.drift [OUTLET…]``. Prints a table in Markdown; every fixture pair is one
template. Exit code 1 below the promised figures (noticed 100 %, named 90 %, false alarms 0).
"""

from __future__ import annotations

import sys
from collections import defaultdict

from scraper.fixtures import cases
from scraper.outlets import by_name
from tests.health.simulate import MUTATIONS, alarms_of, alarms_on_healthy_days, simulated

_DAYS = 30


def main(names: list[str]) -> int:
    """Print the table of the outlets named, or of all."""
    noticed: dict[str, list[bool]] = defaultdict(list)
    named: dict[str, list[bool]] = defaultdict(list)
    false, odd = 0, []
    chosen = [case for case in cases() if not names or case.outlet in names]
    for i, case in enumerate(chosen, 1):
        if sys.stderr.isatty():
            print(f"\r{i} of {len(chosen)} {case}\033[K", end="", file=sys.stderr)
        sim = simulated(case)
        wrong = alarms_on_healthy_days(sim, _DAYS)
        false += len(wrong)
        odd += [f"{case}: false alarm: {alarm}" for alarm in wrong[:2]]
        for cause in (*MUTATIONS, "frozen"):
            if cause == "selector" and not by_name(case.outlet).body:
                continue  # it has no selector that could stop to match: the generic reader goes on as before
            alarms = alarms_of(sim, cause)
            noticed[cause].append(bool(alarms))
            named[cause].append(bool(alarms) and alarms[0].cause == cause)
            if not named[cause][-1]:
                odd.append(f"{case}: {cause}: " + ("; ".join(map(str, alarms)) or "not noticed"))
    print("\n".join(odd), file=sys.stderr)
    print("| what breaks | templates | noticed | cause named first |\n|---|---:|---:|---:|")
    for cause, seen in noticed.items():
        print(
            f"| {cause} | {len(seen)} | {sum(seen) / len(seen):.1%} | {sum(named[cause]) / len(seen):.1%} |"
        )
    every = [x for all_ in noticed.values() for x in all_]
    right = [x for all_ in named.values() for x in all_]
    print(f"| all | {len(every)} | {sum(every) / len(every):.1%} | {sum(right) / len(right):.1%} |")
    print(f"\nFalse alarms on {_DAYS} healthy days of {len(chosen)} templates: {false}")
    return 0 if all(every) and sum(right) >= 0.9 * len(right) and not false else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
