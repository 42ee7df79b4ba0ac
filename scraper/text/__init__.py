"""Pure functions on strings: spaces, dates, names, addresses. Standard library only."""
