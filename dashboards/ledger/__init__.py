"""The ledger for people: its section in a report, and a page, a table and documents of its own."""
