"""Two wordings of a contract side by side: what differs, and what history would have come to."""
