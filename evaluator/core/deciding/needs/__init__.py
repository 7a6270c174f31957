"""Needs: each voice kept apart, the trace from need to data source, and what became of each need."""
