"""The store of facts: its tables, saving a page in one transaction, and reading columns in bulk."""
