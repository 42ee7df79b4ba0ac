"""Extensions: the accounts' last word, the feeds' formats, the log's lines."""
