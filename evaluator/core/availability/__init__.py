"""Availability: from what probers, tickets and the supplier said to time up and down, and the outages behind it."""
