"""Reconciliation: what the supplier's own lists say of tickets and outages, beside what was measured."""
