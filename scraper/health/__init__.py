"""Health: what each run of an outlet looked like, what is usual for it, and what left the usual (drift).

``measure`` counts records, ``judge`` compares a run with its outlet's history and names causes, ``history`` keeps the
counts in the ledger, ``propose`` turns new repeated lines into rules, ``report`` shows all of it. No Scrapy.
"""
