"""Archives and corpora cleaned again: pieces of work for any Executor, and what became of every record."""
