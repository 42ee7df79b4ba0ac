"""The ledger by itself: addresses, articles, output files, promises to hosts."""
