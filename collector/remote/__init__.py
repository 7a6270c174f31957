"""Asking other systems over the network: one client that verifies, limits, retries and keeps its secrets."""
