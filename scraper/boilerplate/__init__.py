"""Taking boilerplate out: rules, the Indonesian lexicon, and the one cleaner that every path goes through."""
