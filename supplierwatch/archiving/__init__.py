"""The archive of reports: each one that was made, as it was, with what it was made from."""
