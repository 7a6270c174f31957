"""Audiences of a PostgreSQL store: which role reads which rows."""
