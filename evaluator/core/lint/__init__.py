"""The linter: terms of a contract that contradict each other, or that nobody could measure."""
